import LeakRules

/// Scans one stream: bytes in, redacted bytes and findings out.
///
/// What is written for a line depends on that line and those before it, never on how the bytes
/// arrive: a complete line goes out as soon as it is in, unless it goes on in the next. Clean bytes
/// go out as they came, in runs as long as the buffer allows.
///
/// Records of log formats are recognised by what they look like, wherever they begin; then the
/// texts in them are scanned as the streams they were, and redacted in place.
///
/// The caller keeps the bytes that were not consumed and passes them again at the front of the next
/// buffer. Not thread-safe; one stream, one scanner.
public final class StreamScanner {
    /// Receives bytes to write. Valid during the call only.
    public typealias Sink = (UnsafeRawBufferPointer) -> Void

    /// Receives what was found.
    public typealias Report = (ScanEvent) -> Void

    let memory: StreamMemory
    private let plain: LineScanner
    private let output = LineScanner.Output()
    private let search = LineSearch()
    /// Reads the records as long as there are any.
    private var records: RecordScanner?
    /// The one that did, kept for the next.
    private var idle: RecordScanner?
    private var start: StreamStart? = StreamStart()
    /// Whether the first bytes must do to tell what the stream is written in.
    private var mustTell = false

    // Stream offsets.
    /// The first byte of the buffer.
    private var base = 0
    /// Everything before was written or replaced.
    private var written = 0

    /// Prepares to scan a stream from its beginning.
    public convenience init(detector: Detector, options: ScanOptions = ScanOptions()) {
        precondition(
            options.frameBytes >= 2 * detector.reach,
            "a frame of \(options.frameBytes) bytes is shorter than twice the reach of the rules")
        self.init(memory: StreamMemory(detector: detector, options: options))
    }

    /// A scanner of what was written next: it has another beginning, but knows the secrets that
    /// were seen here.
    ///
    /// This scanner is done with.
    public func successor() -> StreamScanner {
        memory.insideKeys = []
        return StreamScanner(memory: memory)
    }

    private init(memory: StreamMemory) {
        self.memory = memory
        let options = memory.options
        plain = LineScanner(
            memory: memory, locatesLines: options.locatesLines, stopsAtRecords: true,
            search: search)
    }

    /// Receives what the rules cost; nil unless somebody asks.
    package var profile: ScanProfile? {
        get { memory.matcher.profile }
        set { memory.matcher.profile = newValue }
    }

    /// The most bytes that are left unconsumed: what a caller's buffer must hold beside the bytes
    /// it reads next.
    public var longestRemainder: Int {
        max(LineScanner.longestRemainder(memory.options), RecordScanner.longestRemainder)
    }

    /// Bytes scanned so far: all of the stream up to the first incomplete line, window or record.
    public var scannedBytes: Int { records?.writtenTo ?? plain.scannedTo }

    /// Complete lines scanned so far; 0 where lines are not counted.
    public var scannedLines: Int { (records?.lineCounter ?? plain.lineCounter).complete }

    /// The indices of the allowances that were of use.
    public var usedAllowances: Set<Int> { memory.usedAllowances }

    /// What there is to say about the stream as a whole: records that were damaged, and the like.
    public var notes: [String] {
        var tally = tally
        if let tallied = records ?? idle { tally.add(tallied.tally) }
        tally.count(DockerJSONReader.name, plain.passed)
        return tally.notes
    }

    private var tally = RecordTally()

    /// Whether the stream goes on in another file, because a log was rotated: the next part is not
    /// written otherwise, so that a record, a key or a line may go on in it.
    ///
    /// Call it when all bytes of the file were given to ``scan(_:isFinal:sink:report:)``. If it
    /// goes on, the next part's bytes come next, behind those in the buffer; if not, the stream is
    /// to be ended, and ``successor()`` scans what follows.
    /// - Parameters:
    ///   - next: The beginning of the next part: 4 KiB, or all.
    ///   - buffer: The unconsumed bytes of the last scan.
    public func goesOn(
        in next: UnsafeRawBufferPointer, after buffer: UnsafeRawBufferPointer
    ) -> Bool {
        if let records, records.goesOn(after: buffer) { return true }
        // A binary format, or a history, has a beginning of its own.
        guard records?.canResume ?? true,
            start.map({ $0.look(at: buffer, isFinal: true).isPlain }) ?? true
        else { return false }
        return StreamStart().look(at: next, isFinal: true).isPlain
    }

