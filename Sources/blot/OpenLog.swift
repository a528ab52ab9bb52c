import Configuration
import LeakDetection
import LogSources

/// A log that is being read: its scanner, the bytes that are not done with, and the files that it
/// consists of.
final class OpenLog {
    let scanner: StreamScanner
    let buffer: ReadBuffer
    /// What is reported of it.
    let thresholds: Thresholds
    private let parallel: ParallelScanner

    /// A file of the log, and what came before it.
    private struct File {
        let path: String
        let bytesBefore: Int
        let linesBefore: Int
    }

    private var files: [File] = []
    private var consumed = 0

    /// Bytes that are read at once for several threads: enough to share.
    private static let sharedBytes = 4 << 20

    /// - Parameter threads: How many threads scan it.
    init(_ scanner: StreamScanner, thresholds: Thresholds, threads: Int) {
        self.scanner = scanner
        self.thresholds = thresholds
        parallel = ParallelScanner(scanner, threads: threads)
        buffer = ReadBuffer(
            remainder: scanner.longestRemainder,
            readBytes: threads > 1 ? Self.sharedBytes : ReadBuffer.readBytes)
    }

    /// What messages call it.
    var name: String { files.first.map { $0.path == "-" ? "standard input" : $0.path } ?? "" }

    /// Begins a file: the bytes to come are its.
    func begin(_ path: String) {
        let waiting = buffer.bytes
        let lines = scanner.scannedLines + waiting.lazy.count { $0 == UInt8(ascii: "\n") }
        files.append(
            File(path: path, bytesBefore: consumed + waiting.count, linesBefore: lines))
    }

    /// Scans what can be scanned of the buffer.
    ///
    /// - Returns: How many bytes are done with; see ``consume(_:)``.
    func scan(
        isFinal: Bool, sink: StreamScanner.Sink, report: StreamScanner.Report
    ) -> Int {
        parallel.scan(buffer.bytes, isFinal: isFinal, sink: sink, report: report)
    }

    /// Drops bytes at the front of the buffer.
    func consume(_ count: Int) {
        buffer.consume(count)
        consumed += count
    }

    /// An event with its place in the file that it begins in.
    func placed(_ event: ScanEvent) -> (event: ScanEvent, path: String) {
        guard files.count > 1 else { return (event, files.first?.path ?? "-") }
        let start = event.span.lowerBound
        let file = files.last { $0.bytesBefore <= start } ?? files[0]
        return (event.moved(bytes: -file.bytesBefore, lines: -file.linesBefore), file.path)
    }
}
