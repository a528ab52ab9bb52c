import LeakRules
import TestSupport
import Testing

@Suite struct RuleSetTests {
    @Test func `a rule is found by its id and by a former id`() {
        let set = RuleSet([.toy("toy.a", aliases: ["toy.old"]), .toy("toy.b")])
        #expect(set.rule("toy.b")?.id == "toy.b")
        #expect(set.rule("toy.old")?.id == "toy.a")
        #expect(set.rule("toy.c") == nil)
    }

    @Test func `an id goes before a former id of the same name`() {
        let set = RuleSet([.toy("toy.a", aliases: ["toy.b"]), .toy("toy.b")])
        #expect(set.rule("toy.b")?.id == "toy.b")
    }

    @Test func `a rule that is added takes the place of the one with its id`() {
        var set = RuleSet([.toy("toy.a"), .toy("toy.b", name: "First"), .toy("toy.c")])
        set.add([.toy("toy.b", name: "Second"), .toy("toy.d")])
        #expect(set.rules.map(\.id) == ["toy.a", "toy.c", "toy.b", "toy.d"])
        #expect(set.rule("toy.b")?.name == "Second")
    }
}
