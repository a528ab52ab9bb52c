import LeakRules
import Prefilter

/// Scans the lines of one logical stream: text in, what is to be changed in it and findings out.
///
/// What is decided for a line depends on that line and those before it, never on how the bytes
/// arrive: a complete line is decided as soon as it is in, unless it goes on in the next
/// (``LineJoiner``). Offsets are those of the logical stream.
final class LineScanner {
    /// What a scan has come to, in order; the owner takes it out.
    final class Output {
        /// Disjoint ranges, and what stands there instead.
        var edits: [Stretch.Piece] = []
        var events: [ScanEvent] = []
        /// For each event where it was decided: at its beginning, or for a key where that ended.
        var places: [Int] = []

        /// Forgets what was taken out.
        func removeAll() {
            edits.removeAll(keepingCapacity: true)
            events.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
        }

        fileprivate func tell(_ event: ScanEvent, decidedAt place: Int? = nil) {
            events.append(event)
            places.append(place ?? event.span.lowerBound)
        }
    }

    private let memory: StreamMemory
    private let detector: Detector
    private let options: ScanOptions
    private let frames: FrameScanner
    private let layers: LayerScanner
    private var matcher: LineMatcher { memory.matcher }
    private let search: LineSearch
    private var blocks = OpenBlocks() {
        didSet {
            guard blocks.isEmpty != oldValue.isEmpty else { return }
            memory.note(self, isInsideKey: !blocks.isEmpty)
        }
    }
    private var sections = Sections()
    private var lines = LineCounter()
    /// Whether findings carry line and column.
    private let locatesLines: Bool
    /// Whether a line that is part of a log format's record ends the scan.
    private let stopsAtRecords: Bool
    /// Whether the lines are commands of a shell.
    private let readsCommands: Bool
    /// Finds the first line that is a part of a longer one by itself, in a stream whose first line
    /// says that there may be such lines: ``RepeatedTimestampReader``, ``SyslogReader``.
    private var firstRecord: ((Text, Range<Int>) -> Int)?
    private let streamStart: Int
    /// What may still be decoded of the line.
    private var budget = DecodeBudget(bytes: 0)

    // Stream offsets.
    /// The first byte of the buffer.
    private var base: Int
    /// Everything before is decided.
    private(set) var cursor: Int
    /// Everything before was masked, when it is the cursor.
    private var maskedTo: Int
    /// The first line that is not complete.
    private var lineStart: Int
    /// Where the next window of that line begins; `lineStart` unless the line is long.
    private var windowStart: Int
    /// No line ending stands between `lineStart` and here.
    private var searchedTo: Int
    /// The last window ended inside a secret.
    private var endsInSecret = false
    /// Lines before are not looked at for records.
    private var recordsFrom: Int
    /// Complete lines up to here were decided before the line came that they go on in.
    private var releasedTo = 0
    /// Where the line begins that ended the scan: part of a record.
    private(set) var recordStart: Int?
    /// Records that were passed as plain lines.
    private(set) var passed = PassedRecords()
    /// Those that are not passed yet, though they may be.
    private var passing: [Range<Int>] = []
    private var firstPassing = 0

    /// Bytes before a window that look-behinds see.
    private static let context = 1024

    /// What speaks for a line that goes on with a key of another stream.
    private static let goesOnElsewhere = Assessment(
        confidence: 0.8,
        evidence: [
            Evidence(kind: "pattern", note: "goes on like a key in another stream", weight: 0.8)
        ])

    /// How often a line is looked at again without what was found in it.
    private static let rounds = 3

    /// Decoded bytes that a line may cost, beside some for each of its own.
    private static let decodedBytes = 32 << 20

    /// - Parameters:
    ///   - start: The offset of the stream's first byte.
    ///   - lines: Counts them from there.
    ///   - locatesLines: Whether findings carry line and column.
    ///   - stopsAtRecords: Whether a line that is part of a record ends the scan.
    ///   - readsCommands: Whether the lines are commands of a shell.
    init(
        memory: StreamMemory, start: Int = 0, lines: LineCounter = LineCounter(),
        locatesLines: Bool = false, stopsAtRecords: Bool = false, readsCommands: Bool = false,
        search: LineSearch = LineSearch()
    ) {
        self.memory = memory
        self.search = search
        detector = memory.detector
        options = memory.options
        frames = FrameScanner(memory: memory)
        layers = LayerScanner(frames: frames)
        self.locatesLines = locatesLines
        self.stopsAtRecords = stopsAtRecords
        self.readsCommands = readsCommands
        self.lines = lines
        streamStart = start
        (base, cursor, maskedTo, lineStart) = (start, start, start, start)
        (windowStart, searchedTo, recordsFrom) = (start, start, start)
    }

