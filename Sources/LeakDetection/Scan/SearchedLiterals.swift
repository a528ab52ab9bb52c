import LeakRules
import Prefilter

/// The literals that a detector searches for, who needs them, and what they tell.
struct SearchedLiterals {
    private(set) var literals: [Literal] = []
    private(set) var roles: [LiteralRoles] = []
    /// Literal by literal.
    private(set) var uses: [(literal: Int, rule: Int)] = []

    /// A literal is searched for in any case, unless all its rules begin with it and mind the case.
    ///
    /// - Parameter marks: Literals that lead to a line on their own account, in lower case.
    init(_ rules: [Rule], marks: [(text: [UInt8], role: LiteralRoles)]) {
        let index = LiteralIndex(rules)
        var marks = marks
        for (literal, text) in index.literals.enumerated() {
            var role: LiteralRoles = []
            for mark in marks where mark.text == text { role.formUnion(mark.role) }
            let uses = index.uses(of: literal)
            let isSpelt = uses.allSatisfy { rules[$0.rule].mindsCase }
            if role.isEmpty && isSpelt {
                addSpellings(uses, of: index)
            } else {
                marks.removeAll { $0.text == text }
                add(Literal(text, ignoresCase: true), role, rules: uses.lazy.map(\.rule))
            }
        }
        for mark in marks {
            let known = literals.lastIndex { $0.ignoresCase && $0.bytes == mark.text }
            if let known {
                roles[known].formUnion(mark.role)
            } else {
                add(Literal(mark.text, ignoresCase: true), mark.role, rules: EmptyCollection())
            }
        }
    }

    /// Adds each spelling of a literal that all its rules need as it is spelt.
    private mutating func addSpellings(
        _ uses: ArraySlice<LiteralIndex.Use>, of index: LiteralIndex
    ) {
        for (place, use) in zip(uses.indices, uses) {
            let spelling = index.spelling(use)
            let isNew = !uses[..<place].contains { index.spelling($0) == spelling }
            guard isNew else { continue }
            add(
                Literal(Array(spelling), ignoresCase: false), [],
                rules: uses[place...].lazy.filter { index.spelling($0) == spelling }.map(\.rule))
        }
    }

    /// - Parameter rules: In their order; one that names the literal twice stands there twice.
    private mutating func add(
        _ literal: Literal, _ role: LiteralRoles, rules: some Sequence<Int>
    ) {
        var last = -1
        for rule in rules where rule != last {
            uses.append((literals.count, rule))
            last = rule
        }
        literals.append(literal)
        roles.append(role)
    }
}
