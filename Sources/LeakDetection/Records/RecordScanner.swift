import LeakRules
import Prefilter

/// Scans the records of log formats: joins the texts in them to the streams that they were, scans
/// those, and writes what is found into the records.
///
/// A record is written when all its texts are decided. So a record that ends in the middle of a
/// line waits for the one that goes on with it, and those behind it wait, too, up to a limit.
final class RecordScanner {
    /// The most bytes of a record; what is longer is taken for text.
    static let longestRecord = 1 << 20

    /// Bytes of records that wait for the rest of a line.
    private static let longestWait = 1 << 20

    /// The most bytes that are left unconsumed.
    static let longestRemainder = longestRecord + 2 * longestWait

    /// Lines in a row of no format after which the stream is taken for text again.
    private static let foreignLines = PassedRecords.longestGap

    /// Streams that are kept while they have nothing to wait for.
    private static let mostStreams = 256

    private let memory: StreamMemory
    private var readers: [any RecordReader]
    /// The format that a stream has had from its first byte, which is not read line by line.
    private let isBinary: Bool
    private var streams: [StreamKey: LogicalStream] = [:]
    private var pending: [PendingRecord] = []
    private var firstPending = 0
    private var edits: [PhysicalEdit] = []
    private var events: [FoundEvent] = []
    private let output = LineScanner.Output()
    /// Where keys began that are not reported yet, and what their records say.
    private var anchors: [Int: (line: Int, column: Int, record: RecordOrigin)] = [:]
    private var lines: LineCounter
    private var foreignRun = 0
    private var nextCandidate = 0
    /// Where it began, or began anew.
    private var start: Int
    private var lastReader: Int?
    /// The stream that was fed last and is not scanned yet.
    private var fed: StreamKey?
    /// Inside a line of no format that is longer than a record may be.
    private var isInLongLine = false

    // Stream offsets.
    private var base: Int
    /// The beginning of the line that the buffer begins in.
    private var lineStart: Int
    private var parsedTo: Int
    /// Everything before was written.
    private(set) var writtenTo: Int
    /// Everything before is out already: a pause showed the beginning of the first record.
    private var shownTo: Int
    /// What the physical lines hold; nil in a binary format.
    private let search: LineSearch?
    /// Where the records ended, once they have.
    private(set) var endOfRecords: Int?

    /// - Parameters:
    ///   - reader: The format that the stream has from its beginning on, or nil.
    ///   - isBinary: Whether nothing else can be in such a stream.
    ///   - start: The offset of the first record.
    ///   - shownTo: Up to where a pause showed it already.
    ///   - search: Finds records that are as good as plain lines: they end the scan.
    init(
        memory: StreamMemory, reader: (any RecordReader)?, isBinary: Bool = false, start: Int,
        shownTo: Int, lines: LineCounter, search: LineSearch? = nil
    ) {
        self.memory = memory
        self.search = search
        self.isBinary = isBinary
        readers = reader.map { [$0] } ?? RecordFormat.lineReaders()
        (base, lineStart, parsedTo, writtenTo) = (start, start, start, start)
        self.start = start
        self.shownTo = shownTo
        self.lines = lines
    }

    /// Begins anew at a record; nothing of those before waits.
    ///
    /// - Parameter foreign: Lines of no format before it.
    func resume(at start: Int, shownTo: Int, lines: LineCounter, foreign: Int) {
        (base, lineStart, parsedTo, writtenTo) = (start, start, start, start)
        self.start = start
        self.shownTo = shownTo
        self.lines = lines
        endOfRecords = nil
        foreignRun = foreign
        nextCandidate = 0
        // What it reads now does not depend on what it has read before.
        lastReader = nil
        isInLongLine = false
    }

    /// Whether it can begin anew later in the stream.
    var canResume: Bool { search != nil }

    var lineCounter: LineCounter { lines }

    /// What there is to say about the records as a whole.
    private(set) var tally = RecordTally()

    /// Hands over the tally, and begins another.
    func takeTally() -> RecordTally {
        defer { tally = RecordTally() }
        return tally
    }

    // MARK: Reading

