import FoundationEssentials

/// What a baseline takes from a report: which secrets were found, under which key, and whether the
/// report tells of all.
public struct ReportedFindings: Sendable {
    /// Fingerprint and rule of each secret, in the order of the report.
    public private(set) var findings: [(fingerprint: String, rule: String)] = []

    /// The keys of the fingerprints; nil among them is a key of one run.
    public private(set) var keyIDs: Set<String?> = []

    /// Whether everything was scanned; nil where the report does not tell.
    public private(set) var isComplete: Bool?

    /// Whether options of the run left something out: see ``AuditSummary/isNarrowed``.
    public private(set) var isNarrowed = false

    /// Secrets that the report leaves out because a baseline knew them.
    public private(set) var known = 0

    /// Why a file is no report, in one lower-case sentence.
    public struct Mistake: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    private struct Finding: Decodable {
        struct Secret: Decodable {
            let fingerprint: String
            let keyID: String?
        }

        let rule: String
        let secret: Secret
    }

    private struct Figures: Decodable {
        let keyID: String?
        let known: Int?
        let isNarrowed: Bool?
        let complete: Bool?
    }

    private struct Document: Decodable {
        let findings: [Finding]
        let summary: Figures?
        let keyID: String?
        let known: Int?
        let complete: Bool
    }

    /// A line: a finding, or one of what else a report tells.
    private struct Line: Decodable {
        let rule: String?
        let secret: Finding.Secret?
        let summary: Figures?
    }

    /// Reads a report in the formats json and jsonl.
    public init(_ text: [UInt8]) throws(Mistake) {
        let decoder = JSONDecoder()
        if let document = try? decoder.decode(Document.self, from: Data(text)) {
            for finding in document.findings { add(finding.rule, finding.secret) }
            isComplete = document.complete
            known = document.summary?.known ?? document.known ?? 0
            isNarrowed = document.summary?.isNarrowed ?? false
            if findings.isEmpty { keyIDs.insert(document.summary?.keyID ?? document.keyID) }
            return
        }
        let lines = text.split(separator: UInt8(ascii: "\n"))
        for (index, line) in lines.enumerated() {
            guard let line = try? decoder.decode(Line.self, from: Data(line)) else {
                throw Mistake(
                    description: index == 0
                        ? "not a report: give one in the format json or jsonl"
                        : "not a report: line \(index + 1) is no JSON object")
            }
            if let rule = line.rule, let secret = line.secret { add(rule, secret) }
            if let summary = line.summary {
                isComplete = summary.complete
                known = summary.known ?? 0
                isNarrowed = summary.isNarrowed ?? false
                if findings.isEmpty { keyIDs.insert(summary.keyID) }
            }
        }
        if lines.isEmpty { throw Mistake(description: "an empty report") }
    }

    private mutating func add(_ rule: String, _ secret: Finding.Secret) {
        findings.append((secret.fingerprint, rule))
        keyIDs.insert(secret.keyID)
    }
}
