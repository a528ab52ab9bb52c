import CInterrupt
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

    private let detector: Detector
    private let options: ScanOptions
    private let allowances: [Allowance]
    private var usedAllowances: Set<Int> = []
    private let reports: Reports
    private let output = WriteBuffer(
        to: .standardOutput, interrupt: blot_interrupt_descriptor())
    private(set) var outcome = Outcome()

    /// A pause this long shows what can be shown of an incomplete line.
    private static let pause: Int32 = 50

    /// What pipes are asked to hold: fewer wake-ups on both sides.
    private static let pipeBytes: Int32 = 1 << 20

    init(
        detector: Detector, options: ScanOptions, allowances: [Allowance], reports: Reports
    ) {
        self.allowances = allowances
        self.detector = detector
        self.options = options
        self.reports = reports
        Descriptor.standardOutput.enlargePipe(to: Self.pipeBytes)
    }

    /// Filters one source: a path, or `-` for standard input.
    func run(_ path: String) -> End {
        let source: Descriptor
        do throws(SourceError) {
            source = path == "-" ? .standardInput : try .reading(path)
        } catch {
            fail(error)
            return .input
        }
        defer { if path != "-" { source.shut() } }
        source.enlargePipe(to: Self.pipeBytes)
        let origin = Origin(path: path)
        var options = options
        options.allowlist = Allowlist(allowances, path: path)
        let scanner = StreamScanner(detector: detector, options: options)
        let buffer = ReadBuffer(remainder: scanner.longestRemainder)
        defer {
            outcome.bytes += scanner.scannedBytes
            usedAllowances.formUnion(scanner.usedAllowances)
        }
        var isPaused = false
        var isFirst = true
        while true {
            let isWaiting = !buffer.bytes.isEmpty && !isPaused
            switch source.wait(
                interrupt: blot_interrupt_descriptor(), milliseconds: isWaiting ? Self.pause : nil)
            {
            case .interrupted:
                output.flush()
                return .signal(blot_interrupt_pending())
            case .idle:
                isPaused = true
                scanner.releasePrompt(buffer.bytes, sink: output.append)
            case .readable:
                isPaused = false
                let isFinal = read(source, into: buffer)
                if isFirst { complainOfCompression(buffer.bytes, path: path) }
                isFirst = false
                let consumed = scanner.scan(
                    buffer.bytes, isFinal: isFinal, sink: output.append,
                    report: { reports.add($0, origin: origin) })
                output.flush()
                buffer.consume(consumed)
                if isFinal { return end }
            }
            output.flush()
            if output.error != nil { return end }
        }
    }

    /// What is compressed passes as it is, and not as clean.
    private func complainOfCompression(_ bytes: UnsafeRawBufferPointer, path: String) {
        guard let kind = Compression.kind(of: bytes) else { return }
        let text =
            "\(path == "-" ? "standard input" : path): \(kind) data: what is inside was not scanned; unpack it first"
        outcome.failures.append(text)
        Terminal.complain("blot: \(text)")
    }

    /// Names the allowances that allowed nothing: leftovers that may one day hide a secret.
    ///
    /// Those of rule files go with their rules and may well be idle.
    func complainOfUnusedAllowances() {
        for (index, allowance) in allowances.enumerated()
        where allowance.scope == nil && !usedAllowances.contains(index) {
            Terminal.complain(
                "\(allowance.file):\(allowance.line): warning: "
                    + "allows nothing that was seen (\(allowance.reason))"
            )
        }
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
        let text = "\(error)"
        guard !outcome.failures.contains(text) else { return }
        outcome.failures.append(text)
        Terminal.complain("blot: \(text)")
    }
}
