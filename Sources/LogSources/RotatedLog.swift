/// The names that log rotation gives to the parts of a log.
///
/// Sources: logrotate(8) (`app.log.1`, `app.log-20261124`), Docker's json-file (`<id>-json.log.1`),
/// the kubelet (`0.log.20261124-100000`).
public enum RotatedLog {
    /// Whether two files are parts of one log, told by their paths.
    public static func isSame(_ a: String, _ b: String) -> Bool {
        a != "-" && b != "-" && stem(of: a) == stem(of: b)
    }

    /// A path without what rotation put behind it.
    static func stem(of path: String) -> Substring {
        var stem = path[...]
        if stem.hasSuffix(".gz") { stem = stem.dropLast(3) }
        let digits = stem.reversed().prefix { $0.isNumber || $0 == "-" }.count
        let rest = stem.dropLast(digits)
        guard digits > 0, let mark = rest.last else { return stem }
        if mark == "." { return rest.dropLast() }
        // `app.log-20261124`: the hyphen is among the digits.
        let number = stem.suffix(digits)
        return number.first == "-" && digits >= 9 ? rest : stem
    }
}