    /// Scans what can be scanned.
    ///
    /// - Parameters:
    ///   - buffer: The unconsumed bytes of the last call, and what came since.
    ///   - isFinal: Whether the stream ends here.
    ///   - sink: Receives the redacted bytes, in order.
    ///   - report: Receives findings and blind spots, in order.
    /// - Returns: How many bytes of `buffer` are done with. All of them when `isFinal`.
    public func scan(
        _ buffer: UnsafeRawBufferPointer, isFinal: Bool, sink: Sink, report: Report
    ) -> Int {
        if let start {
            switch start.look(
                at: buffer, isFinal: isFinal || mustTell && StreamStart.mayDo(buffer))
            {
            case .wait: return 0
            case .plain: self.start = nil
            case .records(let reader, let isBinary):
                self.start = nil
                records = RecordScanner(
                    memory: memory, reader: reader, isBinary: isBinary, start: base,
                    shownTo: base, lines: plain.lineCounter)
            }
        }
        var consumed = 0
        while true {
            let rest = buffer.slice(consumed..<buffer.count)
            if let records {
                consumed += records.scan(rest, isFinal: isFinal, sink: sink, report: report)
                guard let end = records.endOfRecords else { break }
                self.records = nil
                if records.canResume { idle = records } else { tally.add(records.tally) }
                written = end
                base = end
                plain.resume(at: end, lines: records.lineCounter)
            } else {
                consumed += scanPlain(rest, isFinal: isFinal, sink: sink, report: report)
                guard records != nil else { break }
            }
        }
        return consumed
    }

    /// Scans lines up to the first record.
    private func scanPlain(
        _ buffer: UnsafeRawBufferPointer, isFinal: Bool, sink: Sink, report: Report
    ) -> Int {
        var done = 0
        while true {
            let rest = buffer.slice(done..<buffer.count)
            let text = Text(bytes: rest, offset: base)
            let consumed = plain.scan(rest, isFinal: isFinal, output: output)
            hand(over: text, sink: sink, report: report)
            let record = plain.recordStart
            let isRead = record.map { openRecords(at: $0, in: text, isFinal: isFinal) } ?? .line
            base += consumed
            done += consumed
            switch isRead {
            case .records, .wait: return done
            case .line where record == nil: return done
            case .line: continue
            }
        }
    }

    private enum Opening { case records, line, wait }

    /// Begins with records at a line that seems to be one.
    private func openRecords(at place: Int, in text: Text, isFinal: Bool) -> Opening {
        let line = text.slice(place..<text.end)
        for var reader in RecordFormat.lineReaders() {
            switch reader.read(line, at: 0, isFinal: isFinal) {
            case .foreign: continue
            case .incomplete:
                if line.count > RecordScanner.longestRecord { continue }
                return .wait
            case .record:
                let foreign = plain.meetRecord(at: place, in: text)
                let records =
                    idle
                    ?? RecordScanner(
                        memory: memory, reader: nil, start: place, shownTo: written,
                        lines: plain.lineCounter, search: search)
                records.resume(
                    at: place, shownTo: written, lines: plain.lineCounter, foreign: foreign)
                self.records = records
                return .records
            }
        }
        plain.passRecord(to: text.endOfLine(from: place, limit: text.end) + 1)
        return .line
    }

    // MARK: Stretches that others scan

    /// What a look at a stretch showed that turned out to be clean.
    struct Proof {
        fileprivate(set) var knownVersion = 0
        /// Whether anything in it was read otherwise than as it stands.
        fileprivate(set) var hasDecoded = false
        fileprivate(set) var lines = 0
        fileprivate(set) var passed = PassedRecords()
        fileprivate(set) var tally = RecordTally()
        fileprivate(set) var usedAllowances: Set<Int> = []
    }

    /// Whether the lines to come can be scanned by others: nothing of those before matters but what
    /// is remembered of secrets.
    var isAtRest: Bool {
        start == nil && records == nil && written == base && plain.isAtRest(at: base)
            && base > 0 && profile == nil
    }

    /// Where the unconsumed bytes begin.
    var offset: Int { base }

    /// A scanner that looks at stretches of the same stream.
    func makeProver() -> StreamScanner {
        var options = memory.options
        options.describesFindings = false
        let prover = StreamScanner(
            memory: StreamMemory(detector: memory.detector, options: options, learns: false))
        prover.start = nil
        return prover
    }

