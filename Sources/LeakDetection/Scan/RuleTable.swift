import LeakRules

/// For each literal the rules that need it, in memory that is read without counting references:
/// it is asked for every candidate.
final class RuleTable: @unchecked Sendable {
    /// A rule, and what must be known before it is run.
    struct Entry {
        let rule: Int32
        let gate: Gate?
        /// Whether a match begins exactly at the literal.
        let isAnchored: Bool
        /// What the name must promise that the literal stands in, lest the evidence turn every
        /// match away: one of these. Empty where the name does not matter.
        let promises: NameMemory.Promise
    }

    // Written in `init` and read only from then on.
    private let starts: UnsafeMutablePointer<Int32>
    private let entries: UnsafeMutablePointer<Entry>

    /// Whether a literal tells something beside which rules may match.
    private let roles: UnsafeMutablePointer<LiteralRoles>

    /// - Parameters:
    ///   - uses: The literals and who needs them, literal by literal.
    ///   - roles: For each literal what else it tells.
    init(_ uses: [(literal: Int, rule: Int)], roles ofLiteral: [LiteralRoles], rules: [Rule]) {
        roles = .allocate(capacity: max(1, ofLiteral.count))
        roles.initialize(from: ofLiteral, count: ofLiteral.count)
        starts = .allocate(capacity: ofLiteral.count + 1)
        entries = .allocate(capacity: max(1, uses.count))
        var count = 0
        for literal in ofLiteral.indices {
            (starts + literal).initialize(to: Int32(count))
            while count < uses.count, uses[count].literal == literal {
                let rule = rules[uses[count].rule]
                (entries + count).initialize(
                    to: Entry(
                        rule: Int32(uses[count].rule), gate: rule.gate,
                        isAnchored: rule.anchor == .literal, promises: Self.promises(for: rule)))
                count += 1
            }
        }
        (starts + ofLiteral.count).initialize(to: Int32(count))
    }

    private static func promises(for rule: Rule) -> NameMemory.Promise {
        guard rule.anchor == .literal, rule.validators.contains(.assignment) else { return [] }
        switch rule.category {
        case .password: return .password
        case .token: return [.token, .issuersKey]
        default: return .token
        }
    }

    deinit {
        starts.deallocate()
        entries.deallocate()
        roles.deallocate()
    }

    /// What a literal tells beside its rules.
    @inline(__always)
    func roles(of literal: Int) -> LiteralRoles { roles[literal] }

    /// The rules of a literal.
    @inline(__always)
    subscript(literal: Int) -> UnsafeBufferPointer<Entry> {
        let start = Int(starts[literal])
        return UnsafeBufferPointer(
            start: entries + start, count: Int(starts[literal + 1]) - start)
    }
}
