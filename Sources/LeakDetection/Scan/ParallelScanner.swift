/// Scans one stream with several threads: the same bytes and events, in the same order, as its
/// scanner gives alone.
///
/// A scan is stateful, but most of a log changes nothing. So threads look at stretches of complete
/// lines, and prove them clean: they go out as they are, without a word, and leave nothing behind.
/// The caller's thread goes through the stretches in order. It passes those that are proved clean,
/// scans all others as if it were alone, and helps to prove while it waits. When many stretches are
/// not clean it scans alone for a while.
///
/// Threads are started when a buffer holds enough for the first time, and end with the scanner.
/// Between calls none of them looks at the caller's bytes. One stream, one scanner; all calls come
/// from one thread.
public final class ParallelScanner {
    private let scanner: StreamScanner
    private let threads: Int
    private var crew: ProverCrew?
    private var prudence = Prudence()

    /// Bytes of a stretch that is proved clean as a whole, up to the end of a line.
    static let stretchBytes = 32 << 10

    /// A buffer that holds fewer is scanned alone.
    private static let fewest = 4

    /// Lines by which a stretch may be longer so that it does not end with a record.
    private static let moreLines = 16

    private let stretchBytes: Int

    /// - Parameters:
    ///   - scanner: Scans the stream; its other methods may be called between scans.
    ///   - threads: How many threads scan, the caller's included.
    public convenience init(_ scanner: StreamScanner, threads: Int) {
        self.init(scanner, threads: threads, stretchBytes: Self.stretchBytes)
    }

    package init(_ scanner: StreamScanner, threads: Int, stretchBytes: Int) {
        precondition(threads >= 1, "\(threads) threads")
        self.scanner = scanner
        self.threads = threads
        self.stretchBytes = stretchBytes
    }

    /// How many stretches were passed as proved: for tests.
    package private(set) var passed = 0

    /// Scans what can be scanned; see ``StreamScanner/scan(_:isFinal:sink:report:)``.
    ///
    /// The larger the buffer, the more there is to share: a megabyte does.
    public func scan(
        _ buffer: UnsafeRawBufferPointer, isFinal: Bool, sink: StreamScanner.Sink,
        report: StreamScanner.Report
    ) -> Int {
        var consumed = 0
        if threads > 1, buffer.count >= Self.fewest * stretchBytes,
            prudence.mayTry(buffer.count), scanner.profile == nil
        {
            let ends = stretches(of: buffer)
            if ends.count >= Self.fewest {
                consumed = scan(buffer, stretchesTo: ends, sink: sink, report: report)
            }
        }
        return consumed
            + scanner.scan(
                buffer.slice(consumed..<buffer.count), isFinal: isFinal, sink: sink, report: report)
    }

    /// Where the stretches of a buffer end; what is behind the last one is none.
    private func stretches(of buffer: UnsafeRawBufferPointer) -> [Int] {
        let newline = UInt8(ascii: "\n")
        var ends: [Int] = []
        var at = 0
        while ends.count < ProverCrew.mostStretches, at + stretchBytes <= buffer.count,
            let last = buffer.firstOffset(of: newline, from: at + stretchBytes - 1)
        {
            at = last + 1
            // Behind a record the scanner waits for more of them, and is not at rest.
            var start = buffer.lastOffset(of: newline, before: last).map { $0 + 1 } ?? 0
            var more = Self.moreLines
            while buffer[start] == UInt8(ascii: "{"), more > 0,
                let next = buffer.firstOffset(of: newline, from: at)
            {
                (start, at) = (at, next + 1)
                more -= 1
            }
            ends.append(at)
        }
        return ends
    }

    private func scan(
        _ buffer: UnsafeRawBufferPointer, stretchesTo ends: [Int], sink: StreamScanner.Sink,
        report: StreamScanner.Report
    ) -> Int {
        var consumed = 0
        // What was passed is written at once, as far as it goes on.
        var written = 0
        func write() {
            if consumed > written { sink(buffer.slice(written..<consumed)) }
            written = consumed
        }
        func scanAlone(to end: Int) {
            write()
            consumed += scanner.scan(
                buffer.slice(consumed..<end), isFinal: false, sink: sink, report: report)
            written = consumed
        }
        var first = 0
        if !scanner.isAtRest {
            scanAlone(to: ends[0])
            first = 1
            // How the stream began matters for all of it.
            guard scanner.isAtRest else { return consumed }
        }
        let crew = crew ?? ProverCrew(for: scanner, threads: threads)
        self.crew = crew
        let text = Text(bytes: buffer, offset: scanner.offset - consumed)
        crew.begin(text, from: consumed, stretchesTo: ends[first...])
        for (index, end) in ends[first...].enumerated() {
            if crew.claim(index) {
                scanAlone(to: end)
            } else {
                if !crew.isDone(index) { write() }
                let proof = crew.proof(of: index)
                let start = crew.start(of: index)
                if consumed == start, let proof,
                    scanner.pass(buffer.slice(start..<end), proof)
                {
                    consumed = end
                    passed += 1
                    prudence.note(isClean: true)
                } else {
                    scanAlone(to: end)
                    prudence.note(isClean: false)
                }
            }
            crew.shareKnown()
        }
        write()
        return consumed
    }
}

/// Scans alone for a while where many stretches are not clean, the longer the more often that was
/// in vain.
private struct Prudence {
    private var tried = 0
    private var failed = 0
    /// Bytes that are to be scanned alone.
    private var pause = 0
    private var nextPause = shortest

    private static let sample = 32
    private static let shortest = 4 << 20
    private static let longest = 64 << 20

    /// Whether the next bytes are worth a try.
    mutating func mayTry(_ bytes: Int) -> Bool {
        guard pause > 0 else { return true }
        pause -= bytes
        return false
    }

    mutating func note(isClean: Bool) {
        tried += 1
        if !isClean { failed += 1 }
        guard tried == Self.sample else { return }
        if failed * 3 > tried {
            pause = nextPause
            nextPause = min(2 * nextPause, Self.longest)
        } else {
            nextPause = Self.shortest
        }
        (tried, failed) = (0, 0)
    }
}