    /// Scans what can be scanned; see ``StreamScanner/scan(_:isFinal:sink:report:)``.
    func scan(
        _ buffer: UnsafeRawBufferPointer, isFinal: Bool, sink: StreamScanner.Sink,
        report: StreamScanner.Report
    ) -> Int {
        let text = Text(bytes: buffer, offset: base)
        while endOfRecords == nil, parsedTo < text.end {
            if mayLeave(in: text, isFinal: isFinal) {
                scanFed(in: text)
                if isQuiet, !isInSection {
                    endOfRecords = parsedTo
                    break
                }
            }
            guard let found = next(in: text, isFinal: isFinal) else { break }
            take(found.record, reader: found.reader, in: text)
            if parsedTo - writtenTo > Self.longestWait {
                scanFed(in: text)
                release(in: text, sink: sink, report: report)
                if parsedTo - writtenTo > Self.longestWait { force(in: text) }
            }
            if !isBinary, foreignRun > 0, foreignRun.isMultiple(of: Self.foreignLines) {
                scanFed(in: text)
                if isQuiet { endOfRecords = parsedTo }
            }
        }
        scanFed(in: text)
        if isFinal || endOfRecords != nil { finish(in: text) }
        release(in: text, sink: sink, report: report)
        let consumed = writtenTo - base
        lineStart = startOfLine(at: writtenTo, in: text)
        base = writtenTo
        return consumed
    }

    /// Whether the next line can be scanned as text, as far as a look at it tells.
    private func mayLeave(in text: Text, isFinal: Bool) -> Bool {
        // The first one is why it began.
        guard let search, let lastReader, !isInLongLine, parsedTo > start,
            type(of: readers[lastReader]).leavesPlainRecords
        else { return false }
        if parsedTo >= search.end {
            let end = isFinal ? text.end : text.lineEnd(before: text.end, notBefore: parsedTo)
            guard let end, end > parsedTo else { return false }
            search.search(parsedTo..<end, in: text, matcher: memory.matcher)
            nextCandidate = 0
        }
        let line = parsedTo..<text.endOfLine(from: parsedTo, limit: search.end)
        guard text.byte(at: parsedTo) == UInt8(ascii: "{") else { return true }
        nextCandidate = search.candidates.first(
            from: nextCandidate, atOrBehind: parsedTo - search.start)
        return nextCandidate < search.candidates.count
            && search.candidates[nextCandidate].offset + search.start < line.upperBound
            && search.isPlain(
                line, candidate: nextCandidate, in: text, detector: memory.detector)
    }

    /// Whether lines to come may be read behind others.
    private var isInSection: Bool { streams.values.contains(where: \.isInSection) }

    /// Whether all bytes are parts of records, and a line waits for the next one.
    func goesOn(after buffer: UnsafeRawBufferPointer) -> Bool {
        parsedTo == base + buffer.count && streams.values.contains { $0.waitsFrom != nil }
    }

    /// The next record; nil when it is not complete.
    private func next(in text: Text, isFinal: Bool) -> (record: Record, reader: Int?)? {
        let start = parsedTo - text.offset
        if !isInLongLine {
            // The format of the record before is the likeliest.
            let likely = lastReader ?? 0
            for step in readers.indices {
                let index = step == 0 ? likely : step <= likely ? step - 1 : step
                switch readers[index].read(text.bytes, at: start, isFinal: isFinal) {
                case .record(let record) where record.end - start <= Self.longestRecord:
                    lastReader = index
                    let format = type(of: readers[index])
                    tally.count(
                        format.name, foreignBefore: format.standsAmongOthers ? 0 : foreignRun)
                    foreignRun = 0
                    return (record, index)
                case .incomplete:
                    if !isFinal, text.bytes.count - start < Self.longestRecord { return nil }
                case .record, .foreign: continue
                }
            }
        }
        return foreign(in: text, at: start, isFinal: isFinal).map { ($0, nil) }
    }

    /// A line that is no record, or a part of a very long one.
    private func foreign(in text: Text, at start: Int, isFinal: Bool) -> Record? {
        let rest = text.bytes.slice(start..<text.bytes.count)
        let piece = rest.prefix(Self.longestRecord / 4)
        var end = piece.count
        var endsLine = false
        if let newline = rest.slice(0..<piece.count).firstOffset(of: UInt8(ascii: "\n"), from: 0) {
            end = newline + 1
            endsLine = true
        } else if piece.count < Self.longestRecord / 4 {
            guard isFinal else { return nil }
        }
        if !isInLongLine {
            foreignRun += 1
        }
        isInLongLine = !endsLine
        var decoded = DecodedText()
        decoded.copy(start..<(start + end), of: text.bytes)
        return Record(
            end: start + end,
            fields: [RecordField(stream: .plain, text: decoded, endsLine: endsLine)])
    }

    private func take(_ record: Record, reader: Int?, in text: Text) {
        let range = parsedTo..<(record.end + text.offset)
        if let remark = record.note { tally.remark(remark) }
        pending.append(
            PendingRecord(
                range: range, reader: reader,
                lengths: record.lengths.map { $0.shifted(by: text.offset) }))
        for field in record.fields where !field.text.isEmpty || field.endsLine {
            if let fed, fed != field.stream { scanFed(in: text) }
            fed = field.stream
            if streams.count >= Self.mostStreams, streams[field.stream] == nil {
                makeRoom(in: text)
            }
            stream(field.stream).append(field, offset: text.offset, record: range)
        }
        parsedTo = range.upperBound
    }

