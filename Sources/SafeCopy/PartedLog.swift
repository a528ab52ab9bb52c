import Archive
import LeakDetection
import LogSources

/// Files that are scanned as one stream, because they are the parts of a rotated log: plain, or
/// compressed once. Each has an output of its own.
final class PartedLog {
    /// One of the files.
    final class Part {
        let source: SourceFile
        let destination: Destination
        let output: PartOutput
        var record: CopiedFile
        var bytes = 0
        /// Where it begins in the stream.
        fileprivate let start: Int

        init(
            _ source: SourceFile, _ destination: Destination, filter: CompressionFilter?,
            record: CopiedFile, start: Int
        ) throws(SourceError) {
            self.source = source
            self.destination = destination
            self.record = record
            self.start = start
            output = try PartOutput(source, in: destination.directory, filter: filter)
        }
    }

    private let context: CopyContext
    private let log: OpenLog
    private(set) var parts: [Part] = []
    /// Everything before, in the stream as it is read, is written.
    private var written = 0
    private var failure: (any Error)?

    init(_ context: CopyContext, path: String, isLarge: Bool) {
        self.context = context
        log = OpenLog(
            context.chain.next(path), threads: isLarge ? context.options.threads : 1)
    }

    /// Begins with the next file.
    ///
    /// - Parameter filter: How it is compressed; nil for plain bytes.
    func begin(
        _ source: SourceFile, to destination: Destination, filter: CompressionFilter?,
        record: CopiedFile
    ) throws(SourceError) {
        let start = log.scannedFrom + log.buffer.bytes.count
        parts.append(
            try Part(source, destination, filter: filter, record: record, start: start))
        log.begin(source.walked.path.text)
    }

    /// Reads all of a stream, which is the last file begun, and redacts what can be redacted.
    func copy(_ stream: UnpackedStream) throws {
        while true {
            try context.checkInterrupt()
            let count = log.buffer.fill { space throws(Never) in stream.read(into: space) }
            if count == 0 { return }
            guard let part = parts.last else { return }
            if !part.output.isCompressed {
                part.bytes += count
                context.options.progress(count, 0, 0)
            }
            try scan(isFinal: false)
        }
    }

    /// Whether the log goes on in a file that begins so.
    func goesOn(in head: [UInt8]) -> Bool {
        head.withUnsafeBytes { log.scanner.goesOn(in: $0, after: log.buffer.bytes) }
    }

    /// Redacts what is left.
    func finish() throws {
        try scan(isFinal: true)
        try skip(to: log.scannedFrom)
    }

    private func scan(isFinal: Bool) throws {
        let buffer = log.buffer.bytes
        let base = log.scannedFrom
        let done = log.scan(
            isFinal: isFinal,
            sink: { piece in
                guard failure == nil else { return }
                do { try write(piece, of: buffer, at: base) } catch { failure = error }
            },
            report: { event in
                let (event, index) = log.placed(event)
                let part = parts[index]
                context.count(event, in: &part.record, at: part.source.walked.path)
            })
        log.consume(done)
        if let failure { throw failure }
    }

    /// Writes a piece of the stream's output to the output of the file that it comes from.
    private func write(
        _ piece: UnsafeRawBufferPointer, of buffer: UnsafeRawBufferPointer, at base: Int
    ) throws {
        guard let start = piece.baseAddress, !piece.isEmpty else { return }
        guard let first = buffer.baseAddress, start >= first,
            start + piece.count <= first + buffer.count
        else {
            // What was put in the place of something else.
            try part(at: written)?.output.replace(with: piece)
            return
        }
        try skip(to: base + (start - first))
        var rest = piece[...]
        while !rest.isEmpty {
            let count = min(rest.count, end(ofPartAt: written) - written)
            try part(at: written)?.output.keep(UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
            rest = rest.dropFirst(count)
            written += count
        }
    }

    /// Takes note that the bytes up to a place are not written as they were: a secret may begin in
    /// one file and end in another.
    private func skip(to place: Int) throws {
        while written < place {
            try part(at: written)?.output.skip()
            written = min(place, end(ofPartAt: written))
        }
    }

    private func part(at place: Int) -> Part? { parts.last { $0.start <= place } ?? parts.first }

    private func end(ofPartAt place: Int) -> Int {
        parts.first { $0.start > place }?.start ?? .max
    }
}
