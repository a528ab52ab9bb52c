/// Points in time, counted from 1970-01-01T00:00:00Z without leap seconds.
enum Timestamp {
    /// RFC 3339 in UTC: `2023-11-14T22:13:20Z`, with six digits of a fraction where there is one.
    static func rfc3339(microseconds: Int) -> String {
        let (seconds, fraction) = floored(microseconds, by: 1_000_000)
        let (days, second) = floored(seconds, by: 86_400)
        let (year, month, day) = date(days)
        let time = "\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2))"
        let rest = fraction == 0 ? "" : ".\(pad(fraction, 6))"
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(time)\(rest)Z"
    }

    /// RFC 3339 with so many digits after the point; nil without a time, and for years that have
    /// not four digits.
    static func rfc3339(nanoseconds: Int?, places: Int) -> String? {
        guard let nanoseconds else { return nil }
        let (seconds, fraction) = floored(nanoseconds, by: 1_000_000_000)
        guard -62_167_219_200..<253_402_300_800 ~= seconds else { return nil }
        return rfc3339(microseconds: seconds * 1_000_000).dropLast()
            + ".\(pad(fraction, 9).prefix(places))Z"
    }

    /// RFC 3339 of a number of seconds in decimal digits; nil for anything else, and for years of
    /// more than four digits.
    static func rfc3339(seconds digits: UnsafeRawBufferPointer) -> String? {
        guard let seconds = seconds(digits) else { return nil }
        return rfc3339(microseconds: seconds * 1_000_000)
    }

    /// The number in decimal digits, if it is a time before the year 10000.
    static func seconds(_ digits: UnsafeRawBufferPointer) -> Int? {
        guard 1...12 ~= digits.count, digits.allSatisfy(\.isDigit) else { return nil }
        let seconds = digits.reduce(0) { $0 * 10 + Int($1 & 15) }
        return seconds < 253_402_300_800 ? seconds : nil
    }

    /// The date of a day in the proleptic Gregorian calendar, counted in eras of 400 years that
    /// begin on the first of March (Howard Hinnant, chrono-compatible low-level date algorithms).
    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = floored(days + 719_468, by: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (
            era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * march + 2) / 5 + 1
        )
    }

    private static func floored(_ value: Int, by divisor: Int) -> (quotient: Int, rest: Int) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (value < 0 ? "-" : "") + zeros + digits
    }
}
