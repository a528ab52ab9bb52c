import LeakRules

/// For each literal the rules that need it, in memory that is read without counting references:
/// it is asked for every candidate.
final class RuleTable: @unchecked Sendable {
    /// A rule, and what must be known before it is run.
    struct Entry {
        let rule: Int32
        let isGated: Bool
        /// Whether a match begins exactly at the literal.
        let isAnchored: Bool
    }

    // Written in `init` and read only from then on.
    private let starts: UnsafeMutablePointer<Int32>
    private let entries: UnsafeMutablePointer<Entry>

    /// - Parameter literals: How many there are: those of the index, and others that no rule needs.
    init(_ index: LiteralIndex, literals: Int, rules: [Rule]) {
        starts = .allocate(capacity: literals + 1)
        entries = .allocate(capacity: max(1, index.count))
        var count = 0
        for literal in 0..<literals {
            (starts + literal).initialize(to: Int32(count))
            for use in index.uses(of: literal) {
                let rule = rules[use.rule]
                (entries + count).initialize(
                    to: Entry(
                        rule: Int32(use.rule), isGated: rule.gate != nil,
                        isAnchored: rule.anchor == .literal))
                count += 1
            }
        }
        (starts + literals).initialize(to: Int32(count))
    }

    deinit {
        starts.deallocate()
        entries.deallocate()
    }

    /// The rules of a literal.
    @inline(__always)
    subscript(literal: Int) -> UnsafeBufferPointer<Entry> {
        let start = Int(starts[literal])
        return UnsafeBufferPointer(
            start: entries + start, count: Int(starts[literal + 1]) - start)
    }
}
