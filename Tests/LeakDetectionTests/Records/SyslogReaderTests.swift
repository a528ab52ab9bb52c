import TestSupport
import Testing

@testable import LeakDetection

@Suite struct SyslogReaderTests {
    private let head = "<30>1 2026-11-23T22:14:15.003123Z host app 12 app "

    @Test func `a line is a text of its program`() {
        let sample = RecordSample(
            SyslogReader(),
            "<34>1 2026-11-23T22:14:15Z h app 12 ID - text\n<34>Nov 23 22:14:15 h app[12]: text\n"
                + "<34>Nov  3 22:14:15 app: text\n<34>2026-11-23T22:14:15+01:00 h app[1]: text\n")
        #expect(
            sample.records().map { $0.fields.first?.stream.name ?? "" } == [
                "syslog:h/app/12", "syslog:h/app/12", "syslog:/app/", "syslog:h/app/1",
            ])
        #expect(sample.texts()["syslog:/app/"] == "<34>Nov  3 22:14:15 app: text¶")
        #expect(sample.origin() == RecordOrigin(unit: "app", timestamp: "2026-11-23T22:14:15Z"))
    }

    @Test func `a text of the size at which docker cuts goes on`() {
        let part = String(repeating: "x", count: 16_384)
        let other = head.replacing(" 12 ", with: " 13 ")
        let lines = [head + "- " + part, other + "- other", head + "- rest", head + "- next"]
        let expected = "\(head)- \(part)|rest¶\(head)- next¶"
        let line = RecordSample(SyslogReader(), lines.joined(separator: "\n"))
        #expect(line.texts()["syslog:host/app/12"] == expected)
        let octets = RecordSample(
            OctetCountedSyslogReader(), lines.map(counted).joined())
        #expect(octets.texts()["syslog:host/app/12"] == expected)
    }

    @Test func `structured data of a continuation is read`() {
        let part = String(repeating: "x", count: 4_096)
        let sample = RecordSample(
            SyslogReader(), "\(head)- \(part)\n\(head)[a token=\"secret\"] rest\n")
        #expect(sample.texts()["\u{0}rest"] == "[a token=\"secret\"]¶")
        #expect(sample.texts()["syslog:host/app/12"] == "\(head)- \(part)|rest¶")
    }

    @Test(arguments: [
        "<192>1 - - - - - - x", "<34> text", "<b>text", "text", "<34>1 yesterday h a p m - x",
        "<34>1 - h a p m [x", "<34>1 - h a p m x", "<34>Nov 23 22:14:15 no tag",
    ])
    func `anything else is foreign`(line: String) {
        #expect(RecordSample(SyslogReader(), line + "\n").records() == [])
    }
}

@Suite struct OctetCountedSyslogReaderTests {
    @Test func `sizes count, line endings do not`() throws {
        let sample = RecordSample(
            OctetCountedSyslogReader(),
            counted("<34>1 - h app - - - one\ntwo") + "\n" + counted("<34>odd é") + "12 text\n")
        #expect(
            sample.texts() == [
                "syslog:h/app/-": "<34>1 - h app - - - one\ntwo¶", "\u{0}rest": "<34>odd é¶",
            ])
        let length = try #require(sample.records().first?.lengths.first)
        #expect(length == RecordLength(place: 0..<2, encoding: .decimal, counted: 3..<30))
    }
}