    /// The most bytes that are left unconsumed, beside lines that go on.
    static func longestRemainder(_ options: ScanOptions) -> Int {
        2 * options.frameBytes + context
    }

    /// All of the stream up to the first line or window that is not scanned.
    var scannedTo: Int { max(lineStart, windowStart) }

    /// The line endings that were counted.
    var lineCounter: LineCounter { lines }

    /// Whether lines to come may be read behind others: in a manifest or the like.
    var isInSection: Bool { !sections.isEmpty }

    /// Whether a key goes on in the lines to come.
    var hasOpenBlock: Bool { !blocks.isEmpty }

    /// Where the secrets of those keys stand, as far as they are known.
    var blockSpans: [Range<Int>] { blocks.spans }

    /// Scans what can be scanned.
    ///
    /// - Parameters:
    ///   - buffer: The unconsumed bytes of the last call, and what came since.
    ///   - isFinal: Whether the stream ends here.
    /// - Returns: How many bytes of `buffer` are done with. All of them when `isFinal`, unless
    ///   there is a ``recordStart``.
    func scan(_ buffer: UnsafeRawBufferPointer, isFinal: Bool, output: Output) -> Int {
        let text = Text(bytes: buffer, offset: base)
        recordStart = nil
        let complete = isFinal ? text.end : text.lineEnd(before: text.end, notBefore: searchedTo)
        if let complete, complete > lineStart {
            let reached = scanLines(until: complete, in: text, isFinal: isFinal, output: output)
            lineStart = reached
            windowStart = reached
        }
        var keep = lineStart
        if recordStart != nil {
            searchedTo = lineStart
        } else if isFinal {
            closeBlocks(output)
            settle(upTo: text.end)
            keep = text.end
        } else if complete == nil || lineStart == complete {
            while text.end - windowStart > options.frameBytes {
                scanWindow(endingAt: text.end, in: text, output: output)
            }
            searchedTo = text.end
            if windowStart > lineStart { keep = max(lineStart, windowStart - Self.context) }
        } else {
            searchedTo = lineStart
        }
        let consumed = max(0, keep - base)
        base += consumed
        return consumed
    }

    /// Goes on behind records that another scanner has decided.
    func resume(at start: Int, lines: LineCounter) {
        self.lines = lines
        move(to: start)
        endsInSecret = false
        passed.goOn(behind: start)
    }

    /// Takes all before the beginning of a line for decided.
    private func move(to place: Int) {
        (base, cursor, maskedTo, lineStart) = (place, place, place, place)
        (windowStart, searchedTo, recordsFrom) = (place, place, place)
    }

    /// Takes the line that ended the last scan for text: it is no record after all.
    func passRecord(to end: Int) { recordsFrom = end }

    /// Decides the part of an incomplete line that cannot belong to a secret: a prompt that waits
    /// for an answer. See ``PromptRule``.
    func releasePrompt(_ buffer: UnsafeRawBufferPointer) {
        let text = Text(bytes: buffer, offset: base)
        guard blocks.isEmpty, let safe = safeEnd(of: text) else { return }
        settle(upTo: safe)
    }

    /// Decides complete lines that wait for one that they go on in.
    ///
    /// They are looked at again with that line, should it come: a secret that goes on in it is
    /// blotted out from there on.
    func releaseLines(_ buffer: UnsafeRawBufferPointer, output: Output) {
        let text = Text(bytes: buffer, offset: base)
        guard windowStart == lineStart, lineStart < text.end,
            let end = text.lineEnd(before: text.end, notBefore: lineStart), end > releasedTo
        else { return }
        _ = scanLines(until: end, in: text, isFinal: true, output: output)
        releasedTo = end
    }

    /// Ends an incomplete line where it is; what of it may be half a secret is withheld.
    ///
    /// - Returns: How many bytes of `buffer` are done with: all.
    func cut(_ buffer: UnsafeRawBufferPointer, output: Output) -> Int {
        let text = Text(bytes: buffer, offset: base)
        guard text.end > lineStart else { return 0 }
        let safe = blocks.isEmpty ? max(cursor, safeEnd(of: text) ?? windowStart) : text.end
        if safe > lineStart {
            _ = scanLines(until: safe, in: text, isFinal: true, output: output)
        }
        if safe < text.end {
            var none: [Stretch] = []
            hide(
                safe..<text.end, because: "a record's line waited too long for its end",
                lineStart: lineStart, in: text, after: &none, base: safe, output: output)
        }
        (lineStart, windowStart, searchedTo, base) = (text.end, text.end, text.end, text.end)
        return buffer.count
    }

