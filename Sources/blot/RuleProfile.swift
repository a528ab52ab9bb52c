import LeakDetection
import LeakReport
import LeakRules
import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `blot rules check --profile`: scans logs and tells what each rule cost.
struct RuleProfile {
    private let detector: Detector
    private let profile: ScanProfile
    private var bytes = 0
    private var nanoseconds = 0

    /// Literals that are listed; all of a log's are hundreds.
    private static let listedLiterals = 20

    init(_ rules: RuleSet) {
        detector = Detector(rules)
        profile = ScanProfile(detector, clock: Self.now)
    }

    /// Scans a file as one stream, without writing what comes of it.
    ///
    /// - Parameter path: `-` is standard input.
    mutating func scan(_ path: String) throws(SourceError) {
        let source = path == "-" ? Descriptor.standardInput : try .reading(path)
        defer { if path != "-" { source.shut() } }
        let scanner = StreamScanner(detector: detector)
        scanner.profile = profile
        let buffer = ReadBuffer(remainder: scanner.longestRemainder)
        var isAtEnd = false
        while !isAtEnd {
            let count = try buffer.fill(from: source)
            isAtEnd = count == 0
            bytes += count
            let start = Self.now()
            let consumed = scanner.scan(
                buffer.bytes, isFinal: isAtEnd, sink: { _ in }, report: { _ in })
            nanoseconds += Self.now() - start
            buffer.consume(consumed)
        }
    }

    /// The tables: rules by their time, literals by the searches that they led to.
    func table() -> String {
        let rules = profile.costlyRules
        let inRules = rules.reduce(0) { $0 + $1.cost.nanoseconds }
        var text =
            "\(bytes) bytes in \(Self.milliseconds(nanoseconds)) ms, "
            + "\(Self.decimal(Double(bytes) * 1000 / Double(max(1, nanoseconds)), 1)) MB/s; "
            + "\(rules.count) of \(detector.rules.count) rules searched, "
            + "\(share(inRules)) of the time; \(share(profile.compileNanoseconds)) compiling them\n\n"
        text += Self.aligned(
            [
                [
                    "ms", "share", "regex ms", "evidence ms", "ns/search", "searches", "accepted",
                    "rejected", "rule",
                ]
            ]
                + rules.map { id, cost in
                    [
                        Self.milliseconds(cost.nanoseconds), share(cost.nanoseconds),
                        Self.milliseconds(cost.regexNanoseconds),
                        Self.milliseconds(cost.evidenceNanoseconds),
                        "\(cost.nanoseconds / cost.searches)", "\(cost.searches)",
                        "\(cost.accepted)", "\(cost.rejected)", id,
                    ]
                })
        let literals = profile.costlyLiterals
        text += "\n"
        text += Self.aligned(
            [["candidates", "searches", "literal"]]
                + literals.prefix(Self.listedLiterals).map {
                    ["\($0.candidates)", "\($0.searches)", $0.text]
                })
        if literals.count > Self.listedLiterals {
            text += "and \(literals.count - Self.listedLiterals) more literals\n"
        }
        return text
    }

    private func share(_ part: Int) -> String {
        Self.decimal(100 * Double(part) / Double(max(1, nanoseconds)), 1) + " %"
    }

    /// Nanoseconds of a clock that never goes back.
    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private static func milliseconds(_ nanoseconds: Int) -> String {
        decimal(Double(nanoseconds) / 1_000_000, 3)
    }

    /// A number that is not negative, with so many digits after the point.
    private static func decimal(_ number: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        let whole = Int((number * Double(scale)).rounded())
        let fraction = String(whole % scale)
        return "\(whole / scale)." + String(repeating: "0", count: digits - fraction.count)
            + fraction
    }

    /// Rows in columns: numbers to the right, the name at the end to the left.
    private static func aligned(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.reduce(into: "") { text, row in
            for (cell, width) in zip(row.dropLast(), widths) {
                text += String(repeating: " ", count: width - cell.count) + cell + "  "
            }
            text += printable(row.last ?? "") + "\n"
        }
    }
}
