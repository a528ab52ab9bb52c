import KeyedHash
import LeakRules
import PCRE2
import Prefilter

/// Scans one stream: bytes in, redacted bytes and findings out.
///
/// What is written for a line depends on that line and those before it, never on how the bytes
/// arrive: a complete line goes out as soon as it is in. Clean bytes go out as they came, in runs
/// as long as the buffer allows.
///
/// The caller keeps the bytes that were not consumed and passes them again at the front of the next
/// buffer. Not thread-safe; one stream, one scanner.
public final class StreamScanner {
    /// Receives bytes to write. Valid during the call only.
    public typealias Sink = (UnsafeRawBufferPointer) -> Void

    /// Receives what was found.
    public typealias Report = (ScanEvent) -> Void

    private let detector: Detector
    private let options: ScanOptions
    private let placeholders: Placeholders
    private let matcher: LineMatcher
    private var candidates: [Candidate] = []
    private var replacement: [UInt8] = []
    private var spans: [(span: Range<Int>, match: Int)] = []
    private var known = KnownSecrets()
    private var block: OpenBlock?
    private var lines = LineCounter()

    /// The indices of the allowances that were of use.
    public private(set) var usedAllowances: Set<Int> = []
    private lazy var allowScratch = MatchScratch(limits: options.limits)

    // Stream offsets.
    /// The first byte of the buffer.
    private var base = 0
    /// Everything before was written or masked.
    private var cursor = 0
    /// Everything before was masked, when it is the cursor.
    private var maskedTo = 0
    /// The first line that is not complete.
    private var lineStart = 0
    /// Where the next window of that line begins; `lineStart` unless the line is long.
    private var windowStart = 0
    /// No line ending stands between `lineStart` and here.
    private var searchedTo = 0
    /// The last window ended inside a secret.
    private var endsInSecret = false

    /// Bytes before a window that look-behinds see.
    private static let context = 1024

    /// Prepares to scan a stream from its beginning.
    public init(detector: Detector, options: ScanOptions = ScanOptions()) {
        precondition(
            options.frameBytes >= 2 * detector.reach,
            "a frame of \(options.frameBytes) bytes is shorter than twice the reach of the rules")
        self.detector = detector
        self.options = options
        placeholders = Placeholders(style: options.style, hash: options.hash)
        matcher = LineMatcher(detector: detector, options: options)
    }

    /// The most bytes that are left unconsumed: what a caller's buffer must hold beside the bytes
    /// it reads next.
    public var longestRemainder: Int { options.frameBytes + Self.context }

    /// Bytes scanned so far: all of the stream up to the first incomplete line or window.
    public var scannedBytes: Int { max(lineStart, windowStart) }