    /// The end of what cannot belong to a secret of an incomplete line; nil where that cannot be
    /// told.
    private func safeEnd(of text: Text) -> Int? {
        guard windowStart == lineStart, lineStart < text.end else { return nil }
        let line = text.slice(lineStart..<text.end)
        // Complete lines that go on in one to come.
        guard line.firstOffset(of: UInt8(ascii: "\n"), from: 0) == nil else { return nil }
        matcher.match(Frame(bytes: line, offset: 0, accepted: 0..<line.count))
        guard matcher.givenUp == nil, memory.known.first(in: line, range: 0..<line.count) == nil
        else { return nil }
        let encoded = LineSearch.firstEncoded(in: line, from: 0)
        let offsets = matcher.candidateOffsets
        let candidate = detector.unfiltered.isEmpty ? offsets.min() : 0
        let safe = PromptRule.safeLength(
            of: line, firstMatch: matcher.matches.map(\.whole.lowerBound).min(),
            firstCandidate: [candidate, encoded].compactMap { $0 }.min(),
            lastCandidate: offsets.max(),
            held: memory.known.heldBack(atEndOf: line))
        if let encoded, encoded < safe, holdsEncodedSecret(line) { return nil }
        return lineStart + safe
    }

    /// Whether a secret shows once encodings are taken off. Nothing is reported or remembered: the
    /// line may go on.
    private func holdsEncodedSecret(_ line: UnsafeRawBufferPointer) -> Bool {
        var budget = DecodeBudget(bytes: Self.decodedBytes)
        var level = Array(line)
        for _ in 0..<LayerScanner.deepest {
            guard let next = level.withUnsafeBytes({ Peeler.peel($0, budget: &budget) }) else {
                return budget.isExhausted
            }
            level = next.text.bytes
            let isSecret = level.withUnsafeBytes { bytes in
                matcher.match(Frame(bytes: bytes, offset: 0, accepted: 0..<bytes.count))
                return matcher.givenUp != nil || !matcher.matches.isEmpty
                    || memory.known.first(in: bytes, range: 0..<bytes.count) != nil
            }
            if isSecret { return true }
        }
        return true
    }

    // MARK: Lines

    /// Scans complete lines.
    ///
    /// - Returns: Where the first line begins that is not decided: `end`, unless the last lines go
    ///   on or are part of a record.
    private func scanLines(until end: Int, in text: Text, isFinal: Bool, output: Output) -> Int {
        var at = lineStart
        if windowStart > lineStart {
            let lineEnd = text.endOfLine(from: windowStart, limit: end)
            finishLongLine(endingAt: lineEnd, in: text, output: output)
            at = min(end, lineEnd + 1)
        }
        if stopsAtRecords, at == streamStart {
            let region = text.slice(at..<end)
            if RepeatedTimestampReader.begins(region) {
                firstRecord = RepeatedTimestampReader.firstLine
            } else if SyslogReader.begins(region) {
                firstRecord = SyslogReader.firstLine
            }
        }
        search.search(at..<end, in: text, matcher: matcher)
        passing.removeAll(keepingCapacity: true)
        firstPassing = 0
        let candidates = search.candidates
        let base = search.start
        var next = 0
        // The first candidate that is in no record that may be passed.
        var probe = 0
        // Where the next line begins that says by itself that it may be part of a record.
        var record = firstRecord == nil ? Int.max : at - 1
        while at < end {
            next = candidates.first(from: next, atOrBehind: at - base)
            let encoded = search.encoded(from: at, in: text)
            probe = max(probe, next)
            if stopsAtRecords, !looksAtAll {
                passRecords(from: &probe, at: at, before: encoded, until: end, in: text)
            }
            if let firstRecord, record < at {
                record = firstRecord(text, min(end, max(at, recordsFrom))..<end)
            }
            var start = min(end, record)
            if probe < candidates.count, candidates[probe].offset + base < start {
                start = text.startOfLine(at: candidates[probe].offset + base, notBefore: at)
            }
            if encoded < start { start = text.startOfLine(at: encoded, notBefore: at) }
            if looksAtAll { start = at }
            if start > at,
                let hit = memory.known.first(in: text.bytes, range: text.range(at..<start))
            {
                start = text.startOfLine(at: hit.span.lowerBound + text.offset, notBefore: at)
            }
            countPassed(before: start, in: text)
            guard start < end else { break }
            var lineEnd = text.endOfLine(from: start, limit: end)
            next = candidates.first(from: next, atOrBehind: start - base)
            var last = candidates.first(from: next, atOrBehind: lineEnd - base)
            let roles = detector.roles(of: candidates, next..<last)
            // A key that is open goes on here, whatever comes between its lines.
            if stopsAtRecords, blocks.isEmpty, start >= recordsFrom,
                start == record || roles.contains(.record)
            {
                stop(at: start)
                countLines(upTo: start, in: text)
                return start
            }
            if lineEnd - start > options.frameBytes {
                lineStart = start
                windowStart = start
                finishLongLine(endingAt: lineEnd, in: text, output: output)
            } else {
                let isEncoded = encoded < lineEnd || roles.contains(.encoding)
                if isEncoded {
                    var joined = 1
                    while joined < LineJoiner.mostLines,
                        LineJoiner.goesOn(
                            text.slice(text.startOfLine(at: lineEnd, notBefore: start)..<lineEnd))
                    {
                        let isNextThere = lineEnd + 1 < end
                        if !isNextThere, !isFinal, text.end - start <= options.frameBytes {
                            countLines(upTo: start, in: text)
                            settle(upTo: start)
                            return start
                        }
                        guard isNextThere else { break }
                        let nextEnd = text.endOfLine(from: lineEnd + 1, limit: end)
                        guard nextEnd - start <= options.frameBytes else { break }
                        lineEnd = nextEnd
                        joined += 1
                    }
                    last = candidates.first(from: last, atOrBehind: lineEnd - base)
                }
                scanLines(
                    start..<lineEnd, isEncoded: isEncoded, next..<last, in: text, output: output)
            }
            next = last
            at = lineEnd + 1
            // Who only looks whether lines are clean has seen enough.
            if !memory.learns, !output.edits.isEmpty || !output.events.isEmpty {
                return min(at, end)
            }
        }
        countPassed(before: end, in: text)
        countLines(upTo: end, in: text)
        settle(upTo: end)
        return end
    }

