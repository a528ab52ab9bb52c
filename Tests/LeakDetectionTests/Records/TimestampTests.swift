import Testing

@testable import LeakDetection

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000000Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
        (951_782_399_000_000_000, "2000-02-28T23:59:59.000000000Z"),
        (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
        (951_868_800_000_000_000, "2000-03-01T00:00:00.000000000Z"),
        (1_795_472_947_480_111_760, "2026-11-23T22:29:07.480111760Z"),
        (Int.max, "2262-04-11T23:47:16.854775807Z"), (Int.min, "1677-09-21T00:12:43.145224192Z"),
    ])
    func `a time is written in UTC`(nanoseconds: Int, expected: String) {
        #expect(Timestamp.rfc3339(nanoseconds: nanoseconds, places: 9) == expected)
    }
}