    /// Complete lines scanned so far; 0 where lines are not counted.
    public var scannedLines: Int { lines.complete }

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
        let text = Text(bytes: buffer, offset: base)
        let complete = isFinal ? text.end : text.lineEnd(before: text.end, notBefore: searchedTo)
        if let complete, complete > lineStart {
            scanLines(until: complete, in: text, sink: sink, report: report)
            lineStart = complete
            windowStart = complete
        }
        var keep = lineStart
        if isFinal {
            closeBlock(isTerminated: false, report: report)
            write(upTo: text.end, of: text, to: sink)
            keep = text.end
        } else {
            while text.end - windowStart > options.frameBytes {
                scanWindow(endingAt: text.end, in: text, sink: sink, report: report)
            }
            searchedTo = text.end
            if windowStart > lineStart { keep = max(lineStart, windowStart - Self.context) }
        }
        let consumed = max(0, keep - base)
        base += consumed
        return consumed
    }

    /// Writes the part of an incomplete line that cannot belong to a secret: a prompt that waits
    /// for an answer.
    ///
    /// Call it when the input has paused. See ``PromptRule`` for what is held back; it stays held
    /// back until the line is complete.
    /// - Parameters:
    ///   - buffer: The unconsumed bytes of the last call to ``scan(_:isFinal:sink:report:)``.
    ///   - sink: Receives the bytes.
    public func releasePrompt(_ buffer: UnsafeRawBufferPointer, sink: Sink) {
        let text = Text(bytes: buffer, offset: base)
        guard block == nil, windowStart == lineStart, lineStart < text.end else { return }
        let line = text.slice(lineStart..<text.end)
        match(Frame(bytes: line, offset: lineStart, accepted: 0..<line.count))
        guard matcher.givenUp == nil, known.first(in: line, range: 0..<line.count) == nil else {
            return
        }
        let known = known.heldBack(atEndOf: line)
        let safe = PromptRule.safeLength(
            of: line, firstMatch: matcher.matches.map { $0.whole.lowerBound - lineStart }.min(),
            firstCandidate: detector.unfiltered.isEmpty ? candidates.map(\.offset).min() : 0,
            lastCandidate: candidates.map(\.offset).max(), held: known)
        write(upTo: lineStart + safe, of: text, to: sink)
    }

    // MARK: Lines

    private func scanLines(until end: Int, in text: Text, sink: Sink, report: Report) {
        var at = lineStart
        if windowStart > lineStart {
            let lineEnd = text.endOfLine(from: windowStart, limit: end)
            finishLongLine(endingAt: lineEnd, in: text, sink: sink, report: report)
            at = min(end, lineEnd + 1)
        }
        candidates.removeAll(keepingCapacity: true)
        let region = text.slice(at..<end)
        let regionStart = at
        detector.prefilter.search(region, into: &candidates)
        // Windows use `candidates` too; these are few and must outlive them.
        let found = candidates
        var next = 0
        while at < end {
            while next < found.count,
                found[next].offset + regionStart < at
                    || isShut(found[next], in: region)
            {
                next += 1
            }
            let candidate = next < found.count ? found[next].offset + regionStart : end
            var start = candidate < end ? text.startOfLine(at: candidate, notBefore: at) : end
            if block != nil || !detector.unfiltered.isEmpty { start = at }
            if start > at, let hit = known.first(in: text.bytes, range: text.range(at..<start)) {
                start = text.startOfLine(at: hit.span.lowerBound + text.offset, notBefore: at)
            }
            guard start < end else { break }
            let lineEnd = text.endOfLine(from: start, limit: end)
            while next < found.count, found[next].offset + regionStart < start { next += 1 }
            var last = next
            while last < found.count, found[last].offset + regionStart < lineEnd { last += 1 }
            if lineEnd - start > options.frameBytes {
                lineStart = start
                windowStart = start
                finishLongLine(endingAt: lineEnd, in: text, sink: sink, report: report)
            } else {
                scanLine(
                    start..<text.withoutReturn(lineEnd, from: start), found[next..<last],
                    candidatesOffset: regionStart, in: text, sink: sink, report: report)
            }
            next = last
            at = lineEnd + 1
        }
        lines.count(upTo: end, in: text, if: options.locatesLines)
        write(upTo: end, of: text, to: sink)
    }

    private func isShut(_ candidate: Candidate, in region: UnsafeRawBufferPointer) -> Bool {
        !detector.doors[candidate.literal].admits(region, at: candidate.offset)
    }

    private func scanLine(
        _ line: Range<Int>, _ candidates: ArraySlice<Candidate>, candidatesOffset: Int,
        in text: Text, sink: Sink, report: Report
    ) {
        let frame = Frame(
            bytes: text.slice(line), offset: line.lowerBound, accepted: 0..<line.count)
        matcher.begin()
        for candidate in candidates {
            let offset = candidate.offset + candidatesOffset - line.lowerBound
            // A carriage return before the line ending is no part of the frame.
            if offset + detector.literalLengths[candidate.literal] > frame.bytes.count { continue }
            matcher.run(literal: candidate.literal, at: offset, in: frame)
        }
        matcher.runUnfiltered(in: frame)
        settle(frame, lineStart: line.lowerBound, in: text, sink: sink, report: report)
    }

    // MARK: Long lines

    /// Scans the windows of a long line that ends at `end`.
    private func finishLongLine(endingAt end: Int, in text: Text, sink: Sink, report: Report) {
        while end - windowStart > options.frameBytes {
            scanWindow(endingAt: end, in: text, sink: sink, report: report)
        }
        scanWindow(
            windowStart..<end, isLast: true, in: text, sink: sink, report: report)
        write(upTo: end, of: text, to: sink)
        windowStart = end
        endsInSecret = false
    }

    /// Scans the next window of a line that goes on, and moves to the one after it.
    private func scanWindow(endingAt end: Int, in text: Text, sink: Sink, report: Report) {
        let window = windowStart..<(windowStart + options.frameBytes)
        scanWindow(window, isLast: false, in: text, sink: sink, report: report)
        windowStart = window.upperBound - detector.reach
        write(upTo: windowStart, of: text, to: sink)
    }

    private func scanWindow(
        _ window: Range<Int>, isLast: Bool, in text: Text, sink: Sink, report: Report
    ) {
        let upper =
            isLast
            ? text.withoutReturn(window.upperBound, from: window.lowerBound) : window.upperBound
        if endsInSecret { maskRestOfSecret(until: upper, in: text) }
        let from = max(lineStart, window.lowerBound - Self.context)
        let bytes = text.slice(from..<upper)
        let lead = window.lowerBound - from
        let accepted = lead..<(isLast ? bytes.count : bytes.count - detector.reach)
        let frame = Frame(bytes: bytes, offset: from, accepted: accepted)
        match(frame)
        settle(frame, lineStart: lineStart, in: text, sink: sink, report: report)
        endsInSecret = !isLast && cursor >= upper && maskedTo == cursor
    }

    /// Runs all rules on a frame that was not prefiltered with others; leaves its candidates in
    /// `candidates`.
    private func match(_ frame: Frame) {
        candidates.removeAll(keepingCapacity: true)
        detector.prefilter.search(frame.bytes, into: &candidates)
        matcher.begin()
        for candidate in candidates where !isShut(candidate, in: frame.bytes) {
            matcher.run(literal: candidate.literal, at: candidate.offset, in: frame)
        }
        matcher.runUnfiltered(in: frame)
    }

    /// A secret longer than a window goes on until something ends it.
    private func maskRestOfSecret(until end: Int, in text: Text) {
        while cursor < end {
            let byte = text.byte(at: cursor)
            if byte.isSpace || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
                || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "\\")
            {
                break
            }
            cursor += 1
        }
        maskedTo = cursor
    }

    // MARK: Findings

    /// Turns the matches of a frame into findings and writes the frame up to the last of them.
    private func settle(
        _ frame: Frame, lineStart: Int, in text: Text, sink: Sink, report: Report
    ) {
        if let givenUp = matcher.givenUp {
            hide(
                frame, because: givenUp, lineStart: lineStart, in: text, sink: sink, report: report)
            return
        }
        spans.removeAll(keepingCapacity: true)
        collectBlock(frame, lineStart: lineStart, in: text, report: report)
        for (index, match) in matcher.matches.enumerated()
        where !match.secret.isEmpty && !isAllowed(match, in: text) {
            spans.append((match.secret, index))
            remember(match, in: text)
        }
        collectKnown(frame)
        guard !spans.isEmpty else { return }
        spans.sort { ($0.span.lowerBound, $0.match) < ($1.span.lowerBound, $1.match) }
        var at = 0
        while at < spans.count {
            var union = spans[at].span
            var last = at + 1
            while last < spans.count, spans[last].span.lowerBound < union.upperBound {
                union = union.lowerBound..<max(union.upperBound, spans[last].span.upperBound)
                last += 1
            }
            redact(
                union, spans[at..<last], frame, lineStart: lineStart, in: text, sink: sink,
                report: report)
            at = last
        }
    }

    private func isAllowed(_ match: Match, in text: Text) -> Bool {
        guard !options.allowlist.isEmpty else { return false }
        let rule = detector.rules[match.rule]
        let secret = text.slice(match.secret)
        guard
            let index = options.allowlist.allowance(
                for: rule, value: secret, fingerprint: { fingerprint(of: secret, rule: rule) },
                scratch: allowScratch)
        else { return false }
        usedAllowances.insert(index)
        return true
    }

    /// Marks for spans that come from no match of this frame.
    private enum Origin {
        static let block = -1
        /// Known secrets count down from here: `known - rule`.
        static let known = -2
    }

    /// Redacts one stretch, and reports the finding that stands for it.
    private func redact(
        _ union: Range<Int>, _ cover: ArraySlice<(span: Range<Int>, match: Int)>, _ frame: Frame,
        lineStart: Int, in text: Text, sink: Sink, report: Report
    ) {
        let secret = text.slice(union)
        let rule: Rule
        if var best = winner(of: cover) {
            rule = detector.rules[best.rule]
            weighFrequency(of: &best, in: text)
            announce(best, lineStart: lineStart, in: text, report: report)
        } else if let repeated = cover.first(where: { $0.match <= Origin.known }) {
            rule = detector.rules[Origin.known - repeated.match]
            let match = Match(
                rule: Origin.known - repeated.match, whole: repeated.span, secret: repeated.span,
                assessment: Assessment(
                    confidence: 0.9,
                    evidence: [
                        Evidence(kind: "repeat", note: "seen before in this stream", weight: 0.9)
                    ]), opensBlock: false)
            announce(match, lineStart: lineStart, in: text, report: report)
        } else {
            rule = detector.rules[block?.rule ?? closedBlockRule]
        }
        write(upTo: union.lowerBound, of: text, to: sink)
        if union.upperBound <= cursor { return }
        // What goes on from a masked stretch needs no placeholder of its own.
        if !(cursor == maskedTo && union.lowerBound < cursor) {
            replacement.removeAll(keepingCapacity: true)
            let quotes = JSONNumber.quotes(
                around: union.shifted(by: -frame.offset), in: frame.bytes)
            replacement += quotes
            placeholders.append(secret, rule: rule.id, to: &replacement)
            replacement += quotes
            replacement.withUnsafeBytes(sink)
        }
        cursor = union.upperBound
        maskedTo = cursor
    }

    /// The longest match wins, then the more specific, then the surer.
    private func winner(of cover: ArraySlice<(span: Range<Int>, match: Int)>) -> Match? {
        cover.lazy.filter { $0.match >= 0 }.map { self.matcher.matches[$0.match] }.max { a, b in
            (a.secret.count, detector.rules[a.rule].specificity, a.assessment.confidence, -a.rule)
                < (
                    b.secret.count, detector.rules[b.rule].specificity, b.assessment.confidence,
                    -b.rule
                )
        }
    }

    private func announce(_ match: Match, lineStart: Int, in text: Text, report: Report) {
        let rule = detector.rules[match.rule]
        guard rule.severity >= options.minimumSeverity,
            Score.score(severity: rule.severity, confidence: match.assessment.confidence)
                >= options.minimumScore
        else { return }
        let secret = text.slice(match.secret)
        report(
            .finding(
                finding(
                    rule, span: match.secret, secret: secret,
                    place: lines.place(
                        of: match.secret.lowerBound, lineStart: lineStart, in: text,
                        if: options.locatesLines),
                    assessment: match.assessment)))
    }

    private func finding(
        _ rule: Rule, span: Range<Int>, secret: UnsafeRawBufferPointer,
        place: (line: Int, column: Int), assessment: Assessment
    ) -> Finding {
        Finding(
            rule: rule, span: span, line: place.line, column: place.column,
            severity: rule.severity, confidence: assessment.confidence,
            evidence: assessment.evidence, preview: Self.preview(of: secret, rule: rule),
            length: secret.count, entropy: shannonEntropy(of: secret),
            fingerprint: fingerprint(of: secret, rule: rule), layers: [])
    }

    /// `b1:` and the first 16 bytes of the keyed hash of rule and secret.
    private func fingerprint(of secret: UnsafeRawBufferPointer, rule: Rule) -> String {
        let digest = Array(rule.id.utf8).withUnsafeBytes { options.hash.digest($0, secret) }
        return "b1:" + Hex.text(digest.prefix(16))
    }

    /// The prefix that every such token has, and `…`.
    private static func preview(of secret: UnsafeRawBufferPointer, rule: Rule) -> String {
        guard rule.specificity == .exact, rule.anchor == .literal else { return "…" }
        let prefix =
            rule.prefilter.map { Array($0.utf8) }
            .filter { $0.count < secret.count && secret.starts(with: $0) }
            .max { $0.count < $1.count } ?? []
        return String(decoding: prefix, as: UTF8.self) + "…"
    }

    private func remember(_ match: Match, in text: Text) {
        let rule = detector.rules[match.rule]
        guard rule.category != .endpoint, rule.category != .keyFilePath,
            Score.score(severity: rule.severity, confidence: match.assessment.confidence)
                >= KnownSecrets.lowestScore
        else { return }
        known.insert(
            text.slice(match.secret), rule: match.rule, specificity: rule.specificity)
    }

    /// What is printed with every request is an identifier rather than a secret: less sure, still
    /// redacted.
    private func weighFrequency(of match: inout Match, in text: Text) {
        let count = known.count(text.slice(match.secret))
        guard count >= KnownSecrets.identifierFrom,
            detector.rules[match.rule].specificity < .exact
        else { return }
        match.assessment.confidence = max(
            options.minimumConfidence, match.assessment.confidence - 0.2)
        match.assessment.evidence.append(
            Evidence(
                kind: "frequency",
                note: "seen \(KnownSecrets.identifierFrom) times or more: perhaps an identifier",
                weight: -0.2))
    }

    private func collectKnown(_ frame: Frame) {
        guard !known.isEmpty else { return }
        var at = 0
        while let hit = known.first(in: frame.bytes, range: at..<frame.bytes.count) {
            // What begins in a window's lead belongs to the window before.
            if frame.accepted.contains(hit.span.lowerBound),
                !RedactionMarker.touches(hit.span, in: frame.bytes)
            {
                spans.append(
                    (
                        wholeEscapes(hit.span, in: frame.bytes).shifted(by: frame.offset),
                        Origin.known - hit.rule
                    ))
            }
            // Another may begin inside this one.
            at = hit.span.lowerBound + 1
        }
    }

    /// A span that does not cut an escape in two: `\n` and `\u0041` before it belong to it, a
    /// backslash before a quote after it does not.
    private func wholeEscapes(
        _ span: Range<Int>, in bytes: UnsafeRawBufferPointer
    ) -> Range<Int> {
        var lower = span.lowerBound
        let backslash = UInt8(ascii: "\\")
        if lower > 0, bytes[lower - 1] == backslash {
            lower -= 1
        } else {
            for back in 2...5 where lower >= back && bytes[lower - back] == backslash {
                if bytes[lower - back + 1] | 0x20 == UInt8(ascii: "u") { lower -= back }
                break
            }
        }
        var upper = span.upperBound
        if upper < bytes.count, bytes[upper] == UInt8(ascii: "\"") {
            while upper > lower + 1, bytes[upper - 1] == backslash { upper -= 1 }
        }
        return lower..<upper
    }

    /// Withholds a frame that could not be scanned.
    private func hide(
        _ frame: Frame, because givenUp: GivenUp, lineStart: Int, in text: Text, sink: Sink,
        report: Report
    ) {
        let from = frame.accepted.lowerBound + frame.offset
        // Up to the frame's end: what begins here may go on in the part that the next window sees
        // again.
        let span = from..<(frame.bytes.count + frame.offset)
        openBlocks(seenIn: frame)
        let place = lines.place(of: from, lineStart: lineStart, in: text, if: options.locatesLines)
        let reason = "rule \(detector.rules[givenUp.rule].id) gave up: \(givenUp.error)"
        report(.blindSpot(BlindSpot(span: span, line: place.line, reason: reason)))
        write(upTo: from, of: text, to: sink)
        if cursor < span.upperBound {
            Placeholders.unscanned.withUnsafeBytes(sink)
            cursor = span.upperBound
            maskedTo = cursor
        }
    }

    // MARK: Blocks

    private var closedBlockRule = 0

    /// Continues an open block with this line, and opens one that begins in it.
    private func collectBlock(
        _ frame: Frame, lineStart: Int, in text: Text, report: Report
    ) {
        if var open = block {
            let end = open.ends(at: frame.bytes)
            let before = frame.bytes.slice(0..<(end ?? frame.bytes.count))
            let body = open.bodySpans(in: before).filter {
                !RedactionMarker.touches($0, in: frame.bytes)
            }
            for span in body {
                let at = frame.offset + span.lowerBound
                open.mask(
                    span, in: frame.bytes, frameOffset: frame.offset,
                    place: lines.place(
                        of: at, lineStart: lineStart, in: text, if: options.locatesLines))
                spans.append((span.shifted(by: frame.offset), Origin.block))
            }
            if body.isEmpty { open.pass() }
            block = open
            if end != nil {
                closeBlock(isTerminated: true, report: report)
            } else if open.isSpent {
                closeBlock(isTerminated: false, report: report)
            }
        }
        for match in matcher.matches where match.opensBlock {
            guard let definition = detector.rules[match.rule].block else { continue }
            closeBlock(isTerminated: false, report: report)
            block = OpenBlock(
                rule: match.rule, block: definition, labels: detector.rules[match.rule].prefilter)
        }
    }

    /// Opens the block of a rule whose literal stands in a frame that could not be scanned.
    private func openBlocks(seenIn frame: Frame) {
        for (index, rule) in detector.rules.enumerated() {
            guard let definition = rule.block, block == nil,
                rule.prefilter.contains(where: { literal in
                    Array(literal.utf8).withUnsafeBytes { frame.bytes.firstOffset(of: $0) != nil }
                })
            else { continue }
            block = OpenBlock(rule: index, block: definition, labels: rule.prefilter)
        }
    }

    private func closeBlock(isTerminated: Bool, report: Report) {
        guard let open = block else { return }
        block = nil
        closedBlockRule = open.rule
        guard let start = open.start else { return }
        let rule = detector.rules[open.rule]
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
        open.body.withUnsafeBytes { body in
            report(
                .finding(
                    finding(
                        rule, span: start.offset..<open.stop, secret: body,
                        place: (start.line, start.column), assessment: assessment)))
        }
    }

    // MARK: Writing

    /// Writes the bytes from the cursor to `end` as they are.
    private func write(upTo end: Int, of text: Text, to sink: Sink) {
        guard end > cursor else { return }
        sink(text.slice(cursor..<end))
        cursor = end
    }
}
