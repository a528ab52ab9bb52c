import TestSupport
import Testing

@testable import LeakDetection

@Suite struct TimestampHistoryTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_700_000_000_000_000, "2023-11-14T22:13:20Z"),
        (1_700_000_000_123_000, "2023-11-14T22:13:20.123000Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
        (4_102_444_799_000_001, "2099-12-31T23:59:59.000001Z"),
        (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
    ])
    func `a time is written in UTC`(microseconds: Int, expected: String) {
        #expect(Timestamp.rfc3339(microseconds: microseconds) == expected)
    }

    @Test func `no number is too large or too small`() {
        #expect(Timestamp.rfc3339(microseconds: .max).hasPrefix("294247-"))
        #expect(Timestamp.rfc3339(microseconds: .min).hasPrefix("-290308-"))
    }

    @Test(arguments: [
        ("1700000000", "2023-11-14T22:13:20Z"), ("", nil), ("17x", nil), ("253402300800", nil),
        ("253402300799", "9999-12-31T23:59:59Z"), ("99999999999999999999999", nil),
    ])
    func `seconds are read from digits`(digits: String, expected: String?) {
        #expect(digits.withBytes { Timestamp.rfc3339(seconds: $0) } == expected)
    }
}
