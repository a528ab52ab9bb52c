/// The names that log rotation gives to the parts of a log.
///
/// Sources: logrotate(8) (`app.log.1`, `app.log-20261124`), Docker's json-file (`<id>-json.log.1`),
/// the kubelet (`0.log.20261124-100000`).
public struct RotatedLog {
    /// The path without what rotation put behind it.
    let stem: Substring

    /// What rotation put there, without its mark; empty for the part that is written to.
    let suffix: Substring

    init(_ path: String) {
        var name = path[...]
        if name.hasSuffix(".gz") { name = name.dropLast(3) }
        let digits = name.reversed().prefix { $0.isNumber || $0 == "-" }.count
        let rest = name.dropLast(digits)
        let number = name.suffix(digits)
        if digits > 0, rest.last == "." {
            (stem, suffix) = (rest.dropLast(), number)
        } else if number.first == "-", digits >= 9 {
            // `app.log-20261124`
            (stem, suffix) = (rest, number.dropFirst())
        } else {
            (stem, suffix) = (name, "")
        }
    }

    /// Whether a file is the part of a log that was written next after another, told by their
    /// paths.
    public static func follows(_ next: String, after path: String) -> Bool {
        guard next != "-", path != "-" else { return false }
        let a = RotatedLog(path)
        let b = RotatedLog(next)
        guard a.stem == b.stem, !a.suffix.isEmpty else { return false }
        if b.suffix.isEmpty { return true }
        // Numbers count backwards, dates forwards.
        if let older = Int(a.suffix), let newer = Int(b.suffix), older < 10_000_000 {
            return older > newer
        }
        return a.suffix < b.suffix
    }
}
