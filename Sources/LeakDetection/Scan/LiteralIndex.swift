import LeakRules

/// The literals of rules with ASCII letters in lower case, sorted, each once, and who names them.
struct LiteralIndex {
    /// That a rule names a literal.
    struct Use {
        let rule: Int
        /// Where the literal stands in `spellings`.
        fileprivate let start: Int
        fileprivate let count: Int
        /// The first eight bytes in lower case, the first of them the highest: they decide most
        /// comparisons.
        fileprivate let head: UInt64
    }

    /// The literals.
    let literals: [[UInt8]]

    /// For each literal where its uses are in `uses`.
    private let ranges: [Range<Int>]

    /// Those of the first literal first; those of a literal in the order of the rules.
    private let uses: [Use]

    /// The literals as the rules spell them, one after the other.
    private let spellings: [UInt8]

    /// - Parameters:
    ///   - rules: The rules.
    ///   - literals: Hands over what counts as a rule's literals, if not its prefilter.
    init(
        _ rules: [Rule],
        literals forEachLiteral: (Rule, (UnsafeBufferPointer<UInt8>) -> Void) -> Void = {
            $0.forEachLiteral($1)
        }
    ) {
        var spellings: [UInt8] = []
        var uses: [Use] = []
        for (index, rule) in rules.enumerated() {
            forEachLiteral(rule) { literal in
                uses.append(
                    Use(
                        rule: index, start: spellings.count, count: literal.count,
                        head: Self.head(of: literal)))
                spellings += literal
            }
        }
        let folded = spellings.map(\.lowercased)
        func bytes(_ use: Use) -> ArraySlice<UInt8> { folded[use.start..<(use.start + use.count)] }
        uses.sort { a, b in
            if a.head != b.head { return a.head < b.head }
            let (left, right) = (bytes(a), bytes(b))
            return left == right ? a.rule < b.rule : left.lexicographicallyPrecedes(right)
        }
        var literals: [[UInt8]] = []
        var ranges: [Range<Int>] = []
        var start = 0
        for (index, use) in uses.enumerated() {
            let next = index + 1
            guard
                next == uses.count || uses[next].head != use.head || bytes(uses[next]) != bytes(use)
            else { continue }
            literals.append(Array(bytes(use)))
            ranges.append(start..<next)
            start = next
        }
        self.literals = literals
        self.ranges = ranges
        self.uses = uses
        self.spellings = spellings
    }

    /// How many uses there are.
    var count: Int { uses.count }

    /// The uses of a literal; none of one that is not in the index.
    func uses(of literal: Int) -> ArraySlice<Use> {
        literal < ranges.count ? uses[ranges[literal]] : []
    }

    /// A literal as the rule spells it.
    func spelling(_ use: Use) -> ArraySlice<UInt8> {
        spellings[use.start..<(use.start + use.count)]
    }

    private static func head(of literal: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for index in 0..<8 {
            head = head << 8 | UInt64(index < literal.count ? literal[index].lowercased : 0)
        }
        return head
    }
}