    // MARK: Stretches that others scan

    /// Whether all before a place is decided, and none of it matters for what follows: all but the
    /// known secrets.
    func isAtRest(at place: Int) -> Bool {
        base == place && cursor == place && lineStart == place && windowStart == place
            && recordsFrom <= place && releasedTo <= place && !endsInSecret
            && blocks.isEmpty && memory.insideKeys.isEmpty && sections.isEmpty
    }

    /// Begins, at a line, as one does that is at rest there and reads the same stream.
    func begin(at start: Int, like other: LineScanner) {
        if !blocks.isEmpty { blocks = OpenBlocks() }
        if !sections.isEmpty { sections = Sections() }
        resume(at: start, lines: LineCounter())
        passed = PassedRecords()
        search.reset(to: start)
        firstRecord = other.firstRecord
        releasedTo = 0
    }

    /// Goes on behind a text that another has found to be clean; see ``isAtRest(at:)``.
    func pass(_ text: Text, lines count: Int, passed: PassedRecords) {
        let place = text.end
        lines.add(count, upTo: place)
        self.passed.add(passed, of: text)
        move(to: place)
    }

    /// Takes note of a record that ended the scan, and is one; returns the lines before it that are
    /// none, if it goes on with records.
    func meetRecord(at place: Int, in text: Text) -> Int {
        passed.meet(recordAt: place, in: text)
    }

    /// Counts lines while they are there: all, and those between records.
    private func countLines(upTo place: Int, in text: Text) {
        lines.count(upTo: place, in: text, if: locatesLines)
        passed.gap(before: place, in: text)
    }

    /// Goes past candidates in records that may stay as they are, up to what may be encoded.
    private func passRecords(
        from probe: inout Int, at start: Int, before encoded: Int, until end: Int, in text: Text
    ) {
        let candidates = search.candidates
        while probe < candidates.count, detector.table[candidates[probe].literal].isEmpty {
            let place = candidates[probe].offset + search.start
            guard place < encoded else { return }
            let line = text.startOfLine(at: place, notBefore: start)
            let lineEnd = text.endOfLine(from: place, limit: end)
            guard
                search.isPlain(line..<lineEnd, candidate: probe, in: text, detector: detector)
            else { return }
            passing.append(line..<min(end, lineEnd + 1))
            probe += 1
        }
    }

    /// Counts the records that were passed before a place.
    private func countPassed(before place: Int, in text: Text) {
        while firstPassing < passing.count, passing[firstPassing].lowerBound < place {
            passed.count(passing[firstPassing], in: text)
            firstPassing += 1
        }
    }

    /// Whether every line must be looked at.
    private var looksAtAll: Bool {
        !blocks.isEmpty || !memory.insideKeys.isEmpty || !sections.isEmpty
            || !detector.unfiltered.isEmpty || readsCommands
    }

    private func stop(at start: Int) {
        recordStart = start
        settle(upTo: start)
    }

