import LeakRules
import Testing

@Suite struct RuleExampleTests {
    struct Sample: Sendable {
        let marked: String
        let text: String
        let secrets: [Range<Int>]
    }

    @Test(arguments: [
        Sample(marked: "plain", text: "plain", secrets: []),
        Sample(marked: "", text: "", secrets: []),
        Sample(marked: "a «bc» d", text: "a bc d", secrets: [2..<4]),
        Sample(marked: "«a»«b»c", text: "abc", secrets: [0..<1, 1..<2]),
        Sample(marked: "«»", text: "", secrets: [0..<0]),
        Sample(marked: "«to·k_·1»·", text: "tok_1", secrets: [0..<5]),
        Sample(marked: "é«ü»", text: "éü", secrets: [2..<4]),
        Sample(marked: "«\r\n»x", text: "\r\nx", secrets: [0..<2]),
        Sample(marked: "e·\u{301}«x»", text: "e\u{301}x", secrets: [3..<4]),
    ])
    func `marks give the spans and are no part of the text`(_ sample: Sample) throws {
        let example = try RuleExample(marked: sample.marked)
        #expect(String(decoding: example.text, as: UTF8.self) == sample.text)
        #expect(example.secrets == sample.secrets)
    }

    @Test(arguments: ["«", "»", "a «b", "a» b", "««a»»", "«a»»", "«a«b»"])
    func `marks that do not pair up are an error`(marked: String) {
        #expect(throws: RuleExample.Unbalanced.self) { try RuleExample(marked: marked) }
    }
}
