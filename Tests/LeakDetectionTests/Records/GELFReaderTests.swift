import TestSupport
import Testing

@testable import LeakDetection

@Suite struct GELFReaderTests {
    private let first =
        #"{"version":"1.1","host":"h","short_message":"a","timestamp":1385053862.3072,"#
        + #""_container_name":"web"}"#

    @Test func `a message is a text, whatever ends it`() {
        let sample = RecordSample(GELFReader(), first + "\u{0}" + first + "\n" + first)
        #expect(sample.texts() == ["\u{0}rest": first + "¶" + first + "¶" + first + "¶"])
        #expect(
            sample.origin()
                == RecordOrigin(
                    container: "web", unit: "h", timestamp: "2013-11-21T17:11:02.307200Z"))
    }

    @Test(arguments: [
        #"{"version":"1.1"}"#, #"{"short_message":"a"}"#, #"{"version":1,"short_message":"a"}"#,
        #"{"version":"1.1","short_message":"a""#, "text",
    ])
    func `anything else is foreign`(line: String) {
        #expect(RecordSample(GELFReader(), line + "\n").records() == [])
        #expect(RecordSample(GELFReader(), line + "\u{0}").records() == [])
    }
}