    /// Scans a line, or lines that go on.
    ///
    /// - Parameter indices: Their candidates, in the list of the search.
    private func scanLines(
        _ range: Range<Int>, isEncoded: Bool, _ indices: Range<Int>, in text: Text, output: Output
    ) {
        let candidates = search.candidates
        let base = search.start
        let first = range.lowerBound
        let end = text.withoutReturn(range.upperBound, from: first)
        let whole = Frame(
            bytes: text.slice(first..<end), offset: first, accepted: 0..<(end - first))
        budget = DecodeBudget(bytes: Self.decodedBytes)
        var stretches: [Stretch] = []
        var next = indices.lowerBound
        var at = first
        while at <= range.upperBound {
            let lineEnd = text.endOfLine(from: at, limit: range.upperBound)
            let last = min(
                indices.upperBound, candidates.first(from: next, atOrBehind: lineEnd - base))
            let line = at..<text.withoutReturn(lineEnd, from: at)
            let frame = Frame(
                bytes: text.slice(line), offset: at, accepted: 0..<line.count)
            matcher.begin()
            for index in next..<last {
                let candidate = candidates[index]
                let offset = candidate.offset + base - at
                // A carriage return before the line ending is no part of the frame.
                if offset + detector.literalLengths[candidate.literal] > line.count { continue }
                matcher.run(literal: candidate.literal, at: offset, in: frame)
            }
            matcher.runUnfiltered(in: frame)
            if let givenUp = matcher.givenUp {
                openBlocks(seenIn: frame)
                hide(
                    line, because: detector.reason(givenUp), lineStart: at, in: text,
                    // Redactions are written in order: those of lines before come first.
                    after: &stretches, base: first, output: output)
            } else {
                var own = own(frame, output: output, in: text)
                let failure = addSection(
                    of: frame, to: &own,
                    mayBegin: detector.roles(of: candidates, next..<last).contains(.section))
                if !own.isEmpty { stretches += own.map { $0.shifted(by: at - first) } }
                if let failure {
                    hide(
                        line, because: failure, lineStart: at, in: text, after: &stretches,
                        base: first, output: output)
                }
            }
            next = last
            at = lineEnd + 1
        }
        if isEncoded || readsCommands, cursor < end {
            addLayers(of: whole, to: &stretches, in: text, output: output)
        } else if stretches.contains(where: { $0.isGlued(in: whole.bytes) }) {
            if let failure = addRest(of: whole, to: &stretches) {
                hide(
                    first..<end, because: failure, lineStart: first, in: text, after: &stretches,
                    base: first, output: output)
            }
        }
        write(stretches, of: whole, lineStart: first, in: text, output: output)
    }

    /// What a frame holds as it stands, as stretches of it.
    private func own(_ frame: Frame, output: Output, in text: Text) -> [Stretch] {
        let blockRanges = collectBlocks(frame, in: text, output: output)
        let sightings = frames.sightings(in: frame, blocks: blockRanges)
        for match in matcher.matches where match.opensBlock {
            open(match, at: match.whole.lowerBound, in: frame, output: output)
        }
        return sightings.map { sighting in
            let (replacement, further) = frames.replacement(of: sighting, in: frame.bytes)
            let finding = sighting.match.map {
                frames.finding($0, in: frame.bytes, span: $0.secret)
            }
            return Stretch(
                pieces: [
                    Stretch.Piece(
                        range: sighting.range, replacement: replacement, continuation: further)
                ], hull: sighting.range, findings: finding.map { [$0] } ?? [],
                specificity: detector.rules[sighting.rule].specificity)
        }
    }

    /// Adds what a line holds when it is read behind the lines that it belongs to.
    ///
    /// - Returns: Why it could not be read, if so.
    private func addSection(
        of frame: Frame, to stretches: inout [Stretch], mayBegin: Bool
    ) -> String? {
        guard mayBegin || !sections.isEmpty,
            let reading = sections.take(frame.bytes, mayBegin: mayBegin)
        else { return nil }
        switch layers.scan(frame, read: reading, budget: &budget) {
        case .gaveUp(let reason): return reason
        case .stretches(let more):
            if !more.isEmpty { stretches = Stretch.chosen(from: stretches + more) }
            return nil
        }
    }

