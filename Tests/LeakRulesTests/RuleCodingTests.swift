import LeakRules
import TestSupport
import Testing

@Suite struct RuleCodingTests {
    @Test func `rules come back as they were`() {
        let rules = ToyRules.all.rules + [Self.full, Self.bare, Self.issuer]
        let decoded = RuleCoding.decode(RuleCoding.encode(rules))
        #expect(decoded.map(fields) == rules.map(fields))
    }

    @Test func `no rules are no text`() {
        #expect(RuleCoding.encode([]) == "")
        #expect(RuleCoding.decode("").isEmpty)
    }

    @Test func `every word of the vocabulary comes back`() {
        for category in Category.allCases {
            for severity in Severity.allCases {
                for specificity in Specificity.allCases {
                    let rule = Rule.toy(
                        category: category, severity: severity, specificity: specificity,
                        validators: Validator.allCases)
                    #expect(
                        RuleCoding.decode(RuleCoding.encode([rule])).map(fields) == [fields(rule)])
                }
            }
        }
    }

    private static let full = Rule.toy(
        prefilter: ["a-b", "Ü,x", "\u{301}accent"], anchor: .literal, gate: .assignment,
        pattern: "(?x)\n  (?<secret>\\d+\t\r\n)  # é", minimumEntropy: 3.123456789, reach: 77,
        why: "Why not?\nBecause.",
        aliases: ["toy.one", "toy.two"], block: Block(end: "-----END", cap: 65_536))

    private static let bare = Rule.toy()

    private static let issuer = Rule.toy(
        prefilter: [], pattern: "",
        context: IssuerContext(
            words: ["toy", "toybox"],
            shapes: ["hex:32", "alnum:20-64", "uuid"].compactMap(ValueShape.init)))

    /// All fields of a rule, in a form that compares.
    private func fields(_ rule: Rule) -> [String] {
        Mirror(reflecting: rule).children.map { "\($0.label ?? ""): \($0.value)" }
    }
}
