import TestSupport
import Testing

@testable import LeakDetection

@Suite struct UTF16ReaderTests {
    @Test(arguments: [false, true])
    func `lines are read`(isBigEndian: Bool) throws {
        let bytes = utf16("\u{FEFF}pass é😀\r\n\nlast", isBigEndian: isBigEndian)
        let sample = RecordSample(UTF16Reader(isBigEndian: isBigEndian), bytes)
        #expect(sample.texts() == ["utf-16": "pass é😀\r¶¶last¶"])
        let map = try #require(sample.records().first?.fields.first?.text.map)
        #expect(map.kept == [0..<2])
        #expect(map.source(of: 0..<4) == 2..<10)
        #expect(map.source(of: 5..<6) == 12..<14)
        #expect(map.source(of: 7..<8) == 14..<18)
    }

    @Test func `half of a pair is replaced, and an odd byte is foreign`() {
        let sample = RecordSample(
            UTF16Reader(isBigEndian: true), [0xD8, 0x3D, 0, 0x41, 0xDE, 0, 0, 0x0A, 0])
        #expect(sample.texts() == ["utf-16": "\u{FFFD}A\u{FFFD}¶"])
        #expect(sample.pieces().map { $0.record == nil } == [false, true])
    }

    @Test func `a long line comes in parts, and a pair stays whole`() {
        let text = String(repeating: "x", count: 16_383) + "😀y\n"
        let sample = RecordSample(
            UTF16Reader(isBigEndian: false), utf16(text, isBigEndian: false))
        #expect(
            sample.texts() == ["utf-16": text.replacing("😀y\n", with: "|😀y¶")])
    }
}
