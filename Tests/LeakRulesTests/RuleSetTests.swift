import LeakRules
import TestSupport
import Testing

@Suite struct RuleSetTests {
    private func rule(_ id: String, name: String = "Toy", aliases: [String] = []) -> Rule {
        Rule(
            id: id, name: name, issuer: "Toy", reference: "", category: .token, severity: .low,
            specificity: .exact, prefilter: ["abc"], anchor: .line, gate: nil,
            pattern: "(?<secret>abc)", validators: [], minimumEntropy: nil, reach: 64, why: "",
            aliases: aliases, block: nil)
    }

    @Test func `a rule is found by its id and by a former id`() {
        let set = RuleSet([rule("toy.a", aliases: ["toy.old"]), rule("toy.b")])
        #expect(set.rule("toy.b")?.id == "toy.b")
        #expect(set.rule("toy.old")?.id == "toy.a")
        #expect(set.rule("toy.c") == nil)
    }

    @Test func `an id goes before a former id of the same name`() {
        let set = RuleSet([rule("toy.a", aliases: ["toy.b"]), rule("toy.b")])
        #expect(set.rule("toy.b")?.id == "toy.b")
    }

    @Test func `a rule that is added takes the place of the one with its id`() {
        var set = RuleSet([rule("toy.a"), rule("toy.b", name: "First"), rule("toy.c")])
        set.add([rule("toy.b", name: "Second"), rule("toy.d")])
        #expect(set.rules.map(\.id) == ["toy.a", "toy.c", "toy.b", "toy.d"])
        #expect(set.rule("toy.b")?.name == "Second")
    }
}
