import Testing

@testable import LeakDetection

@Suite struct TextTests {
    /// Places are those of the stream: the buffer begins at 100.
    private func with<Result>(_ bytes: String, _ body: (Text) throws -> Result) rethrows -> Result {
        try Array(bytes.utf8).withUnsafeBytes { try body(Text(bytes: $0, offset: 100)) }
    }

    @Test func `places are translated to the buffer`() {
        with("abcdef") { text in
            #expect(text.end == 106)
            #expect(text.range(101..<103) == 1..<3)
            #expect(text.slice(101..<103).elementsEqual("bc".utf8))
            #expect(text.byte(at: 105) == UInt8(ascii: "f"))
        }
    }

    @Test(
        arguments: [
            ("ab\ncd\nef", 108, 100, 106), ("ab\ncd\nef", 105, 100, 103),
            ("ab\ncd\nef", 103, 100, 103),
            ("ab\ncd\nef", 102, 100, nil), ("ab\ncd\nef", 108, 105, 106),
            ("ab\ncd\nef", 108, 106, nil),
            ("\n", 101, 100, 101), ("", 100, 100, nil), ("abc", 103, 100, nil),
        ] as [(String, Int, Int, Int?)])
    func `the last line ending between two places`(
        bytes: String, end: Int, start: Int, expected: Int?
    ) {
        #expect(with(bytes) { $0.lineEnd(before: end, notBefore: start) } == expected)
    }

    @Test(arguments: [
        (100, 100), (101, 100), (102, 100), (103, 103), (105, 103), (106, 106), (108, 106),
    ])
    func `the line of a place begins after the line ending before it`(place: Int, expected: Int) {
        #expect(with("ab\ncd\nef") { $0.startOfLine(at: place, notBefore: 100) } == expected)
    }

    @Test func `a line is not sought before where it can begin`() {
        #expect(with("ab\ncd") { $0.startOfLine(at: 105, notBefore: 104) } == 104)
    }

    @Test(arguments: [(100, 102), (102, 102), (103, 105), (106, 108)])
    func `the line of a place ends at its line ending or at the limit`(place: Int, expected: Int) {
        #expect(with("ab\ncd\nef") { $0.endOfLine(from: place, limit: 108) } == expected)
        #expect(with("ab\ncd\nef") { $0.endOfLine(from: 103, limit: 104) } == 104)
    }

    @Test(arguments: [
        ("ab\r", 103, 102), ("ab", 102, 102), ("\r", 101, 100), ("", 100, 100), ("a\r\r", 103, 102),
    ])
    func `one carriage return before the line ending is no part of the line`(
        bytes: String, end: Int, expected: Int
    ) {
        #expect(with(bytes) { $0.withoutReturn(end, from: 100) } == expected)
    }
}
