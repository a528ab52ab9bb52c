/// Points in time of logs, in nanoseconds since 1970-01-01T00:00:00Z without leap seconds.
public enum LogTime {
    private static let second = 1_000_000_000

    /// Reads the time that a text begins with, or that stands in it within its first bytes.
    ///
    /// RFC 3339 and what loggers make of it (`2026-11-24 10:00:01,123`, `2026/11/24 10:00:01`), and
    /// the Common Log Format's `24/Nov/2026:10:00:01 +0000`. A time that names no zone is taken for
    /// UTC. Years 1970 to 2200, so that nothing overflows.
    ///
    /// - Parameter text: As many bytes as are worth a look.
    public static func first(in text: UnsafeRawBufferPointer) -> Int? {
        var reader = Reader(text: text)
        while reader.at + 19 <= text.count {
            let start = reader.at
            if text[start].isDigit, start == 0 || !text[start - 1].isDigit,
                let time = reader.time()
            {
                return time
            }
            reader.at = start + 1
        }
        return nil
    }

    /// Reads a text that is a time: a date alone, too, which is its beginning.
    public static func read(_ text: String) -> Int? {
        var bytes = Array(text.utf8)
        if bytes.count == 10 { bytes += Array("T00:00:00Z".utf8) }
        return bytes.withUnsafeBytes { bytes in
            var reader = Reader(text: bytes)
            let time = reader.time()
            return reader.at == bytes.count ? time : nil
        }
    }

    /// RFC 3339 in UTC, with as many groups of three digits behind the point as it needs.
    public static func text(_ time: Int) -> String {
        let (days, rest) = time.quotientAndRemainder(dividingBy: 86_400 * second)
        let (year, month, day) = date(days)
        let clock = rest / second
        var text =
            "\(year)-\(pad(month, 2))-\(pad(day, 2))T\(pad(clock / 3600, 2))"
            + ":\(pad(clock / 60 % 60, 2)):\(pad(clock % 60, 2))"
        var fraction = pad(rest % second, 9)[...]
        while fraction.hasSuffix("000") { fraction = fraction.dropLast(3) }
        if !fraction.isEmpty { text += ".\(fraction)" }
        return text + "Z"
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Days from 1970-01-01 to a date (Howard Hinnant, chrono-compatible low-level date
    /// algorithms).
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = year.quotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// The date of a day from 1970-01-01 on, by the same source.
    private static func date(_ days: Int) -> (Int, Int, Int) {
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
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

    private struct Reader {
        let text: UnsafeRawBufferPointer
        var at = 0

        /// The time that begins here; nil leaves the place anywhere.
        mutating func time() -> Int? {
            guard let (year, month, day) = date(), (1970...2200).contains(year),
                (1...12).contains(month), (1...31).contains(day),
                skip("T") || skip("t") || skip(" ") || skip(":"),
                let hour = number(2), hour < 24, skip(":"), let minute = number(2), minute < 60,
                skip(":"), let clock = number(2), clock <= 60
            else { return nil }
            var fraction = 0
            if at + 1 < text.count, text[at] == 0x2E || text[at] == 0x2C, text[at + 1].isDigit {
                at += 1
                var scale = second / 10
                while at < text.count, text[at].isDigit {
                    fraction += Int(text[at] & 15) * scale
                    scale /= 10
                    at += 1
                }
            }
            let seconds =
                LogTime.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + clock
            return (seconds - zone()) * second + fraction
        }

        /// `2026-11-24`, `2026/11/24` or `24/Nov/2026`.
        private mutating func date() -> (Int, Int, Int)? {
            let start = at
            if let year = number(4), skip("-") || skip("/"), let month = number(2),
                skip("-") || skip("/"), let day = number(2)
            {
                return (year, month, day)
            }
            at = start
            guard let day = number(2), skip("/"), at + 3 <= text.count else { return nil }
            let name = String(decoding: text[at..<(at + 3)], as: UTF8.self)
            at += 3
            guard let month = Self.months.firstIndex(of: name), skip("/"), let year = number(4)
            else { return nil }
            return (year, month + 1, day)
        }

        private static let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]

        /// Seconds that the zone is ahead of UTC; 0 where none is named.
        private mutating func zone() -> Int {
            if skip("Z") || skip("z") { return 0 }
            let start = at
            _ = skip(" ")
            guard at < text.count, text[at] == 0x2B || text[at] == 0x2D else {
                at = start
                return 0
            }
            let sign = text[at] == 0x2D ? -1 : 1
            at += 1
            guard let hours = number(2), hours < 24 else {
                at = start
                return 0
            }
            _ = skip(":")
            let minutes = number(2) ?? 0
            return sign * (hours * 3600 + minutes * 60)
        }

        private mutating func skip(_ character: Character) -> Bool {
            guard at < text.count, text[at] == character.asciiValue else { return false }
            at += 1
            return true
        }

        /// So many digits, and no more of them.
        private mutating func number(_ digits: Int) -> Int? {
            guard at + digits <= text.count else { return nil }
            var value = 0
            for _ in 0..<digits {
                guard text[at].isDigit else { return nil }
                value = value * 10 + Int(text[at] & 15)
                at += 1
            }
            return value
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
