import Configuration
import LeakAudit
import LogSources
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Shows on stderr how far an audit has come: one line that changes on a terminal, a line every ten
/// seconds elsewhere, if that is wanted.
final class ProgressMeter: Sendable {
    private let progress: AuditProgress
    private let isOn: Bool
    private let isOnTerminal: Bool
    private let start = Moment.now()
    private let isOver = Atomic<Bool>(false)
    private let workers = Mutex<Workers?>(nil)

    /// Nanoseconds between two looks at a terminal, and elsewhere between two lines.
    private static let terminalInterval = 200_000_000
    private static let lineInterval = 10_000_000_000

    init(_ progress: AuditProgress, when: When) {
        self.progress = progress
        isOnTerminal = Descriptor.standardError.isTerminal
        isOn = when == .always || when == .auto && isOnTerminal
        guard isOn else { return }
        workers.withLock { $0 = Workers.start(1) { self.show() } }
    }

    /// Ends the display; a terminal's line is taken away.
    func end() {
        isOver.store(true, ordering: .releasing)
        workers.withLock {
            $0?.join()
            $0 = nil
        }
    }

    private func show() {
        var next = start.nanoseconds + (isOnTerminal ? Self.terminalInterval : Self.lineInterval)
        while !isOver.load(ordering: .acquiring) {
            usleep(20_000)
            let now = Moment.now().nanoseconds
            guard now >= next else { continue }
            next = now + (isOnTerminal ? Self.terminalInterval : Self.lineInterval)
            let text = Self.text(
                progress.figures, seconds: Double(now - start.nanoseconds) / 1e9)
            if isOnTerminal {
                let width = max(20, (Descriptor.standardError.terminalWidth ?? 80) - 1)
                Terminal.write("\r\u{1B}[K" + text.prefix(width), to: .standardError)
            } else {
                Terminal.write("blot: " + text + "\n", to: .standardError)
            }
        }
        if isOnTerminal { Terminal.write("\r\u{1B}[K", to: .standardError) }
    }

    /// `312 of 1,024 files, 1.2 of 4.0 GB, 310 MB/s, 9 s left, 17 findings`.
    static func text(_ figures: AuditProgress.Figures, seconds: Double) -> String {
        var parts: [String] = []
        let files = figures.files.formatted
        parts.append(
            figures.allFiles.map { "\(files) of \($0.formatted) files" } ?? "\(files) files")
        let bytes = Self.size(figures.bytes)
        parts.append(figures.allBytes.map { "\(bytes) of \(Self.size($0))" } ?? bytes)
        let rate = seconds > 0 ? Double(figures.bytes) / seconds : 0
        parts.append(Self.size(Int(rate)) + "/s")
        if let all = figures.allBytes, rate > 0, all >= figures.bytes {
            parts.append(Self.duration(Double(all - figures.bytes) / rate) + " left")
        }
        parts.append(
            "\(figures.findings.formatted) \(figures.findings == 1 ? "finding" : "findings")")
        return parts.joined(separator: ", ")
    }

    private static func size(_ bytes: Int) -> String {
        var value = Double(bytes)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 1000 { return unit == "B" ? "\(bytes) B" : "\(value.oneDigit) \(unit)" }
            value /= 1000
        }
        return "\(value.oneDigit) TB"
    }

    private static func duration(_ seconds: Double) -> String {
        let all = Int(seconds.rounded())
        if all < 60 { return "\(all) s" }
        if all < 3600 { return "\(all / 60) min \(all % 60) s" }
        return "\(all / 3600) h \(all / 60 % 60) min"
    }
}

extension Int {
    /// With commas between groups of three digits.
    fileprivate var formatted: String {
        var digits = String(self)
        var at = digits.count - 3
        while at > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: at))
            at -= 3
        }
        return digits
    }
}

extension Double {
    /// With one digit behind the point.
    fileprivate var oneDigit: String {
        let tenths = Int((self * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