    private func stream(_ key: StreamKey) -> LogicalStream {
        if let stream = streams[key] { return stream }
        let stream = LogicalStream(memory: memory, readsCommands: key == .history)
        streams[key] = stream
        return stream
    }

    /// Forgets streams that wait for nothing; if all do, the one that waits longest waits no more.
    private func makeRoom(in text: Text) {
        for (key, stream) in streams where stream.isQuiet { streams[key] = nil }
        while streams.count >= Self.mostStreams,
            let oldest = streams.min(by: {
                ($0.value.order, $0.key.name) < ($1.value.order, $1.key.name)
            })
        {
            oldest.value.cut(output: output)
            collect(from: oldest.value, in: text)
            scan(oldest.value, isFinal: true, in: text)
            streams[oldest.key] = nil
        }
    }

    /// Whether no stream waits for more, and none is inside a key.
    private var isQuiet: Bool { streams.values.allSatisfy(\.isQuiet) }

    // MARK: Scanning

    private func scanFed(in text: Text) {
        guard let fed, let stream = streams[fed] else { return }
        self.fed = nil
        scan(stream, isFinal: false, in: text)
    }

    private func scan(_ stream: LogicalStream, isFinal: Bool, in text: Text) {
        stream.scan(isFinal: isFinal, output: output)
        collect(from: stream, in: text)
    }

    /// Takes over what a stream came to.
    private func collect(from stream: LogicalStream, in text: Text) {
        for piece in output.edits { edits += stream.physical(piece, in: text) }
        for (event, place) in zip(output.events, output.places) {
            let span = stream.physicalSpan(of: event.span)
            let record = record(at: span.lowerBound)
            events.append(
                FoundEvent(
                    event: event.moved(to: span), reader: record?.reader ?? -1,
                    record: record?.range ?? span, place: stream.physicalPlace(of: place)))
        }
        output.removeAll()
        stream.drop()
    }

    private func record(at place: Int) -> PendingRecord? {
        let waiting = pending[firstPending...]
        let index = waiting.partitioningIndex { $0.range.upperBound > place }
        return index < waiting.endIndex && waiting[index].range.contains(place)
            ? waiting[index] : nil
    }

    /// Ends all streams, in the order in which they wait.
    private func finish(in text: Text) {
        for stream in streams.values.sorted(by: { $0.order < $1.order }) {
            scan(stream, isFinal: true, in: text)
        }
        streams = [:]
    }

    /// Ends the line that others wait for, too long: what is scanned of it goes out, and a tail
    /// that may be half a secret is withheld.
    private func force(in text: Text) {
        let blocking = streams.values.filter { $0.waitsFrom != nil }.min {
            ($0.waitsFrom ?? 0) < ($1.waitsFrom ?? 0)
        }
        guard let blocking else { return }
        blocking.cut(output: output)
        collect(from: blocking, in: text)
    }

    // MARK: Writing

    /// Writes the records of which all is decided.
    private func release(
        in text: Text, sink: StreamScanner.Sink, report: StreamScanner.Report
    ) {
        let waiting = streams.values.compactMap(\.waitsFrom).min() ?? parsedTo
        defer { if streams.isEmpty { tellRest(in: text, report: report) } }
        guard firstPending < pending.count, pending[firstPending].range.upperBound <= waiting
        else { return }
        if edits.count > 1 { edits.sort { $0.range.lowerBound < $1.range.lowerBound } }
        sortEvents()
        let hasAnchors = streams.values.contains { !$0.anchors.isEmpty }
        var nextEdit = 0
        var nextEvent = 0
        var end = writtenTo
        while firstPending < pending.count, pending[firstPending].range.upperBound <= waiting {
            let record = pending[firstPending]
            firstPending += 1
            end = record.range.upperBound
            var own: [PhysicalEdit] = []
            while nextEdit < edits.count, edits[nextEdit].range.lowerBound < end {
                own.append(edits[nextEdit])
                nextEdit += 1
            }
            while nextEvent < events.count, events[nextEvent].place < end {
                tell(events[nextEvent], in: text, report: report)
                nextEvent += 1
            }
            if hasAnchors { locateAnchors(in: record, of: text) }
            if !record.lengths.isEmpty, !own.isEmpty {
                own = PhysicalEdit.withLengths(own, lengths: record.lengths, in: text)
            }
            for edit in own where edit.range.lowerBound >= writtenTo {
                write(upTo: edit.range.lowerBound, of: text, to: sink)
                if edit.range.upperBound > shownTo { edit.replacement.withUnsafeBytes(sink) }
                writtenTo = edit.range.upperBound
            }
        }
        write(upTo: end, of: text, to: sink)
        edits.removeFirst(nextEdit)
        events.removeFirst(nextEvent)
        if firstPending == pending.count {
            pending.removeAll(keepingCapacity: true)
            firstPending = 0
        } else if firstPending > 1024 {
            pending.removeFirst(firstPending)
            firstPending = 0
        }
        lines.count(upTo: writtenTo, in: text, if: memory.options.locatesLines)
    }

