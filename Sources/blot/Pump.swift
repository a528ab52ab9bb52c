import CInterrupt
import CProcessors
import Configuration
import LeakDetection
import LeakReport
import LeakRules
import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Moves bytes from a source through the scanner to stdout.
final class Pump {
    /// Why a stream ended.
    enum End: Equatable {
        case input, closedPipe
        case signal(Int32)
    }

    private let settings: Settings
    private let detector: Detector
    private var usedAllowances: Set<Int> = []
    private let reports: Reports
    private let output = WriteBuffer(
        to: .standardOutput, interrupt: blot_interrupt_descriptor())
    private(set) var outcome = Outcome()

    /// What there is to say about sources as a whole.
    private(set) var notes: [String] = []

    /// The log that is being read.
    private var log: OpenLog?
    /// What is reported of it.
    private var thresholds: Thresholds
    /// Made when a path is told for the first time.
    private var names: NameScanner?

    /// A pause this long, in milliseconds, shows what can be shown of an incomplete line.
    private static let pause: Int32 = 50

    /// After so much more, complete lines do not wait for one that they may go on in.
    private static let longPause: Int32 = 500

    /// What pipes are asked to hold: fewer wake-ups on both sides.
    private static let pipeBytes: Int32 = 1 << 20

    init(_ settings: Settings, reports: Reports) {
        self.settings = settings
        detector = Detector(settings.rules)
        thresholds = settings.thresholds(for: "-")
        self.reports = reports
        Descriptor.standardOutput.enlargePipe(to: Self.pipeBytes)
    }

    /// Filters sources, one after the other: paths, or `-` for standard input.
    func run(_ paths: [String]) -> End {
        // A signal or a closed pipe may end it in the middle.
        defer { if let log { account(for: log) } }
        for (index, path) in paths.enumerated() {
            let next = index + 1 < paths.count ? paths[index + 1] : nil
            let end = run(path, next: next)
            if end != .input { return end }
        }
        return .input
    }

    /// - Parameter next: What follows; a record may go on in there.
    private func run(_ path: String, next: String?) -> End {
        let source: Descriptor
        do throws(SourceError) {
            source = path == "-" ? .standardInput : try .reading(path)
        } catch {
            fail(error)
            // What waited for this file waits no longer.
            if let log { finish(log) }
            return end
        }
        defer { if path != "-" { source.shut() } }
        source.enlargePipe(to: Self.pipeBytes)
        let log = self.log ?? open(path, of: source)
        self.log = log
        log.begin(path)
        var pauses = 0
        var isFirst = true
        while true {
            let patience = pauses == 0 ? Self.pause : pauses == 1 ? Self.longPause : nil
            switch source.wait(
                interrupt: blot_interrupt_descriptor(),
                milliseconds: log.buffer.bytes.isEmpty ? nil : patience)
            {
            case .interrupted:
                output.flush()
                return .signal(blot_interrupt_pending())
            case .idle:
                pauses += 1
                if pauses == 1 {
                    log.scanner.tellFormat()
                    scan(log, isFinal: false)
                    log.scanner.releasePrompt(
                        log.buffer.bytes, sink: output.append, report: { self.report($0, of: log) })
                } else {
                    log.scanner.releaseLines(
                        log.buffer.bytes, sink: output.append, report: { self.report($0, of: log) })
                }
            case .readable:
                pauses = 0
                let isAtEnd = read(source, into: log.buffer)
                if isFirst { complainOfCompression(log.buffer.bytes, path: path) }
                isFirst = false
                scan(log, isFinal: false)
                if isAtEnd {
                    if !goesOn(log, from: path, in: next) { finish(log) }
                    return end
                }
            }
            output.flush()
            if output.error != nil { return end }
        }
    }

    /// Whether a log goes on in the file that follows: the next part of a log that was rotated.
    private func goesOn(_ log: OpenLog, from path: String, in next: String?) -> Bool {
        guard let next, RotatedLog.follows(next, after: path),
            let head = try? beginning(ofFile: next)
        else { return false }
        return head.withUnsafeBytes { head in
            Compression.kind(of: head) == nil
                && log.scanner.goesOn(in: head, after: log.buffer.bytes)
        }
    }

