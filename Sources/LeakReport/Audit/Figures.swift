/// Numbers for people.
enum Figures {
    /// `1,234,567`.
    static func count(_ number: Int) -> String {
        let digits = Array(String(number))
        return digits.enumerated().reduce(into: "") { result, digit in
            if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { result += "," }
            result.append(digit.element)
        }
    }

    /// `1 file`, `2,000 files`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// `2.1 GiB`.
    static func bytes(_ number: Int) -> String {
        var value = Double(number)
        for unit in ["bytes", "KiB", "MiB", "GiB"] {
            if value < 1000 { return unit == "bytes" ? count(number, "byte") : tenths(value, unit) }
            value /= 1024
        }
        return tenths(value, "TiB")
    }

    /// `20 ms`, `12.3 s`, `3 min 20 s`, `2 h 5 min`.
    static func time(_ seconds: Double) -> String {
        if seconds < 0.95 { return "\(Int((seconds * 1000).rounded())) ms" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return tenths(seconds, "s") }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// RFC 3339 without fractions and `T`: `2026-03-01 10:12:03Z`.
    static func moment(_ time: String) -> String {
        guard time.utf8.count >= 20 else { return time }
        let zone = time.dropFirst(19).drop { $0 == "." || $0.isNumber }
        return time.prefix(10) + " " + time.dropFirst(11).prefix(8) + zone
    }

    /// From when to when; one of both when they are the same.
    static func span(_ first: String?, _ last: String?, dash: String) -> String? {
        guard let from = (first ?? last).map(moment), let to = (last ?? first).map(moment) else {
            return nil
        }
        return from == to ? from : "\(from) \(dash) \(to)"
    }

    private static func tenths(_ value: Double, _ unit: String) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(count(tenths / 10)).\(tenths % 10) \(unit)"
    }
}
