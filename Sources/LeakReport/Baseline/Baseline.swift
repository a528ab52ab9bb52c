import FoundationEssentials

/// Known findings, by fingerprint: what later runs need not report.
///
/// Fingerprints are keyed hashes of rule and secret. They mean something under one key only, which
/// is named; without the key, guesses cannot be tried against them.
public struct Baseline: Sendable, Equatable {
    /// A known finding.
    public struct Entry: Sendable, Equatable, Codable {
        /// The day it was added, `YYYY-MM-DD`.
        public var added: String
        public var fingerprint: String
        /// Why it is known, in people's words.
        public var note: String?
        /// The rule that found it.
        public var rule: String

        public init(added: String, fingerprint: String, note: String?, rule: String) {
            self.added = added
            self.fingerprint = fingerprint
            self.note = note
            self.rule = rule
        }
    }

    /// Names the key of the fingerprints.
    public let keyID: String

    /// By rule, then by fingerprint; of the same fingerprint there is one.
    public let entries: [Entry]

    /// The fingerprints of the entries.
    public let fingerprints: Set<String>

    /// - Parameter entries: In any order; of two with the same fingerprint the first one stays.
    public init(keyID: String, entries: [Entry]) {
        var seen: Set<String> = []
        self.keyID = keyID
        self.entries = entries.filter { seen.insert($0.fingerprint).inserted }
            .sorted { ($0.rule, $0.fingerprint) < ($1.rule, $1.fingerprint) }
        fingerprints = seen
    }

    /// Whether a finding is known.
    ///
    /// - Parameter fingerprint: Made under the key that ``keyID`` names.
    /// - Complexity: O(1)
    public func contains(_ fingerprint: String) -> Bool { fingerprints.contains(fingerprint) }

    /// The baseline with more entries; what it knows already stays as it is.
    public func adding(_ more: [Entry]) -> Baseline {
        Baseline(keyID: keyID, entries: entries + more)
    }

    /// The baseline without what is gone.
    ///
    /// - Parameter found: The fingerprints that a complete run has found.
    public func pruned(to found: Set<String>) -> Baseline {
        Baseline(keyID: keyID, entries: entries.filter { found.contains($0.fingerprint) })
    }
}

extension Baseline {
    /// The file as it is written.
    private struct Document: Decodable {
        let schema: Int
        let keyID: String
        let entries: [Entry]
    }

    /// Why a file is no baseline, in one lower-case sentence.
    public struct Mistake: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// Reads a file.
    ///
    /// - Throws: ``Mistake``; all of the file counts, or nothing.
    public init(_ text: [UInt8]) throws(Mistake) {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(text))
        } catch {
            throw Mistake(
                description: "not a baseline: make one with 'blot baseline create', from a report")
        }
        guard document.schema == 1 else {
            throw Mistake(
                description: "a baseline of schema \(document.schema), which this version does "
                    + "not know: update blot")
        }
        guard document.entries.allSatisfy({ $0.fingerprint.hasPrefix("b1:") }) else {
            throw Mistake(description: "a baseline with a fingerprint that does not begin with b1:")
        }
        self.init(keyID: document.keyID, entries: document.entries)
    }

    /// The file: JSON, an entry a line, so that two versions can be compared line by line.
    ///
    /// - Parameter tool: Which program wrote it: `blot 0.1.0`.
    public func text(tool: String) -> String {
        let head =
            "{\"schema\":1,\"tool\":\(jsonLine(tool)),\"keyID\":\(jsonLine(keyID)),\"entries\":["
        let lines = entries.map { "\n" + jsonLine($0) }
        return head + lines.joined(separator: ",") + "\n]}\n"
    }
}
