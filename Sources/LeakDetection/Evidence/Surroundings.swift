internal import CBytes
import LeakRules

/// Weighs the rest of the line: whose secret it is, and where it works.
enum Surroundings {
    /// What counts, each at most once.
    private static let hints = [
        Evidence(kind: "context", note: "an administrator's", weight: 0.05),
        Evidence(kind: "context", note: "in production, it seems", weight: 0.05),
        Evidence(kind: "context", note: "in a test or an example", weight: -0.15),
        Evidence(kind: "context", note: "not in production, it seems", weight: -0.05),
    ]

    /// The words that tell each, compared whole.
    private static let words = [
        ["root", "admin", "administrator", "sa", "superuser", "sysadmin", "sysdba"],
        ["prod", "production", "live", "prd"],
        [
            "unittest", "pytest", "testdata", "fixture", "fixtures", "mock", "dummy", "sample",
            "example", "jest", "rspec", "junit", "testcase",
        ],
        ["localhost", "127", "staging", "sandbox"],
    ]

    private static let lists = words.map(WordList.init)

    /// All of them: most words of a line are none.
    private static let all = WordList(words.flatMap(\.self))

    /// Bytes on both sides of the match that are looked at.
    private static let reach = 256

    /// Gives out the hints that stand around a match, in the order of the table.
    static func weigh(_ context: MatchContext, _ take: (Evidence) -> Void) {
        let frame = context.frame
        let secret = context.secret
        let all = all
        let from = max(0, context.match.lowerBound - reach)
        let to = min(frame.count, max(context.match.upperBound, secret.upperBound) + reach)
        // One bit for each hint.
        var found: UInt8 = 0
        func look(in range: Range<Int>) {
            frame.slice(range).forEachWord { word in
                guard word.count > 1, all.containsLowercased(word) else { return }
                for (hint, words) in lists.enumerated() where words.containsLowercased(word) {
                    found |= 1 << UInt8(hint)
                }
            }
        }
        if secret.isEmpty {
            look(in: from..<to)
        } else {
            // The secret itself says nothing about its surroundings.
            look(in: from..<max(from, min(to, secret.lowerBound)))
            look(in: min(to, max(from, secret.upperBound))..<to)
        }
        guard found != 0 else { return }
        for (hint, evidence) in hints.enumerated() where found >> UInt8(hint) & 1 != 0 {
            take(evidence)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Gives out the runs of ASCII letters and digits, in order.
    func forEachWord(_ body: (UnsafeRawBufferPointer) -> Void) {
        guard let base = baseAddress else { return }
        // Where the run begins that a block of 64 bytes ends in.
        var start: Int?
        for block in stride(from: 0, to: count, by: 64) {
            let mask = blot_alphanumeric(base + block, count - block)
            // The places where a run begins or ends.
            var edges = mask ^ (mask << 1 | (start == nil ? 0 : 1))
            while edges != 0 {
                let place = block + edges.trailingZeroBitCount
                edges &= edges - 1
                if let begun = start {
                    body(slice(begun..<place))
                    start = nil
                } else {
                    start = place
                }
            }
        }
        if let start { body(slice(start..<count)) }
    }
}
