import LeakReport
import TestSupport
import Testing

@Suite struct LogTimeTests {
    @Test(arguments: [
        ("2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z"),
        ("2026-11-24T10:00:00.123456789+01:00 x", "2026-11-24T09:00:00.123456789Z"),
        ("[2026-11-24 10:00:00,5] INFO", "2026-11-24T10:00:00.500Z"),
        ("2026/11/24 10:00:00 main.go", "2026-11-24T10:00:00Z"),
        ("10.0.0.1 - - [24/Nov/2026:10:00:00 +0100] GET", "2026-11-24T09:00:00Z"),
        ("node-3 2024-02-29T23:59:59-0230", "2024-03-01T02:29:59Z"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ])
    func `times of lines`(line: String, time: String) {
        #expect(line.withBytes(LogTime.first).map(LogTime.text) == time)
    }

    @Test(arguments: [
        "", "Nov 24 10:00:00 host", "2026-13-24T10:00:00Z", "2026-11-24", "12026-11-24T10:00:00Z",
        "9999-11-24T10:00:00Z", "2026-11-24T25:00:00Z",
    ])
    func `none`(line: String) {
        #expect(line.withBytes(LogTime.first) == nil)
    }

    @Test func `every day has its date`() {
        for day in stride(from: 0, to: 84_000, by: 13) {
            let time = day * 86_400 * 1_000_000_000 + 1_000
            #expect(LogTime.read(LogTime.text(time)) == time)
        }
    }
}
