public import LeakDetection

/// A log that is being read: its scanner, the bytes that are not done with, and the files that it
/// consists of.
public final class OpenLog {
    public let scanner: StreamScanner
    public let buffer: ReadBuffer
    private var parallel: ParallelScanner
    private var threads: Int

    /// A file of the log, and what came before it.
    private struct File {
        let name: String
        let bytesBefore: Int
        let linesBefore: Int
    }

    private var files: [File] = []
    private var consumed = 0

    /// Bytes that are read at once for several threads: enough to share.
    private static let sharedBytes = 4 << 20

    /// - Parameters:
    ///   - threads: How many threads scan it.
    ///   - mayShare: Whether more threads may be given to it later.
    public init(_ scanner: StreamScanner, threads: Int, mayShare: Bool = false) {
        self.scanner = scanner
        self.threads = threads
        parallel = ParallelScanner(scanner, threads: threads)
        buffer = ReadBuffer(
            remainder: scanner.longestRemainder,
            readBytes: threads > 1 || mayShare ? Self.sharedBytes : ReadBuffer.readBytes)
    }

    /// The name of its first file; empty before there is one.
    public var name: String { files.first?.name ?? "" }

    /// Has it scanned by so many threads from now on.
    public func share(among threads: Int) {
        guard threads != self.threads else { return }
        self.threads = threads
        parallel = ParallelScanner(scanner, threads: threads)
    }

    /// The stream's offset of the buffer.
    public var scannedFrom: Int { consumed }

    /// Begins a file: the bytes to come are its.
    public func begin(_ name: String) {
        let waiting = buffer.bytes
        let lines = scanner.scannedLines + waiting.lazy.count { $0 == UInt8(ascii: "\n") }
        files.append(
            File(name: name, bytesBefore: consumed + waiting.count, linesBefore: lines))
    }

    /// Scans what can be scanned of the buffer.
    ///
    /// - Returns: How many bytes are done with; see ``consume(_:)``.
    public func scan(
        isFinal: Bool, sink: StreamScanner.Sink, report: StreamScanner.Report
    ) -> Int {
        parallel.scan(buffer.bytes, isFinal: isFinal, sink: sink, report: report)
    }

    /// Drops bytes at the front of the buffer.
    public func consume(_ count: Int) {
        buffer.consume(count)
        consumed += count
    }

    /// An event with its place in the file that it begins in, and that file: 0 for the first.
    public func placed(_ event: ScanEvent) -> (event: ScanEvent, file: Int) {
        guard files.count > 1 else { return (event, 0) }
        let start = event.span.lowerBound
        let index = files.lastIndex { $0.bytesBefore <= start } ?? 0
        let file = files[index]
        return (event.moved(bytes: -file.bytesBefore, lines: -file.linesBefore), index)
    }

    /// The name of a file: see ``placed(_:)``.
    public func name(of file: Int) -> String { files.isEmpty ? "-" : files[file].name }
}
