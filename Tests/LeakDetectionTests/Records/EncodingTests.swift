import TestSupport
import Testing

@testable import LeakDetection

@Suite struct EncodingTests {
    private func encode(
        _ notation: Notation, _ replacement: String, replacing replaced: String = ""
    ) -> [UInt8] {
        replaced.withBytes { notation.encode(Array(replacement.utf8), replacing: $0) }
    }

    @Test func `a string of JSON`() {
        let encoded = encode(.jsonString, "[\"é\\\n\u{1F}]")
        #expect(String(decoding: encoded, as: UTF8.self) == #"[\"é\\\u000a\u001f]"#)
        #expect(encode(.verbatim, "\"") == [0x22])
    }

    @Test(arguments: [
        ("112, 97, ", "91, 82, "), ("97,", "91, 82,"), ("112, 97", "91, 82"),
        ("1 ,\t2 ,\t", "91, 82 ,\t"), ("", "91, 82"),
    ])
    func `an array of bytes keeps the comma that it needs`(replaced: String, expected: String) {
        let encoded = encode(.jsonBytes, "[R", replacing: replaced)
        #expect(String(decoding: encoded, as: UTF8.self) == expected)
    }

    @Test func `nothing is a blank at the end of an array of bytes`() {
        #expect(encode(.jsonBytes, "", replacing: "97") == Array("32".utf8))
        #expect(encode(.jsonBytes, "", replacing: "97, 98, ").isEmpty)
    }

    @Test func `two bytes for each code unit`() {
        #expect(encode(.utf16(isBigEndian: true), "[é😀") == utf16("[é😀", isBigEndian: true))
        #expect(encode(.utf16(isBigEndian: false), "[é😀") == utf16("[é😀", isBigEndian: false))
    }

    @Test func `what zsh takes for tokens is marked`() {
        #expect(encode(.zshMetafied, "aà\u{0}") == [0x61, 0xC3, 0x83, 0x80, 0x83, 0x20])
        #expect(encode(.zshMetafied, "é") == [0xC3, 0xA9])
    }

    @Test(arguments: [0, 1, 127, 128, 300, 16_384, 1 << 31, Int.max])
    func `a length is read as it was written`(value: Int) {
        let encodings: [RecordLength.Encoding] = [.varint, .decimal, .littleEndian64]
        for encoding in encodings + (value < 1 << 32 ? [.bigEndian32] : []) {
            let read = encoding.encode(value).withUnsafeBytes { encoding.decode($0) }
            #expect(read == value)
        }
    }

    @Test func `what is no length is none`() {
        func decode(_ encoding: RecordLength.Encoding, _ bytes: [UInt8]) -> Int? {
            bytes.withUnsafeBytes { encoding.decode($0) }
        }
        #expect(decode(.varint, []) == nil)
        #expect(decode(.varint, [0x80]) == nil)
        #expect(decode(.varint, [1, 1]) == nil)
        #expect(decode(.varint, [UInt8](repeating: 0x80, count: 10) + [1]) == nil)
        #expect(decode(.decimal, Array("12a".utf8)) == nil)
        #expect(decode(.decimal, Array("99999999999999999999".utf8)) == nil)
        #expect(decode(.littleEndian64, [UInt8](repeating: 0xFF, count: 8)) == nil)
        #expect(decode(.bigEndian32, [1]) == nil)
    }
}
