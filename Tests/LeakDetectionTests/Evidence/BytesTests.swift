import TestSupport
import Testing

@testable import LeakDetection

@Suite struct BytesTests {
    @Test func `bytes are classed as ASCII has it`() {
        for byte in UInt8.min ... .max {
            let scalar = Unicode.Scalar(byte)
            let isASCII = byte < 0x80
            let isLetter = isASCII && scalar.properties.isAlphabetic
            #expect(byte.isDigit == ("0"..."9").contains(scalar))
            #expect(byte.isLower == ("a"..."z").contains(scalar))
            #expect(byte.isUpper == ("A"..."Z").contains(scalar))
            #expect(byte.isLetter == isLetter)
            #expect(byte.isAlphanumeric == (isLetter || byte.isDigit))
            #expect(byte.isHexDigit == (isASCII && scalar.properties.isASCIIHexDigit))
            #expect(byte.isIdentifier == (byte.isAlphanumeric || scalar == "_" || !isASCII))
            #expect(byte.isBlank == (scalar == " " || scalar == "\t"))
            #expect(byte.isSpace == (isASCII && scalar.properties.isWhitespace))
            #expect(byte.isPlain == (byte.isAlphanumeric || scalar == "-" || scalar == "_"))
            #expect(byte.isBase64 == (byte.isPlain || "+/=".unicodeScalars.contains(scalar)))
            #expect(byte.lowercased == (byte.isUpper ? byte + 32 : byte))
        }
    }

    @Test(
        arguments: [
            ("abcabc", "bc", 1), ("abcabc", "abc", 0), ("abcabc", "x", nil), ("abc", "abcd", nil),
            ("", "a", nil), ("abc", "", nil),
        ] as [(String, String, Int?)])
    func `a text is found where it first stands`(text: String, needle: String, offset: Int?) {
        let found = text.withBytes { text in needle.withBytes { text.firstOffset(of: $0) } }
        #expect(found == offset)
    }

    @Test(arguments: [(0, 1), (1, 1), (2, 4), (5, nil), (9, nil)] as [(Int, Int?)])
    func `a byte is found at or after a place`(start: Int, offset: Int?) {
        #expect("abaab".withBytes { $0.firstOffset(of: UInt8(ascii: "b"), from: start) } == offset)
    }

    @Test(arguments: [(0, nil), (1, nil), (2, 1), (4, 1), (5, 4)] as [(Int, Int?)])
    func `a byte is found before a place`(end: Int, offset: Int?) {
        #expect("abaab".withBytes { $0.lastOffset(of: UInt8(ascii: "b"), before: end) } == offset)
    }

    @Test(arguments: [
        ("", false), ("***", false), ("a****", true), ("**a**", false), ("*****", true),
    ])
    func `a run is so many bytes in a row`(text: String, contains: Bool) {
        #expect(text.withBytes { $0.containsRun(of: UInt8(ascii: "*"), length: 4) } == contains)
    }
}
