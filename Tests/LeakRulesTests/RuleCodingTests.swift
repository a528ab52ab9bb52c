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
                    let rule = Self.rule(
                        category: category, severity: severity, specificity: specificity,
                        validators: Validator.allCases)
                    #expect(
                        RuleCoding.decode(RuleCoding.encode([rule])).map(fields) == [fields(rule)])
                }
            }
        }
    }

    private static let full = rule(
        prefilter: ["a-b", "Ü,x", "\u{301}accent"], anchor: .literal, gate: .assignment,
        pattern: "(?x)\n  (?<secret>\\d+\t\r\n)  # é", minimumEntropy: 3.123456789,
        aliases: ["toy.one", "toy.two"], block: Block(end: "-----END", cap: 65_536))

    private static let bare = rule()

    private static let issuer = rule(
        prefilter: [], pattern: "",
        context: IssuerContext(
            words: ["toy", "toybox"],
            shapes: ["hex:32", "alnum:20-64", "uuid"].compactMap(ValueShape.init)))

    private static func rule(
        category: Category = .token, severity: Severity = .low, specificity: Specificity = .exact,
        prefilter: [String] = ["abc"], anchor: Anchor = .line, gate: Gate? = nil,
        pattern: String = "(?<secret>abc)", validators: [Validator] = [],
        minimumEntropy: Double? = nil, aliases: [String] = [], block: Block? = nil,
        context: IssuerContext? = nil
    ) -> Rule {
        Rule(
            id: "toy.rule", name: "Toy", issuer: "", reference: "", category: category,
            severity: severity, specificity: specificity, prefilter: prefilter, anchor: anchor,
            gate: gate, pattern: pattern, validators: validators, minimumEntropy: minimumEntropy,
            reach: 77, why: "Why not?\nBecause.", aliases: aliases, block: block, context: context)
    }

    /// All fields of a rule, in a form that compares.
    private func fields(_ rule: Rule) -> [String] {
        Mirror(reflecting: rule).children.map { "\($0.label ?? ""): \($0.value)" }
    }
}
