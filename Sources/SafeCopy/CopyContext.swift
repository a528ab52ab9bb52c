public import LeakDetection
import LeakRules
import LogSources

/// Receives what was found.
///
/// - Parameters:
///   - path: The file as it was named or found, which thresholds may depend on.
///   - place: That path, and the member of an archive, for people: without secrets.
public typealias CopyReport = (_ event: ScanEvent, _ path: String, _ place: String) -> Void

/// What the copying of all files shares.
final class CopyContext {
    let options: CopyOptions
    let chain: ScannerChain
    let names: NameRedactor
    private let report: CopyReport
    private(set) var outcome = CopyOutcome()

    /// Whether the files are redacted where they are.
    var isInPlace: Bool {
        get { outcome.isInPlace }
        set { outcome.isInPlace = newValue }
    }

    init(
        _ detector: Detector, options: CopyOptions, report: @escaping CopyReport
    ) {
        self.options = options
        self.report = report
        chain = ScannerChain(detector, options: options.scan, allowances: options.allowances)
        names = NameRedactor(detector, options: options.scan, knowing: chain)
    }

    func checkInterrupt() throws {
        if options.isInterrupted() { throw Interrupted() }
    }

    /// Whether a stream goes into the copy; why not otherwise.
    func reasonToLeaveOut(_ stream: UnpackedStream, isNamed: Bool) -> (String, isFailure: Bool)? {
        switch stream.kind {
        case .text: nil
        case .journal: ("a journal file, which cannot be rewritten: export it first", true)
        case .binary: options.copiesBinaries || isNamed ? nil : ("a binary file", false)
        }
    }

    /// Whether a stream that was read shows to be no text; why it does not go into the copy then.
    func reasonToDrop(_ stream: UnpackedStream) -> String? {
        guard let place = stream.binaryFrom, !options.copiesBinaries else { return nil }
        return "binary from about byte \(place) on: cannot be scanned in full"
    }

    /// Scans a stream, and hands over its redacted bytes.
    ///
    /// - Parameters:
    ///   - path: What allowances are asked about.
    ///   - report: Receives what was found.
    func redact(
        _ stream: UnpackedStream, path: String, to write: (UnsafeRawBufferPointer) throws -> Void,
        report: (ScanEvent) -> Void
    ) throws {
        let scanner = chain.next(path)
        let isLarge = (stream.size ?? 0) >= Self.largeBytes
        let log = OpenLog(scanner, threads: isLarge ? options.threads : 1)
        log.begin(path)
        var failure: (any Error)?
        var count = 1
        while count > 0 {
            try checkInterrupt()
            count = log.buffer.fill { space throws(Never) in stream.read(into: space) }
            let done = log.scan(
                isFinal: count == 0,
                sink: { bytes in
                    guard failure == nil else { return }
                    do { try write(bytes) } catch { failure = error }
                }, report: report)
            log.consume(done)
            if let failure { throw failure }
        }
    }

    /// Bytes of a stream from which on several threads help.
    static let largeBytes = 4 << 20

    /// Counts what was found in a file, and tells it.
    func count(
        _ event: ScanEvent, in file: inout CopiedFile, at path: BytePath, member: MemberPath? = nil
    ) {
        switch event {
        case .finding(let finding):
            file.replaced[finding.rule.id, default: 0] += 1
            outcome.rules[finding.rule.id] = finding.rule
            options.progress(0, 0, 1)
        case .blindSpot: file.blindSpots += 1
        }
        guard !isAgain else { return }
        let place = shown(path.bytes) + (member.map { "!" + shown($0) } ?? "")
        report(event, path.text, place)
    }

    /// A path for people, without secrets.
    func shown(_ path: [UInt8]) -> String { shownName(NameBook(names).redacted(path)) }

    func shown(_ member: MemberPath) -> String {
        member.names.map { shown($0) }.joined(separator: "!")
    }

    /// Takes down what became of a file.
    ///
    /// - Parameter isCounted: Whether its bytes were told as they were read.
    func add(_ file: CopiedFile, bytes: Int, isCounted: Bool = false) {
        var file = file
        switch file.fate {
        case .unchanged where file.isChanged: file.fate = .redacted
        case .unchanged, .redacted: break
        // Nothing was replaced in what is not there.
        case .leftOut, .skipped: (file.replaced, file.blindSpots) = ([:], 0)
        }
        outcome.bytes += bytes
        options.progress(isCounted ? 0 : bytes, 1, 0)
        switch file.fate {
        case .leftOut, .skipped: break
        case .redacted, .unchanged: outcome.copied += 1
        }
        if file.fate == .unchanged { outcome.unchanged += 1 }
        if file.fate != .unchanged || !file.notes.isEmpty { outcome.files.append(file) }
    }

    /// Forgets what became of a file that is copied again.
    func forget(_ path: String) {
        isAgain = true
        guard let index = outcome.files.firstIndex(where: { $0.path == path }) else {
            outcome.copied -= 1
            outcome.unchanged -= 1
            return
        }
        switch outcome.files.remove(at: index).fate {
        case .redacted: outcome.copied -= 1
        case .unchanged:
            outcome.copied -= 1
            outcome.unchanged -= 1
        case .leftOut, .skipped: break
        }
    }

    /// Whether files are copied again: what is found was told.
    private var isAgain = false

    /// Takes down that a file is not in the copy after all.
    func leaveOut(_ path: String, _ reason: String) {
        forget(path)
        var record = CopiedFile(path: path)
        record.leaveOut(reason)
        add(record, bytes: 0)
    }

    /// - Parameter leaks: Files in which something is found, or which could not be scanned again.
    func finish(_ leaks: CopyCheck.Leaks) -> CopyOutcome {
        outcome.leaking = leaks.found.map { shown($0.bytes) }.sorted()
        outcome.unchecked = leaks.unreadable.subtracting(leaks.found).map { shown($0.bytes) }
            .sorted()
        return finish()
    }

    func finish(isPartial: Bool = false) -> CopyOutcome {
        chain.finish()
        outcome.usedAllowances = chain.usedAllowances
        outcome.isPartial = isPartial
        return outcome
    }
}
