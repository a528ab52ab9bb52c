#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A point in time, as `--since` and `--until` and the records of logs have it.
public struct Moment: Sendable, Comparable {
    /// Nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let nanoseconds: Int

    public init(nanoseconds: Int) {
        self.nanoseconds = nanoseconds
    }

    /// The time it is; calls `clock_gettime(2)`.
    public static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(nanoseconds: time.tv_sec * 1_000_000_000 + time.tv_nsec)
    }

    public static func < (a: Moment, b: Moment) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Reads a time as people give it.
    ///
    /// - Parameters:
    ///   - text: RFC 3339 (`2026-11-24T10:00:00Z`, with any offset), a day (`2026-11-24`, its
    ///     beginning in UTC), or an age: a number and `s`, `m`, `h`, `d` or `w` (`36h`).
    ///   - now: What ages count from.
    /// - Returns: nil for anything else, and for times that are out of the range of the type.
    public init?(_ text: String, now: Moment) {
        if let age = Self.age(text) {
            let (result, isOut) = now.nanoseconds.subtractingReportingOverflow(age)
            guard !isOut else { return nil }
            nanoseconds = result
        } else if let moment = Moment(rfc3339: text.utf8.count == 10 ? text + "T00:00:00Z" : text) {
            self = moment
        } else {
            return nil
        }
    }

    /// Reads RFC 3339: a date, `T` or a space, a time with or without a fraction, and `Z` or an
    /// offset.
    ///
    /// Digits of the fraction after the ninth are dropped.
    /// - Returns: nil for anything else, and before 1678 and after 2261.
    public init?(rfc3339 text: some StringProtocol) {
        var cursor = Cursor(bytes: Array(text.utf8))
        guard let year = cursor.number(4), cursor.take("-"), let month = cursor.number(2),
            cursor.take("-"), let day = cursor.number(2), cursor.take("Tt "),
            let hour = cursor.number(2), cursor.take(":"), let minute = cursor.number(2),
            cursor.take(":"), let second = cursor.number(2),
            let fraction = cursor.take(".") ? cursor.fraction() : 0,
            let offset = cursor.offset(), cursor.isAtEnd,
            1678..<2262 ~= year, 1...12 ~= month, 1...Self.days(in: month, of: year) ~= day,
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let minutes = (Self.days(year, month, day) * 24 + hour) * 60 + minute - offset
        nanoseconds = (minutes * 60 + second) * 1_000_000_000 + fraction
    }

    /// Nanoseconds of `36h` and the like.
    private static func age(_ text: String) -> Int? {
        let seconds = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let last = text.last, let unit = seconds[String(last)],
            text.dropLast().utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let number = Int(text.dropLast())
        else { return nil }
        let (result, isOut) = number.multipliedReportingOverflow(by: unit * 1_000_000_000)
        return isOut ? nil : result
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 of a date in the Gregorian calendar (Howard Hinnant,
    /// chrono-compatible low-level date algorithms: years begin in March).
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = year.quotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// Takes a time apart.
    private struct Cursor {
        let bytes: [UInt8]
        var place = 0

        var isAtEnd: Bool { place == bytes.count }

        mutating func take(_ any: StaticString) -> Bool {
            guard place < bytes.count else { return false }
            let byte = bytes[place]
            let isOne = any.withUTF8Buffer { $0.contains(byte) }
            if isOne { place += 1 }
            return isOne
        }

        private mutating func digit() -> Int? {
            guard place < bytes.count, 0x30...0x39 ~= bytes[place] else { return nil }
            defer { place += 1 }
            return Int(bytes[place] & 15)
        }

        mutating func number(_ digits: Int) -> Int? {
            var result = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                result = result * 10 + digit
            }
            return result
        }

        /// Nanoseconds of the digits after a point.
        mutating func fraction() -> Int? {
            guard var result = digit() else { return nil }
            var scale = 100_000_000
            result *= scale
            while let digit = digit() {
                scale /= 10
                result += digit * scale
            }
            return result
        }

        /// Minutes east of Greenwich.
        mutating func offset() -> Int? {
            if take("Zz") { return 0 }
            let isEast = take("+")
            guard isEast || take("-"), let hours = number(2), take(":"), let minutes = number(2),
                hours < 24, minutes < 60
            else { return nil }
            return (isEast ? 1 : -1) * (hours * 60 + minutes)
        }
    }
}
