import TestSupport
import Testing

@testable import LeakDetection

@Suite struct RecordFormatTests {
    private func sniffed(_ bytes: [UInt8]) -> String? {
        bytes.withUnsafeBytes { RecordFormat.sniffBinary($0) }.map { type(of: $0).name }
    }

    @Test func `binary formats are told by their first bytes`() {
        #expect(sniffed(localEntry("stderr", "x")) == DockerLocalReader.name)
        #expect(sniffed(frame(1, "x\n") + frame(2, "y")) == MultiplexedReader.name)
        #expect(sniffed(frame(2, String(repeating: "x", count: 999))) == MultiplexedReader.name)
        let message = counted("<34>1 - h app - - - text")
        #expect(sniffed(Array((message + message).utf8)) == OctetCountedSyslogReader.name)
        #expect(sniffed(Array(message.utf8)) == OctetCountedSyslogReader.name)
        let object = #"{"version":"1.1","host":"h","short_message":"a"}"#
        #expect(sniffed(Array((object + "\u{0}").utf8)) == GELFReader.name)
        #expect(sniffed(utf16("\u{FEFF}a", isBigEndian: true)) == UTF16Reader.name)
        #expect(sniffed(utf16("\u{FEFF}a", isBigEndian: false)) == UTF16Reader.name)
        #expect(sniffed(utf16("a line\r\n", isBigEndian: false)) == UTF16Reader.name)
        #expect(sniffed(utf16("a line\r\n", isBigEndian: true)) == UTF16Reader.name)
    }

    @Test(arguments: [
        "", "text\n", "1 <b>bold</b>\n", "12 <34> monkeys\n", "{\"version\":\"1.1\"}\n", "é\n",
        #"{"version":"1.1","short_message":"a"}"# + "\n", "\u{1}\u{0}\u{0}\u{0}", "\u{0}",
        "\u{1}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}", "<34>1 - h app - - - text\n",
        String(repeating: "\u{0}", count: 64),
    ])
    func `a text is none of them`(text: String) {
        #expect(sniffed(Array(text.utf8)) == nil)
    }

    @Test func `UTF-32 is not taken for UTF-16`() {
        #expect(sniffed([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]) == nil)
        #expect(sniffed([0x61, 0, 0, 0] + [UInt8](repeating: 0, count: 20)) == nil)
    }

    @Test func `what a format is looked for by stands in its records`() throws {
        let samples = RecordLawTests.samples
        for format in RecordFormat.lineFormats {
            let sample = try #require(samples.first { type(of: $0.reader).name == format.name })
            let isFound = sample.bytes.withUnsafeBytes { bytes in
                format.literals.isEmpty || format.literals.contains { bytes.contains($0) }
            }
            #expect(isFound)
            let initials = Array(format.initials.description.utf8)
            for piece in sample.pieces() where piece.record != nil {
                #expect(initials.contains(sample.bytes[piece.range.lowerBound]))
            }
            #expect(type(of: format.makeReader()).name == format.name)
        }
    }
}
