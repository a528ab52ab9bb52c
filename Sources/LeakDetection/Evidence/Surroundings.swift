import LeakRules

/// Weighs the rest of the line: whose secret it is, and where it works.
enum Surroundings {
    private struct Hint {
        let words: WordList
        let evidence: Evidence
    }

    /// What counts, each at most once. Words are compared whole.
    private static let hints: [Hint] = [
        Hint(
            words: WordList([
                "root", "admin", "administrator", "sa", "superuser", "sysadmin", "sysdba",
            ]),
            evidence: Evidence(kind: "context", note: "an administrator's", weight: 0.05)),
        Hint(
            words: WordList(["prod", "production", "live", "prd"]),
            evidence: Evidence(kind: "context", note: "in production, it seems", weight: 0.05)),
        Hint(
            words: WordList([
                "unittest", "pytest", "testdata", "fixture", "fixtures", "mock", "dummy", "sample",
                "example", "jest", "rspec", "junit", "testcase",
            ]),
            evidence: Evidence(kind: "context", note: "in a test or an example", weight: -0.15)),
        Hint(
            words: WordList(["localhost", "127", "staging", "sandbox"]),
            evidence: Evidence(kind: "context", note: "not in production, it seems", weight: -0.05)),
    ]

    /// Bytes on both sides of the match that are looked at.
    private static let reach = 256

    /// The hints that stand around a match, in the order of the table.
    static func evidence(_ context: MatchContext) -> [Evidence] {
        let frame = context.frame
        let from = max(0, context.match.lowerBound - reach)
        let to = min(frame.count, max(context.match.upperBound, context.secret.upperBound) + reach)
        var found = [Bool](repeating: false, count: hints.count)
        var word: [UInt8] = []
        for index in from...to {
            // The secret itself says nothing about its surroundings.
            if index < to, !context.secret.contains(index), frame[index].isAlphanumeric {
                if word.count < 16 { word.append(frame[index].lowercased) }
                continue
            }
            if word.count > 1 {
                for hint in hints.indices where hints[hint].words.contains(word) {
                    found[hint] = true
                }
            }
            word.removeAll(keepingCapacity: true)
        }
        return hints.indices.filter { found[$0] }.map { hints[$0].evidence }
    }
}
