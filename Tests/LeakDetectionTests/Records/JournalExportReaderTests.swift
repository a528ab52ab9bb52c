import TestSupport
import Testing

@testable import LeakDetection

@Suite struct JournalExportReaderTests {
    private func sample(_ text: String) -> RecordSample {
        RecordSample(JournalExportReader(), text)
    }

    @Test func `an entry is a message and the rest`() throws {
        let sample = sample(
            "__CURSOR=s\n__REALTIME_TIMESTAMP=1795472947480111\n_CMDLINE=x pass·word=cmdFAKE\n"
                + "MESSAGE=text\n_SYSTEMD_UNIT=u.service\n_PID=3\n" + exportField("RAW", "a\nb")
                + "\n__CURSOR=t\nMESSAGE=next\n\n")
        let texts = sample.records().map {
            $0.fields.map { String(decoding: $0.text.bytes, as: UTF8.self) }
        }
        #expect(
            texts == [
                [
                    "__CURSOR=s\n__REALTIME_TIMESTAMP=1795472947480111\n"
                        + "_CMDLINE=x password=cmdFAKE",
                    "text", "_SYSTEMD_UNIT=u.service\n_PID=3", "RAW=a\nb",
                ], ["__CURSOR=t", "next"],
            ])
        #expect(sample.texts()["journal:u.service/3"] == "text¶")
        #expect(
            sample.origin()
                == RecordOrigin(unit: "u.service", timestamp: "2026-11-23T22:29:07.480111Z"))
        let record = try #require(sample.records().first)
        #expect(record.lengths.map(\.encoding) == [.littleEndian64])
        #expect(record.lengths.first?.counted.count == 3)
    }

    @Test func `names and line endings survive`() throws {
        let sample = sample("__CURSOR=s\nA=1\nB=2\n\n")
        let field = try #require(sample.records().first?.fields.first)
        let sources = field.text.map.sources(of: 0..<field.text.bytes.count)
        let values = sources.map { String(decoding: sample.bytes[$0], as: UTF8.self) }
        #expect(values == ["s", "1", "2"])
    }

    @Test func `a message that is no text goes on, too`() throws {
        let head = "_STREAM_ID=s\n"
        let sample = sample(
            "__CURSOR=1\n" + exportField("MESSAGE", "one\u{1}") + head + "_LINE_BREAK=line-max\n\n"
                + "__CURSOR=2\nMESSAGE=two\n" + head + "\n")
        #expect(sample.texts()["journal:s"] == "one\u{1}|two¶")
        #expect(sample.records().first?.lengths.count == 1)
    }

    @Test(arguments: [
        "A=1\n\n", "\n", "__CURSORS=1\n\n", "__CURSOR=1\na=2\n\n", "__CURSOR=1\nA B\n\n",
        "__CURSOR=1\n=2\n\n",
        "__CURSOR=1\nA\n\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}x\n\n",
        "__CURSOR=1\nA\n\u{1}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}xx\n\n",
        "__CURSOR=1\n" + String(repeating: "A", count: 65) + "=2\n\n",
    ])
    func `anything else is foreign`(text: String) {
        var reader: any RecordReader = JournalExportReader()
        #expect(text.withBytes { reader.read($0, at: 0, isFinal: false) } == .foreign)
    }

    @Test func `an entry without an end is foreign`() {
        var reader: any RecordReader = JournalExportReader()
        let line = "A=" + String(repeating: "x", count: 1 << 20) + "\n"
        let long = "__CURSOR=1\n" + line + line + line + line
        #expect(long.withBytes { reader.read($0, at: 0, isFinal: false) } == .foreign)
    }
}
