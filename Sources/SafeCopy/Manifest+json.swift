import LeakReport
import LeakRules

extension Manifest {
    /// For machines: one JSON document, schema 1; keys are only ever added within a number.
    public var json: String { jsonLine(Document(self)) + "\n" }

    private struct Document: Encodable {
        let schema = 1
        let tool: ToolRecord
        let created: String
        let complete: Bool
        let partial: Bool
        let leaking: [String]
        let unchecked: [String]
        let copied: Int
        let unchanged: Int
        let bytes: Int
        let rules: [RuleRecord]
        let files: [FileRecord]

        init(_ manifest: Manifest) {
            let outcome = manifest.outcome
            tool = ToolRecord(
                name: "blot", version: manifest.tool.version, ruleSet: manifest.tool.ruleSet,
                style: manifest.tool.style, key: manifest.tool.keyID)
            created = manifest.tool.created
            complete = outcome.isComplete
            partial = outcome.isPartial
            leaking = outcome.leaking
            unchecked = outcome.unchecked
            copied = outcome.copied
            unchanged = outcome.unchanged
            bytes = outcome.bytes
            rules = manifest.rules.map { id, count in
                RuleRecord(
                    rule: id, name: outcome.rules[id]?.name ?? id,
                    severity: outcome.rules[id]?.severity.rawValue ?? "", count: count)
            }
            files = outcome.files.map(FileRecord.init)
        }
    }

    private struct ToolRecord: Encodable {
        let name: String
        let version: String
        let ruleSet: String
        let style: String
        let key: String?
    }

    private struct RuleRecord: Encodable {
        let rule: String
        let name: String
        let severity: String
        let count: Int
    }

    private struct FileRecord: Encodable {
        let path: String
        let fate: String
        let replaced: [String: Int]
        let blindSpots: Int
        let renamed: Bool
        let renamedMembers: Int
        let notes: [NoteRecord]
        let backup: String?

        init(_ file: CopiedFile) {
            path = file.path
            fate = file.fate.rawValue
            replaced = file.replaced
            blindSpots = file.blindSpots
            renamed = file.isRenamed
            renamedMembers = file.renamedMembers
            notes = file.notes.map {
                NoteRecord(member: $0.member, reason: $0.reason, failure: $0.isFailure)
            }
            backup = file.backup
        }
    }

    private struct NoteRecord: Encodable {
        let member: String?
        let reason: String
        let failure: Bool
    }
}
