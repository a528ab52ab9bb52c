/// The names that log rotation gives to the parts of a log.
///
/// Sources: logrotate(8) (`app.log.1`, `app.log.2.gz`, `app.log-20261124`), Docker's json-file
/// (`<id>-json.log.1`), the kubelet (`0.log.20261124-100000`).
public struct RotatedLog {
    /// The path without what rotation put behind it.
    let stem: Substring

    /// What rotation put there, without its mark; empty for the part that is written to.
    let suffix: Substring

    /// Endings of what rotation compresses.
    private static let endings = [".gz", ".xz", ".bz2", ".zst", ".lz4", ".lzma", ".Z"]

    public init(_ path: String) {
        var name = path[...]
        if let ending = Self.endings.first(where: name.hasSuffix) {
            name = name.dropLast(ending.count)
        }
        let digits = name.reversed().prefix { $0.isASCII && $0.isNumber || $0 == "-" }.count
        let rest = name.dropLast(digits)
        let number = name.suffix(digits)
        if digits > 0, rest.last == ".", rest.count > 1 {
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
        return b.suffix.isEmpty || a.isOlder(than: b)
    }

    /// Whether it was written before another part of the same log.
    private func isOlder(than other: RotatedLog) -> Bool {
        // What has no suffix is written to now.
        if suffix.isEmpty || other.suffix.isEmpty { return !suffix.isEmpty && other.suffix.isEmpty }
        // Numbers count backwards, dates forwards.
        if let older = Int(suffix), let newer = Int(other.suffix), older < 10_000_000 {
            return older > newer
        }
        return suffix < other.suffix
    }

    /// Puts the parts of logs together.
    ///
    /// - Parameter names: Names of files in one directory, in order.
    /// - Returns: Groups of indices, in the order of their first members; the parts of a log from
    ///   the oldest to the one that is written to.
    static func groups(of names: [String]) -> [[Int]] {
        var order: [String] = []
        var members: [String: [Int]] = [:]
        let logs = names.map(RotatedLog.init)
        for (index, log) in logs.enumerated() {
            let stem = String(log.stem)
            if members[stem] == nil { order.append(stem) }
            members[stem, default: []].append(index)
        }
        return order.map { stem in
            (members[stem] ?? []).sorted { a, b in
                if logs[a].isOlder(than: logs[b]) { return true }
                if logs[b].isOlder(than: logs[a]) { return false }
                return a < b
            }
        }
    }
}