    /// Adds what the levels below a frame hold.
    private func addLayers(
        of frame: Frame, to stretches: inout [Stretch], in text: Text, output: Output
    ) {
        var opened: [(Match, Int)] = []
        let outcome = layers.scan(frame, budget: &budget) { opened.append(($0, $1)) }
        for (match, place) in opened
        where !blocks.contains(rule: match.rule, openedAt: frame.offset + place) {
            open(match, at: place, in: frame, output: output)
        }
        var failure: String?
        var outcomes = [outcome]
        if readsCommands, let normal = ShellLayer.peel(frame.bytes) {
            outcomes.append(layers.scan(frame, read: normal, budget: &budget))
        }
        for outcome in outcomes {
            switch outcome {
            case .stretches(let deeper):
                if !deeper.isEmpty { stretches = Stretch.chosen(from: stretches + deeper) }
            case .gaveUp(let reason): failure = reason
            }
        }
        failure = failure ?? addRest(of: frame, to: &stretches)
        guard let failure else { return }
        let from = frame.accepted.lowerBound + frame.offset
        hide(
            from..<(frame.offset + frame.bytes.count), because: failure,
            lineStart: max(lineStart, frame.offset), in: text, after: &stretches,
            base: frame.offset, output: output)
    }

    /// Adds what is seen only once something else is gone: what stands next to a secret may look
    /// different then. So a second pass over the output finds nothing.
    ///
    /// - Returns: Why it could not be looked for, if so.
    private func addRest(of frame: Frame, to stretches: inout [Stretch]) -> String? {
        for _ in 0..<Self.rounds where !stretches.isEmpty {
            let text = Stretch.redacted(frame.bytes, stretches)
            switch layers.scan(frame, read: text, budget: &budget) {
            case .gaveUp(let reason): return reason
            case .stretches(let rest):
                let all = Stretch.merged(stretches, with: rest)
                guard all.count > stretches.count else { return nil }
                stretches = all
            }
        }
        return nil
    }

    // MARK: Long lines

    /// Scans the windows of a long line that ends at `end`.
    private func finishLongLine(endingAt end: Int, in text: Text, output: Output) {
        if windowStart == lineStart { budget = DecodeBudget(bytes: Self.decodedBytes) }
        while end - windowStart > options.frameBytes {
            scanWindow(endingAt: end, in: text, output: output)
        }
        scanWindow(windowStart..<end, isLast: true, in: text, output: output)
        settle(upTo: end)
        windowStart = end
        endsInSecret = false
    }

    /// Scans the next window of a line that goes on, and moves to the one after it.
    private func scanWindow(endingAt end: Int, in text: Text, output: Output) {
        if windowStart == lineStart { budget = DecodeBudget(bytes: Self.decodedBytes) }
        let window = windowStart..<(windowStart + options.frameBytes)
        scanWindow(window, isLast: false, in: text, output: output)
        windowStart = window.upperBound - detector.reach
        settle(upTo: windowStart)
    }

    private func scanWindow(_ window: Range<Int>, isLast: Bool, in text: Text, output: Output) {
        let upper =
            isLast
            ? text.withoutReturn(window.upperBound, from: window.lowerBound) : window.upperBound
        if endsInSecret { maskRestOfSecret(until: upper, in: text, output: output) }
        let from = max(lineStart, window.lowerBound - Self.context)
        let bytes = text.slice(from..<upper)
        let lead = window.lowerBound - from
        let accepted = lead..<(isLast ? bytes.count : bytes.count - detector.reach)
        let frame = Frame(bytes: bytes, offset: from, accepted: accepted)
        matcher.match(frame)
        var stretches: [Stretch] = []
        if let givenUp = matcher.givenUp {
            openBlocks(seenIn: frame)
            // Up to the frame's end: what begins here may go on in the part that the next window
            // sees again.
            hide(
                window.lowerBound..<upper, because: detector.reason(givenUp),
                lineStart: lineStart, in: text, after: &stretches, base: from, output: output)
        } else {
            let isEncoded =
                LineSearch.firstEncoded(in: bytes, from: 0) != nil
                || detector.roles(of: matcher.candidates, 0..<matcher.candidates.count)
                    .contains(.encoding)
            stretches = own(frame, output: output, in: text)
            if isEncoded { addLayers(of: frame, to: &stretches, in: text, output: output) }
        }
        write(stretches, of: frame, lineStart: lineStart, in: text, output: output)
        // What begins later, the next window sees from its beginning.
        if !isLast, let gzip = Self.openGzip(in: bytes), gzip < accepted.upperBound {
            var none: [Stretch] = []
            hide(
                (from + gzip)..<upper, because: "a gzip file in base64 is longer than a window",
                lineStart: lineStart, in: text, after: &none, base: from + gzip, output: output)
        }
        endsInSecret = !isLast && cursor >= upper && maskedTo == cursor
    }

