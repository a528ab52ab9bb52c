import LeakRules
import TestSupport
import Testing

@Suite struct RuleCodingTests {
    @Test func `rules come back as they were`() {
        let rules = ToyRules.all.rules + [Self.full, Self.bare, Self.issuer]
        #expect(coded(rules).map(fields) == rules.map(fields))
    }

    @Test func `no rules are no text`() {
        #expect(RuleCoding.encode([]) == "")
        #expect(coded([]).isEmpty)
    }

    @Test func `every word of the vocabulary comes back`() {
        for category in Category.allCases {
            for severity in Severity.allCases {
                for specificity in Specificity.allCases {
                    let rule = Rule.toy(
                        category: category, severity: severity, specificity: specificity,
                        validators: Validator.allCases)
                    #expect(coded([rule]).map(fields) == [fields(rule)])
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

    @Test func `literals and words are at hand without the texts`() {
        let rules = [Self.full, Self.issuer]
        for rules in [rules, coded(rules)] {
            var texts: [String] = []
            func take(_ bytes: UnsafeBufferPointer<UInt8>) {
                texts.append(String(decoding: bytes, as: UTF8.self))
            }
            for rule in rules {
                rule.forEachLiteral(take)
                rule.forEachWord(take)
            }
            #expect(texts == Self.full.prefilter + ["toy", "toybox"])
            #expect(rules.map(\.hasLiterals) == [true, false])
        }
    }

    @Test(arguments: [
        ("abc", false), ("(?i)abc", true), ("(?xi: a )", true), ("a(?^i)", true),
        ("(?<i>a)", false),
        ("(?x)(?s)", false), ("(?", false), ("", false),
    ])
    func `a pattern that ignores case is known`(pattern: String, ignoresCase: Bool) {
        let rule = Rule.toy(pattern: pattern)
        #expect(rule.ignoresCase == ignoresCase)
        #expect(coded([rule])[0].ignoresCase == ignoresCase)
    }

    /// The rules as they come out of the binary. What they lie in stays for ever, as there.
    private func coded(_ rules: [Rule]) -> [Rule] {
        let text = Array(RuleCoding.encode(rules).utf8)
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        _ = memory.initialize(from: text)
        return RuleCoding.decode(UnsafeBufferPointer(memory))
    }

    /// All fields of a rule, in a form that compares.
    private func fields(_ rule: Rule) -> [String] {
        let fields: [Any?] = [
            rule.id, rule.name, rule.issuer, rule.reference, rule.category, rule.severity,
            rule.specificity, rule.prefilter, rule.anchor, rule.gate, rule.pattern,
            rule.validators, rule.minimumEntropy, rule.reach, rule.why, rule.aliases, rule.block,
            rule.context, rule.hasContext, rule.ignoresCase,
        ]
        return fields.map { "\($0 as Any)" }
    }
}
