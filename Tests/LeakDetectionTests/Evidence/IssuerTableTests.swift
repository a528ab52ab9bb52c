import LeakRules
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct IssuerTableTests {
    private static func issuer(_ id: String, _ words: [String], _ shapes: [String]) -> Rule {
        .toy(
            id, severity: .high, specificity: .contextual, prefilter: [], anchor: .literal,
            pattern: "",
            context: IssuerContext(words: words, shapes: shapes.compactMap(ValueShape.init)))
    }

    private static let rules = [
        Rule.toy(
            "toy.secret", specificity: .generic, prefilter: ["key", "token"], anchor: .literal,
            pattern: #"(?i:key|token)\w*[=:]\s?(?<secret>\S+)"#, validators: [.assignment]),
        issuer("toybox.key", ["toybox", "tbox"], ["hex:32", "uuid"]),
        issuer("dollhouse.key", ["dollhouse"], ["hex:32"]),
        issuer("dollhouse.long", ["dollhouse"], ["hex:64"]),
    ]

    private static let hex = "9f86d081884c7d659a2feaa0c55ad015"

    private func rule(near text: String, _ value: String) -> Int? {
        let table = IssuerTable(Self.rules)
        return text.withBytes { text in value.withBytes { table.rule(near: text, value: $0) } }
    }

    @Test(arguments: ["TOYBOX_KEY", "toyboxKey", "X-ToyBox-Key", "toy_box.key", "my tbox"])
    func `an issuer is known by its word, however the name is written`(name: String) {
        #expect(rule(near: name, Self.hex) == 1)
    }

    @Test func `a value must have one of the issuer's shapes`() {
        #expect(rule(near: "toybox", "550e8400-e29b-41d4-a716-446655440000") == 1)
        #expect(rule(near: "toybox", Self.hex + "0") == nil)
        #expect(rule(near: "dollhouse", Self.hex) == 2)
        #expect(rule(near: "dollhouse", Self.hex + Self.hex) == 3)
    }

    @Test func `of several issuers the one that stands last counts`() {
        #expect(rule(near: "toybox dollhouse", Self.hex) == 2)
        #expect(rule(near: "dollhouse toybox", Self.hex) == 1)
        // Whose shape fits, that is.
        #expect(rule(near: "dollhouse toybox", Self.hex + Self.hex) == 3)
    }

    @Test func `without a word there is no issuer`() {
        #expect(rule(near: "box of toys", Self.hex) == nil)
        #expect(rule(near: "", Self.hex) == nil)
        let none = IssuerTable([.toy()])
        #expect("toybox".withBytes { none.rule(near: $0, value: $0) } == nil)
    }

    @Test(arguments: [
        ("TOYBOX_KEY=", "toybox.key"), ("toybox: api_key=", "toybox.key"),
        ("api_key=", "toy.secret"),
        (
            "toybox at some length before the name, more than 64 bytes away from it: api_key=",
            "toy.secret"
        ),
    ])
    func `a finding is called after the issuer that is near`(line: String, id: String) {
        let result = scan(Array((line + Self.hex).utf8), with: Detector(RuleSet(Self.rules)))
        #expect(result.findings.map(\.rule.id) == [id])
        #expect(result.text == line + "[REDACTED:\(id)]")
        #expect(
            result.findings.first?.evidence.contains { $0.kind == "issuer" } == (id != "toy.secret")
        )
    }

    @Test(arguments: ["TOYBOX_KEY_NAME=", "toybox_keyboard=", "key="])
    func `a name that cannot hold a key is let through`(line: String) {
        let result = scan(Array((line + Self.hex).utf8), with: Detector(RuleSet(Self.rules)))
        #expect(result.findings.isEmpty)
    }
}