    /// Where base64 of a gzip file begins that goes on after the end of a window: what is in it
    /// cannot be seen.
    private static func openGzip(in bytes: UnsafeRawBufferPointer) -> Int? {
        var start = bytes.count
        while start > 0, bytes[start - 1].isBase64 { start -= 1 }
        return bytes.slice(start..<bytes.count).firstOffset(of: "H4sI").map { $0 + start }
    }

    /// A secret longer than a window goes on until something ends it.
    private func maskRestOfSecret(until end: Int, in text: Text, output: Output) {
        let start = cursor
        while cursor < end {
            let byte = text.byte(at: cursor)
            if byte.isSpace || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
                || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "\\")
            {
                break
            }
            cursor += 1
        }
        if cursor > start {
            output.edits.append(
                Stretch.Piece(range: start..<cursor, replacement: [], continuation: []))
        }
        maskedTo = cursor
    }

    // MARK: Decisions

    /// Everything up to a place stays as it is, but for what was edited.
    private func settle(upTo end: Int) {
        cursor = max(cursor, end)
    }

    /// Hands out the stretches of a frame, and reports them.
    private func write(
        _ stretches: [Stretch], of frame: Frame, lineStart: Int, in text: Text, output: Output
    ) {
        guard !stretches.isEmpty else { return }
        var pieces: [Stretch.Piece] = []
        for stretch in stretches {
            for finding in stretch.findings {
                announce(
                    finding, at: finding.span.shifted(by: frame.offset), lineStart: lineStart,
                    in: text, output: output)
            }
            pieces += stretch.pieces
        }
        if stretches.count > 1 {
            pieces.sort { $0.range.lowerBound < $1.range.lowerBound }
        }
        for piece in pieces { edit(piece, offset: frame.offset, output: output) }
    }

    private func edit(_ piece: Stretch.Piece, offset: Int, output: Output) {
        let range = piece.range.shifted(by: offset)
        guard range.upperBound > cursor else { return }
        // What goes on from a masked stretch needs no placeholder of its own.
        let goesOn = cursor == maskedTo && range.lowerBound < cursor
        output.edits.append(
            Stretch.Piece(
                range: max(cursor, range.lowerBound)..<range.upperBound,
                replacement: goesOn ? [] : piece.replacement,
                continuation: goesOn ? [] : piece.continuation))
        cursor = range.upperBound
        maskedTo = cursor
    }

    private func announce(
        _ finding: Finding, at span: Range<Int>, lineStart: Int, in text: Text, output: Output
    ) {
        guard finding.severity >= options.minimumSeverity, finding.score >= options.minimumScore,
            span.upperBound > releasedTo
        else { return }
        var finding = finding
        finding.span = span
        let start = startOfLine(at: span.lowerBound, notBefore: lineStart, in: text)
        (finding.line, finding.column) = lines.place(
            of: span.lowerBound, lineStart: start, in: text, if: locatesLines)
        output.tell(.finding(finding))
    }

    /// The same where the line may have begun before the buffer.
    private func startOfLine(at place: Int, notBefore lineStart: Int, in text: Text) -> Int {
        let floor = max(lineStart, text.offset)
        let start = text.startOfLine(at: place, notBefore: floor)
        return start == floor ? lineStart : start
    }

    /// Withholds what could not be scanned.
    ///
    /// - Parameters:
    ///   - stretches: What was found before it in the frame; written first.
    ///   - base: What their ranges count from.
    private func hide(
        _ span: Range<Int>, because reason: String, lineStart: Int, in text: Text,
        after stretches: inout [Stretch], base: Int, output: Output
    ) {
        let before = stretches.filter { $0.hull.upperBound + base <= span.lowerBound }
        let frame = Frame(
            bytes: text.slice(base..<max(base, span.upperBound)), offset: base, accepted: 0..<0)
        write(before, of: frame, lineStart: lineStart, in: text, output: output)
        stretches = []
        let start = startOfLine(
            at: span.lowerBound, notBefore: min(lineStart, span.lowerBound), in: text)
        let place = lines.place(of: span.lowerBound, lineStart: start, in: text, if: locatesLines)
        output.tell(.blindSpot(BlindSpot(span: span, line: place.line, reason: reason)))
        var at = max(cursor, span.lowerBound)
        while at < span.upperBound {
            let end = text.endOfLine(from: at, limit: span.upperBound)
            if end > at {
                output.edits.append(
                    Stretch.Piece(
                        range: at..<end, replacement: Placeholders.unscanned,
                        continuation: Placeholders.unscanned))
            }
            cursor = end
            maskedTo = end
            at = end + 1
        }
    }

    // MARK: Blocks

    /// Continues an open block with this line.
    ///
    /// - Returns: What is masked of the line, and the rules.
    private func collectBlocks(
        _ frame: Frame, in text: Text, output: Output
    ) -> [(range: Range<Int>, rule: Int)] {
        guard !blocks.isEmpty else {
            // Streams of one container may be told apart wrongly, and their lines are mixed.
            let ranges = memory.insideKeys.last?.takeOther(frame.bytes) ?? []
            for (range, rule) in ranges {
                let finding = frames.finding(
                    detector.rules[rule], secret: frame.bytes.slice(range), span: range,
                    assessment: Self.goesOnElsewhere)
                announce(
                    finding, at: range.shifted(by: frame.offset), lineStart: frame.offset,
                    in: text, output: output)
            }
            return ranges
        }
        return blocks.take(
            frame.bytes, offset: frame.offset,
            place: { at in
                self.lines.place(
                    of: at, lineStart: text.startOfLine(at: at, notBefore: text.offset), in: text,
                    if: self.locatesLines)
            },
            close: { block, isTerminated in
                self.announce(
                    block, isTerminated: isTerminated, at: frame.offset, output: output)
            })
    }

    /// Gives a line of another stream to the key that this one is inside of.
    private func takeOther(_ line: UnsafeRawBufferPointer) -> [(range: Range<Int>, rule: Int)] {
        blocks.takeOther(line)
    }

    private func open(_ match: Match, at place: Int, in frame: Frame, output: Output) {
        guard let definition = detector.rules[match.rule].block else { return }
        let newline = UInt8(ascii: "\n")
        let lineStart =
            frame.bytes.lastOffset(of: newline, before: place).map { $0 + 1 } ?? 0
        let block = OpenBlock(
            rule: match.rule, block: definition, labels: detector.rules[match.rule].prefilter,
            prefix: LinePrefix(frame.bytes.slice(lineStart..<place)),
            openedAt: frame.offset + place)
        blocks.open(block) {
            self.announce($0, isTerminated: false, at: frame.offset, output: output)
        }
    }

    /// Opens the block of a rule whose literal stands in a frame that could not be scanned.
    private func openBlocks(seenIn frame: Frame) {
        guard blocks.isEmpty else { return }
        for (index, rule) in detector.rules.enumerated() {
            guard let definition = rule.block,
                rule.prefilter.contains(where: { literal in
                    Array(literal.utf8).withUnsafeBytes { frame.bytes.firstOffset(of: $0) != nil }
                })
            else { continue }
            blocks.open(
                OpenBlock(
                    rule: index, block: definition, labels: rule.prefilter,
                    prefix: LinePrefix(frame.bytes.slice(0..<0)), openedAt: frame.offset)
            ) { _ in }
            return
        }
    }

    private func closeBlocks(_ output: Output) {
        blocks.closeAll { self.announce($0, isTerminated: $1, at: .max, output: output) }
    }

    private func announce(
        _ block: OpenBlock, isTerminated: Bool, at place: Int, output: Output
    ) {
        guard let start = block.start else { return }
        let rule = detector.rules[block.rule]
        let assessment = Assessment(
            confidence: isTerminated ? 0.98 : 0.8,
            evidence: [
                Evidence(kind: "pattern", note: "begins like a key", weight: 0.8),
                Evidence(
                    kind: "structure", note: isTerminated ? "ends like a key" : "has no end",
                    weight: isTerminated ? 0.18 : 0),
            ])
        guard rule.severity >= options.minimumSeverity,
            Score.score(severity: rule.severity, confidence: assessment.confidence)
                >= options.minimumScore
        else { return }
        block.body.withUnsafeBytes { body in
            var finding = frames.finding(
                rule, secret: body, span: start.offset..<block.stop, assessment: assessment)
            (finding.line, finding.column) = (start.line, start.column)
            output.tell(.finding(finding), decidedAt: place)
        }
    }
}

extension Stretch {
    /// Whether a word touches it, which may be a secret that shows once this one is gone.
    fileprivate func isGlued(in frame: UnsafeRawBufferPointer) -> Bool {
        hull.lowerBound > 0 && frame[hull.lowerBound - 1].isAlphanumeric
            || hull.upperBound < frame.count && frame[hull.upperBound].isAlphanumeric
    }

    /// The stretch in a frame that begins earlier.
    fileprivate func shifted(by offset: Int) -> Stretch {
        guard offset != 0 else { return self }
        return Stretch(
            pieces: pieces.map { piece in
                var piece = piece
                piece.range = piece.range.shifted(by: offset)
                return piece
            }, hull: hull.shifted(by: offset),
            findings: findings.map { finding in
                var finding = finding
                finding.span = finding.span.shifted(by: offset)
                return finding
            }, specificity: specificity)
    }
}
