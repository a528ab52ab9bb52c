import LogSources
import Testing

@Suite struct MomentTests {
    private let now = Moment(nanoseconds: 1_700_000_000_000_000_000)

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2023-11-14T22:13:20Z", 1_700_000_000),
        ("2023-11-14 23:13:20+01:00", 1_700_000_000), ("2023-11-14t17:43:20-04:30", 1_700_000_000),
        ("2024-02-29T00:00:00z", 1_709_164_800), ("1969-12-31T23:59:59Z", -1),
        ("2000-03-01T00:00:00Z", 951_868_800), ("2023-11-14", 1_699_920_000),
        ("90s", 1_699_999_910), ("2m", 1_699_999_880), ("36h", 1_699_870_400),
        ("7d", 1_699_395_200), ("1w", 1_699_395_200), ("0d", 1_700_000_000),
    ])
    func `a time is read`(text: String, seconds: Int) {
        #expect(Moment(text, now: now)?.nanoseconds == seconds * 1_000_000_000)
    }

    @Test func `a fraction is read to the nanosecond`() {
        let whole = 1_700_000_000_000_000_000
        #expect(Moment(rfc3339: "2023-11-14T22:13:20.5Z")?.nanoseconds == whole + 500_000_000)
        #expect(Moment(rfc3339: "2023-11-14T22:13:20.0000000019Z")?.nanoseconds == whole + 1)
    }

    @Test(arguments: [
        "", "soon", "h", "-1h", "1y", "99999999999999999999d", "999999999999d", "2023-13-01",
        "2023-02-29", "2023-11-31", "2023-11-14T24:00:00Z", "2023-11-14T22:13:20",
        "2023-11-14T22:13:20.Z", "2023-11-14T22:13:20Zx", "2023-11-14T22:13:20+1:00",
        "1600-01-01", "9999-01-01", "2023-1-1", "٣h",
    ])
    func `what is no time is none`(text: String) {
        #expect(Moment(text, now: now) == nil)
    }
}
