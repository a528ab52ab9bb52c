import TestSupport
import Testing

@testable import LeakDetection

@Suite struct RepeatedTimestampReaderTests {
    @Test(arguments: ["2026-11-23T22:29:07.480111760Z ", "2026-11-23T22:29:07Z "])
    func `timestamps in a line are left out`(stamp: String) {
        let line = stamp + "password=Str4d" + stamp + "dle" + stamp + "FAKE"
        let sample = RecordSample(RepeatedTimestampReader(), line + "\r\n" + line)
        #expect(
            sample.texts() == [
                "": stamp + "password=Str4ddleFAKE¶" + stamp + "password=Str4ddleFAKE¶"
            ]
        )
    }

    @Test(arguments: [
        "2026-11-23T22:29:07Z one", "one 2026-11-23T22:29:07Z two",
        "2026-11-23T22:29:07Z one 2026-11-24T22:29:07Z two",
        "2026-11-23T22:29:07Z one 2026-11-23T22:29:07.1Z two",
        "2026-11-23T22:29:07Z one 2026-11-23T22:29:07Ztwo",
        "2026-11-23T22:29:07+00:00 one 2026-11-23T22:29:07.1234Z two",
    ])
    func `anything else is foreign`(line: String) {
        #expect(RecordSample(RepeatedTimestampReader(), line + "\n").records() == [])
    }
}
