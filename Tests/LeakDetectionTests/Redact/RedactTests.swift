import TestSupport
import Testing

@testable import LeakDetection

@Suite struct RedactTests {
    private static let detector = Detector(ToyRules.all)

    @Test(arguments: [
        ("", ""), ("nothing here\n", "nothing here\n"),
        ("a tok_Ab3dEf6hIj9l b\r\nc", "a [REDACTED:toy.token] b\r\nc"),
        ("secretword: hunter22", "secretword: [REDACTED:toy.assignment]"),
        ("{\"secretword=1\":2}\n", "{\"secretword=[REDACTED:toy.assignment]\":2}\n"),
        ("x <<<abcd>>> <<<efgh>>>", "x <<<[REDACTED:toy.bracket]>>> <<<[REDACTED:toy.bracket]>>>"),
    ])
    func `a text in memory is redacted as a whole`(text: String, expected: String) {
        let (output, events) = redact(Array(text.utf8), with: Self.detector)
        #expect(String(decoding: output, as: UTF8.self) == expected)
        #expect(events.isEmpty == (text == expected))
    }
}