    private func sortEvents() {
        guard events.count > 1 else { return }
        events = events.enumerated().sorted {
            ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
        }.map(\.element)
    }

    /// Reports what the end of all streams decided.
    private func tellRest(in text: Text, report: StreamScanner.Report) {
        sortEvents()
        for event in events { tell(event, in: text, report: report) }
        events = []
    }

    private func write(upTo end: Int, of text: Text, to sink: StreamScanner.Sink) {
        guard end > writtenTo else { return }
        let from = max(writtenTo, shownTo)
        if from < end { sink(text.slice(from..<end)) }
        writtenTo = end
    }

    /// Reports an event with its place in the stream as it was read.
    private func tell(_ found: FoundEvent, in text: Text, report: StreamScanner.Report) {
        let start = found.event.span.lowerBound
        if let known = anchors.removeValue(forKey: start) {
            report(
                found.event.placed(
                    line: known.line, column: known.column, record: known.record))
            return
        }
        let place = place(of: start, in: text)
        let origin = origin(of: found.record, reader: found.reader, in: text)
        report(found.event.placed(line: place.line, column: place.column, record: origin))
    }

    private func origin(of record: Range<Int>, reader: Int, in text: Text) -> RecordOrigin {
        guard reader >= 0, record.lowerBound >= text.offset else { return RecordOrigin() }
        return readers[reader].origin(text.bytes, of: text.range(record))
    }

    private func place(of offset: Int, in text: Text) -> (line: Int, column: Int) {
        lines.place(
            of: offset, lineStart: startOfLine(at: offset, in: text),
            in: text, if: memory.options.locatesLines)
    }

    /// Where a line begins, which may have been before the buffer.
    private func startOfLine(at place: Int, in text: Text) -> Int {
        let start = text.startOfLine(at: place, notBefore: text.offset)
        return start == text.offset ? lineStart : start
    }

    /// Finds what is to be said of where keys began that are still open, while their record is
    /// here.
    private func locateAnchors(in record: PendingRecord, of text: Text) {
        for stream in streams.values {
            for anchor in stream.anchors.values.map(\.lowerBound)
            where record.range.contains(anchor) && anchors[anchor] == nil {
                let place = place(of: anchor, in: text)
                let origin = origin(of: record.range, reader: record.reader ?? -1, in: text)
                anchors[anchor] = (place.line, place.column, origin)
            }
        }
    }

    /// Writes records whose lines wait for one that they go on in.
    func releaseLines(
        _ buffer: UnsafeRawBufferPointer, sink: StreamScanner.Sink, report: StreamScanner.Report
    ) {
        let text = Text(bytes: buffer, offset: base)
        for stream in streams.values.sorted(by: { $0.order < $1.order }) {
            stream.releaseLines(output: output)
            collect(from: stream, in: text)
        }
        release(in: text, sink: sink, report: report)
    }

    /// Writes records of which the last ends in the middle of a line that reads like a prompt.
    func releasePrompt(
        _ buffer: UnsafeRawBufferPointer, sink: StreamScanner.Sink, report: StreamScanner.Report
    ) {
        for stream in streams.values where stream.waitsFrom != nil { stream.releasePrompt() }
        release(in: Text(bytes: buffer, offset: base), sink: sink, report: report)
    }
}

/// A record that is not written yet.
private struct PendingRecord {
    let range: Range<Int>
    let reader: Int?
    let lengths: [RecordLength]
}

/// What is to be reported when the record is written in which it was decided.
private struct FoundEvent {
    let event: ScanEvent
    /// The format of the record that it begins in; -1 for none.
    let reader: Int
    let record: Range<Int>
    /// Where it was decided: events come in this order, however the stream arrives.
    let place: Int
}

extension RecordLength {
    fileprivate func shifted(by offset: Int) -> RecordLength {
        RecordLength(
            place: place.shifted(by: offset), encoding: encoding,
            counted: counted.shifted(by: offset))
    }
}