    /// A file this long is worth several threads.
    private static let longFile = 4 << 20

    /// Several threads help with a file; more than these measured no faster.
    private static let mostThreads = 4

    private func open(_ path: String, of source: Descriptor) -> OpenLog {
        let isLong = (source.fileSize ?? 0) >= Self.longFile
        let helping = isLong ? min(Int(blot_processors()), Self.mostThreads) : 1
        thresholds = settings.thresholds(for: path)
        var options = settings.scanOptions(thresholds, isReported: settings.tellsFindings)
        options.allowlist = Allowlist(settings.allowances, path: path)
        return OpenLog(
            StreamScanner(detector: detector, options: options),
            threads: settings.threads ?? helping)
    }

    private func scan(_ log: OpenLog, isFinal: Bool) {
        let consumed = log.scan(
            isFinal: isFinal, sink: output.append, report: { self.report($0, of: log) })
        output.flush()
        log.consume(consumed)
    }

    private func report(_ event: ScanEvent, of log: OpenLog) {
        if case .finding(let finding) = event {
            guard thresholds.isOn(finding.rule) else { return }
            if settings.baseline?.contains(finding.fingerprint) == true {
                outcome.known += 1
                return
            }
        }
        let (event, file) = log.placed(event)
        reports.add(event, origin: Origin(path: shown(log.name(of: file))))
    }

    private func account(for log: OpenLog) {
        outcome.bytes += log.scanner.scannedBytes
        usedAllowances.formUnion(log.scanner.usedAllowances)
    }

    private func finish(_ log: OpenLog) {
        scan(log, isFinal: true)
        account(for: log)
        notes += log.scanner.notes.map { "\(told(log.name)): \($0)" }
        self.log = nil
    }

    /// What reports call a path: there may be secrets in it.
    private func shown(_ path: String) -> String {
        guard path != "-" else { return path }
        let names =
            names
            ?? NameScanner(detector, options: settings.scanOptions(thresholds, isReported: false))
        self.names = names
        return names.shown(Array(path.utf8))
    }

    /// What messages call a path.
    private func told(_ path: String) -> String {
        path == "-" ? "standard input" : shown(path)
    }

    /// What is compressed passes as it is, and not as clean.
    private func complainOfCompression(_ bytes: UnsafeRawBufferPointer, path: String) {
        guard let kind = Compression.kind(of: bytes) else { return }
        let text =
            "\(told(path)): \(kind) data: what is inside was not scanned; unpack it first"
        outcome.failures.append(text)
        Terminal.complain("blot: \(text)")
    }

    /// Tells of records that were damaged, and the like.
    func tellNotes() {
        if outcome.known > 0 {
            let what = outcome.known == 1 ? "finding is" : "findings are"
            Terminal.complain("blot: \(outcome.known) more \(what) known")
        }
        for note in notes { Terminal.complain("blot: \(note)") }
    }

    /// Names the allowances that allowed nothing.
    func complainOfUnusedAllowances() {
        settings.complainOfAllowances(without: usedAllowances)
    }

    /// Reads once.
    ///
    /// - Returns: Whether the input has ended, be it by an error, which is taken down.
    private func read(_ source: Descriptor, into buffer: ReadBuffer) -> Bool {
        do throws(SourceError) {
            return try buffer.fill(from: source) == 0
        } catch {
            fail(error)
            return true
        }
    }

    private var end: End {
        guard let error = output.error else { return .input }
        if error.code == EPIPE { return .closedPipe }
        if error.code == EINTR { return .signal(blot_interrupt_pending()) }
        fail(error)
        return .input
    }

    private func fail(_ error: SourceError) {
        let name = error.name.hasPrefix("standard ") ? error.name : shown(error.name)
        let text = "\(name): \(error.sentence)"
        guard !outcome.failures.contains(text) else { return }
        outcome.failures.append(text)
        Terminal.complain("blot: \(text)")
    }
}