    /// Looks whether complete lines go out as they are, without a word, and leave nothing behind.
    ///
    /// - Parameters:
    ///   - lines: The lines; an offset is where they stand in the stream.
    ///   - owner: The scanner of the stream; nothing is read of it but how it began.
    ///   - known: The secrets that are known.
    /// - Returns: What ``pass(_:_:)`` needs; nil when the owner must scan the lines.
    func prove(_ lines: Text, for owner: StreamScanner, known: KnownSecrets) -> Proof? {
        memory.known = known
        memory.hasDecoded = false
        memory.insideKeys = []
        memory.usedAllowances = []
        (base, written) = (lines.offset, lines.offset)
        plain.begin(at: base, like: owner.plain)
        var next = lines.bytes.baseAddress
        var isClean = true
        _ = scan(
            lines.bytes, isFinal: false,
            sink: { piece in
                isClean = isClean && piece.baseAddress == next
                next = next.map { $0 + piece.count }
            }, report: { _ in isClean = false })
        tally.add(idle?.takeTally() ?? RecordTally())
        let records = tally
        tally = RecordTally()
        // Other readers than Docker's remember what they have read.
        guard isClean, isAtRest, base == lines.end, records.holdsOnly(DockerJSONReader.name) else {
            (self.records, idle) = (nil, nil)
            return nil
        }
        return Proof(
            knownVersion: known.version, hasDecoded: memory.hasDecoded || !records.isEmpty,
            lines: plain.lineCounter.complete, passed: plain.passed, tally: records,
            usedAllowances: memory.usedAllowances)
    }

    /// Goes on behind lines if another found them to be clean and this one would. They are to be
    /// written as they are.
    ///
    /// - Returns: Whether it did.
    func pass(_ bytes: UnsafeRawBufferPointer, _ proof: Proof) -> Bool {
        guard isAtRest else { return false }
        if proof.knownVersion != memory.known.version {
            guard !proof.hasDecoded, memory.known.first(in: bytes, range: 0..<bytes.count) == nil
            else { return false }
        }
        plain.pass(
            Text(bytes: bytes, offset: base), lines: proof.lines, passed: proof.passed)
        base += bytes.count
        written = base
        tally.add(proof.tally)
        memory.usedAllowances.formUnion(proof.usedAllowances)
        return true
    }

    /// Makes the first bytes do to tell what the stream is written in.
    ///
    /// Call it when the input has paused, and then ``scan(_:isFinal:sink:report:)`` with the
    /// unconsumed bytes: what was held back until more of the stream was there may go out.
    public func tellFormat() { mustTell = true }

    /// Writes the part of an incomplete line that cannot belong to a secret: a prompt that waits
    /// for an answer.
    ///
    /// Call it when the input has paused. See ``PromptRule`` for what is held back; it stays held
    /// back until the line is complete.
    /// - Parameters:
    ///   - buffer: The unconsumed bytes of the last call to ``scan(_:isFinal:sink:report:)``.
    ///   - sink: Receives the bytes.
    ///   - report: Receives what was found in records that go out with it.
    public func releasePrompt(
        _ buffer: UnsafeRawBufferPointer, sink: Sink, report: Report
    ) {
        // What the stream is written in is not known yet.
        guard start == nil else { return }
        if let records {
            records.releasePrompt(buffer, sink: sink, report: report)
        } else {
            plain.releasePrompt(buffer)
            write(upTo: plain.cursor, of: Text(bytes: buffer, offset: base), to: sink)
        }
    }

    /// Writes complete lines that wait for the next, because they seem to go on in it: wrapped
    /// base64, a dump, a backslash at the end.
    ///
    /// Call it when the input has paused for longer. A secret that does go on is blotted out from
    /// the next line on, so the pause should be longer than any that a producer makes inside such
    /// a block.
    /// - Parameters:
    ///   - buffer: The unconsumed bytes of the last call to ``scan(_:isFinal:sink:report:)``.
    ///   - sink: Receives the bytes.
    ///   - report: Receives what is found in the lines.
    public func releaseLines(_ buffer: UnsafeRawBufferPointer, sink: Sink, report: Report) {
        guard start == nil else { return }
        if let records {
            records.releaseLines(buffer, sink: sink, report: report)
        } else {
            plain.releaseLines(buffer, output: output)
            hand(over: Text(bytes: buffer, offset: base), sink: sink, report: report)
        }
    }

    /// Writes what the scanner of lines has decided.
    private func hand(over text: Text, sink: Sink, report: Report) {
        for piece in output.edits {
            write(upTo: piece.range.lowerBound, of: text, to: sink)
            piece.replacement.withUnsafeBytes(sink)
            written = piece.range.upperBound
        }
        for event in output.events { report(event) }
        output.removeAll()
        write(upTo: plain.cursor, of: text, to: sink)
    }

    /// Writes the bytes up to a place as they are.
    private func write(upTo end: Int, of text: Text, to sink: Sink) {
        guard end > written else { return }
        sink(text.slice(written..<end))
        written = end
    }
}
