import LeakRules
import Testing

@Suite struct ContextDocumentTests {
    private static let sound = [
        "issuer: contexts", "contexts:", "  - id: toybox.key", "    name: Toybox key",
        "    severity: high", "    reference: https://toybox.test", "    words: [toybox, tbx1]",
        "    shapes: [hex:32, uuid]",
    ]

    private func read(line: Int = 1, _ replacement: String = sound[0]) -> RuleFile {
        var lines = Self.sound
        lines[line - 1] = replacement
        return RuleFile(Array(lines.joined(separator: "\n").utf8), path: "toy.yml")
    }

    @Test func `an entry is a rule without a pattern`() throws {
        let file = read()
        #expect(file.problems == [])
        let rule = try #require(file.rules.first?.rule)
        #expect(rule.id == "toybox.key")
        #expect(rule.name == "Toybox key")
        #expect(rule.issuer == "toybox")
        #expect(rule.severity == .high)
        #expect(rule.category == .token)
        #expect(rule.reference == "https://toybox.test")
        #expect(rule.prefilter == [] && rule.pattern == "")
        #expect(rule.context?.words == ["toybox", "tbx1"])
        #expect(rule.context?.shapes.map(\.text) == ["hex:32", "uuid"])
    }

    @Test(arguments: [
        (3, "  - words: []", "3:5: no id"), (4, "    name:", "3:5: no name"),
        (5, "", "3:5: no severity"),
        (5, "    severity: bad", "3:5: severity is none of info, low, medium, high, critical"),
        (6, "", "3:5: no reference"),
        (7, "", "3:5: no words: say how the issuer's name stands in variables"),
        (
            7, "    words: [toybox, tbx]",
            "7:21: word 'tbx' is not four or more lower-case letters and digits"
        ),
        (
            7, "    words: [Toybox]",
            "7:13: word 'Toybox' is not four or more lower-case letters and digits"
        ),
        (7, "    words: toybox", "7:12: 'words' is a list"),
        (8, "", "3:5: no shapes: say what the value looks like"),
        (8, "    shapes: [hex]", "8:14: shape 'hex' is not like hex:32, alnum:20-64 or uuid"),
        (8, "    shape: [hex:32]", "8:5: unknown key 'shape'; did you mean 'shapes'?"),
        (2, "contexts: x\nrest:", "2:11: 'contexts' is a list"),
    ])
    func `a mistake is reported where it stands`(line: Int, text: String, problem: String) {
        let file = read(line: line, text)
        let parts = problem.split(separator: ": ", maxSplits: 1)
        #expect(file.rules.isEmpty)
        #expect(
            file.problems.map(\.description).contains("toy.yml:\(parts[0]): error: \(parts[1])"),
            "\(file.problems)")
    }
}
