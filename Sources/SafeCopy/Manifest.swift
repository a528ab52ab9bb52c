import LeakReport
import LeakRules
import LogSources

/// The account of a safe copy: what was replaced, and what is not in it. It holds no secret.
public struct Manifest: Sendable {
    let outcome: CopyOutcome
    let tool: Tool

    /// What made the copy, and how.
    public struct Tool: Sendable {
        public var version = ""
        /// Names the rule set.
        public var ruleSet = ""
        public var style = ""
        /// Names the key of pseudonyms; nil for one of the run only.
        public var keyID: String?
        /// RFC 3339.
        public var created = ""

        public init() {}
    }

    public init(_ outcome: CopyOutcome, by tool: Tool) {
        self.outcome = outcome
        self.tool = tool
    }

    /// How often secrets of each rule were replaced, the most frequent first.
    var rules: [(id: String, count: Int)] {
        var counts: [String: Int] = [:]
        for file in outcome.files {
            counts.merge(file.replaced) { $0 + $1 }
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// For people.
    public var markdown: String {
        let files = outcome.files
        var text = "# Redaction report\n\n"
        text += "Made by blot \(Self.escaped(tool.version)) at \(Self.escaped(tool.created)), "
        text += "rule set `\(tool.ruleSet)`, style `\(tool.style)`, "
        text += tool.keyID == nil ? "with a key of this run only.\n\n" : "with a key file.\n\n"
        text += "| | |\n|---|---|\n"
        let secrets = rules.reduce(0) { $0 + $1.count }
        let masked = files.reduce(0) { $0 + $1.blindSpots }
        text += "| files copied | \(outcome.copied) |\n"
        text += "| of these the same, byte for byte | \(outcome.unchanged) |\n"
        text += "| secrets replaced | \(secrets) |\n"
        text += "| stretches masked because they could not be scanned | \(masked) |\n"
        text += "| files left out because they could not be scanned or written | "
        text += "\(files.count { $0.fate == .leftOut }) |\n"
        text +=
            "| files skipped because they are no text | \(files.count { $0.fate == .skipped }) |\n"
        text += "\n" + verdict + "\n"
        text += table(
            "Replaced, by rule", ["rule", "severity", "secrets"],
            rules.map { id, count in
                let rule = outcome.rules[id]
                return [
                    Self.escaped(rule?.name ?? id) + " (`\(id)`)", rule?.severity.rawValue ?? "",
                    "\(count)",
                ]
            })
        text += table(
            "Changed files", ["file", "secrets", "what"],
            files.filter { $0.fate == .redacted }.map { file in
                [Self.code(file.path), "\(file.secrets)", Self.escaped(changes(of: file))]
            })
        text += table(
            "Not in the copy, or not as a whole", ["what", "why"],
            files.flatMap { file in
                file.notes.map { note in
                    [
                        Self.code(file.path + (note.member.map { "!\($0)" } ?? "")),
                        Self.escaped(note.reason),
                    ]
                }
            })
        text += table(
            "Backups, which hold secrets", ["file"],
            files.compactMap { $0.backup.map { [Self.escaped($0)] } })
        return text
    }

    private var verdict: String {
        if outcome.isPartial {
            return "**The copy is partial: it was interrupted. Do not share it.**"
        }
        if !outcome.leaking.isEmpty {
            return "**Something was found in the copy when it was scanned again. "
                + "Do not share it.** In: "
                + outcome.leaking.map(Self.code).joined(separator: ", ")
        }
        if !outcome.unchecked.isEmpty {
            return "**Not all of it could be scanned again. Do not share it.** Not: "
                + outcome.unchecked.map(Self.code).joined(separator: ", ")
        }
        if outcome.isInPlace, outcome.files.contains(where: { $0.fate == .leftOut }) {
            return "**Some files stay as they were, and may hold secrets: see below.**"
        }
        return outcome.isInPlace
            ? "The files were scanned again, and nothing was found in them; backups hold secrets."
            : "The copy was scanned again, and nothing was found in it."
    }

    private func changes(of file: CopiedFile) -> String {
        var parts = file.replaced.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
        if file.blindSpots > 0 { parts.append("\(file.blindSpots) masked") }
        if file.isRenamed { parts.append("renamed") }
        if file.renamedMembers > 0 { parts.append("\(file.renamedMembers) members renamed") }
        if parts.isEmpty { parts.append("the rest of a secret, or what is hidden in it") }
        return parts.joined(separator: ", ")
    }

    private func table(_ title: String, _ head: [String], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        let rule = "|" + String(repeating: "---|", count: head.count)
        let lines = ([head] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
        return "\n## \(title)\n\n\(lines[0])\n\(rule)\n"
            + lines.dropFirst().joined(separator: "\n") + "\n"
    }

    /// A name as it stands, in a cell of a table: nothing ends the code, nor the cell.
    private static func code(_ name: String) -> String {
        "`"
            + shownName(Array(name.utf8)).replacing("`", with: #"\x60"#)
            .replacing("|", with: #"\x7c"#) + "`"
    }

    /// Text that means nothing to Markdown or HTML: its punctuation is escaped (CommonMark 2.4).
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in shownName(Array(text.utf8)) {
            if "\\`*_[]<>|&~".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
