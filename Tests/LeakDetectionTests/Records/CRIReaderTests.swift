import TestSupport
import Testing

@testable import LeakDetection

@Suite struct CRIReaderTests {
    @Test func `parts go on in the next record of their stream`() {
        let sample = RecordSample(
            CRIReader(),
            """
            2026-11-23T22:47:19.425434686+00:00 stdout P password=Str4d
            2026-11-23T22:47:19.42Z stderr F error
            2026-11-23T22:47:20Z stdout F:more dleFAKE tail
            2026-11-23T22:47:20Z stdout P tty\r
            2026-11-23T22:47:20Z stdout F \

            2026-11-23T22:47:21Z stdout P last
            """)
        #expect(
            sample.texts() == [
                "cri:stdout": "password=Str4d|dleFAKE tail¶tty\r|¶last|", "cri:stderr": "error¶",
            ])
        #expect(sample.records().count == 6)
        #expect(
            sample.origin()
                == RecordOrigin(
                    stream: "stdout", timestamp: "2026-11-23T22:47:19.425434686+00:00"))
    }

    @Test(arguments: [
        "2026-11-23T22:47:19Z stdout X text", "2026-11-23T22:47:19Z stdin F text",
        "2026-11-23T22:47:19Z stdout FP text", "2026-11-23T22:47:19Z stdout F",
        "2026-13-23T22:47:19Z stdout F text", "2026-11-32T22:47:19Z stdout F text",
        "2026-11-23T24:47:19Z stdout F text", "2026-11-23T22:47:19 stdout F text",
        "2026-11-23 22:47:19Z stdout F text", "2026-11-23T22:47:19.Z stdout F text",
        "2026-11-23T22:47:19.1234567890Z stdout F text", "2026-11-23T22:47:19Z  stdout F text",
        "26-11-23T22:47:19Z stdout F text", "text",
    ])
    func `anything else is foreign, before its line has ended`(line: String) {
        var reader: any RecordReader = CRIReader()
        #expect((line + "\n").withBytes { reader.read($0, at: 0, isFinal: false) } == .foreign)
    }
}
