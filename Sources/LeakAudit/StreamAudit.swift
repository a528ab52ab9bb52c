import AuditStore
import Configuration
import LeakDetection
import LeakReport
import LogSources

/// Scans the streams of one source, one after the other, and gathers what is found.
///
/// The parts of a rotated log are one stream as far as a record goes on from one to the next, and
/// know each other's secrets.
final class StreamAudit {
    /// A stream's names, for places.
    struct Label {
        let path: String
        let member: String?
        let container: String?
        let thresholds: Thresholds
    }

    private let detector: Detector
    private let options: AuditOptions
    private let take: ([FoundEvent]) throws -> Void
    private var log: OpenLog?
    private var labels: [Label] = []
    private var predecessor: StreamScanner?
    private var context = OutputContext()
    private var pairs = PairFinder()
    /// Findings whose surroundings are not there yet.
    private var waiting: [Int: FoundPlace] = [:]
    /// What was found, in order; findings come when their surroundings are there.
    private var events: [Slot] = []
    private var firstTag = 0
    /// How often each secret was found in this source.
    private var counts: [String: Int] = [:]
    private(set) var bytes = 0
    private(set) var blindSpots = 0
    private(set) var usedAllowances: Set<Int> = []

    private enum Slot {
        case ready([FoundEvent])
        case waiting
    }

    /// Secrets whose occurrences are counted for examples.
    private static let mostCounts = 100_000

    /// Events that are gathered before they are handed over.
    private static let batch = 1024

    /// - Parameter take: Receives what was found, in order.
    init(
        _ detector: Detector, options: AuditOptions, take: @escaping ([FoundEvent]) throws -> Void
    ) {
        self.detector = detector
        self.options = options
        self.take = take
    }

    /// Begins a stream, or the next part of the one that goes on.
    ///
    /// - Parameters:
    ///   - head: Its first bytes.
    ///   - isLarge: Whether there is enough of it for several threads.
    func begin(_ label: Label, head: [UInt8], isLarge: Bool) throws {
        if let log, !head.withUnsafeBytes({ log.scanner.goesOn(in: $0, after: log.buffer.bytes) }) {
            try finish(isFollowed: true)
        }
        if log == nil {
            var scan = options.scan
            scan.allowlist = Allowlist(options.allowances, path: label.path)
            let scanner =
                predecessor?.successor() ?? StreamScanner(detector: detector, options: scan)
            predecessor = nil
            log = OpenLog(scanner, threads: 1, mayShare: isLarge)
            labels = []
            context = OutputContext()
            pairs.forget()
        }
        labels.append(label)
        log?.begin(label.path)
    }

    /// Has the stream scanned by so many threads from now on.
    func share(among threads: Int) { log?.share(among: threads) }

    /// Reads once, and scans what is there.
    ///
    /// - Returns: The bytes that were read; 0 at the end of the stream.
    func advance<Failure>(
        _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws -> Int {
        guard let log else { preconditionFailure("a stream is read that was not begun") }
        let count = try log.buffer.fill(read)
        bytes += count
        if count > 0 { try scan(log, isFinal: false) }
        return count
    }

    /// Ends the stream, unless it may go on in the next.
    ///
    /// - Parameter isFollowed: Whether the next stream is the next part of a rotated log.
    func end(isFollowed: Bool) throws {
        if !isFollowed { try finish(isFollowed: false) }
    }

    private func finish(isFollowed: Bool) throws {
        guard let log else { return }
        try scan(log, isFinal: true)
        usedAllowances.formUnion(log.scanner.usedAllowances)
        for note in log.scanner.notes { add(note) }
        predecessor = isFollowed ? log.scanner : nil
        self.log = nil
        try handOver(all: true)
    }

    /// Takes note of something that was not scanned.
    func add(_ note: AuditNote) { events.append(.ready([.note(note)])) }

    /// Takes down what was found in the name of a file or member.
    func add(_ finding: Finding, inNameOf label: Label) {
        guard label.thresholds.tells(of: finding) else { return }
        events.append(
            .ready([
                .place(
                    FoundPlace(
                        finding: finding, path: label.path, member: label.member, time: nil,
                        container: label.container, account: nil, context: []))
            ]))
    }

    /// What a scanner says of its stream as a whole is for information only.
    private func add(_ text: String) {
        guard let label = labels.first else { return }
        add(AuditNote(kind: .remark, path: label.path, member: label.member, reason: text))
    }

    private func scan(_ log: OpenLog, isFinal: Bool) throws {
        let base = log.scannedFrom
        let openBefore = context.openCount
        context.begin(log.buffer.bytes, at: base)
        var found: [ScanEvent] = []
        let consumed = log.scan(
            isFinal: isFinal, sink: context.write, report: { found.append($0) })
        for event in found { add(event, of: log) }
        context.end(openBefore: openBefore)
        log.consume(consumed)
        for (tag, surroundings) in context.takeComplete(isFinal: isFinal) {
            complete(tag, surroundings)
        }
        try handOver(all: false)
    }

    private func add(_ event: ScanEvent, of log: OpenLog) {
        let start = event.span.lowerBound
        let (event, file) = log.placed(event)
        let label = labels[file]
        switch event {
        case .blindSpot(let spot):
            blindSpots += 1
            add(
                AuditNote(
                    kind: .blindSpot, path: label.path, member: label.member, line: spot.line,
                    span: spot.span, reason: spot.reason))
        case .finding(let finding):
            guard label.thresholds.tells(of: finding) else { return }
            let tag = firstTag + events.count
            waiting[tag] = FoundPlace(
                finding: finding, path: label.path, member: label.member, time: nil,
                container: label.container, account: nil, context: [])
            events.append(.waiting)
            context.add(start, tag: tag)
        }
    }

    private func complete(_ tag: Int, _ surroundings: Surroundings) {
        guard var place = waiting.removeValue(forKey: tag) else { return }
        let finding = place.finding
        let lineStart = surroundings.lineStart
        place.stream = lineStart.flatMap(CRILine.stream)
        place.time =
            finding.record.timestamp.flatMap(LogTime.read)
            ?? lineStart.flatMap { start in
                Array(start.prefix(Self.timeReach)).withUnsafeBytes(LogTime.first)
            }
        let fingerprint = finding.fingerprint
        let count = counts[fingerprint, default: 0]
        if count < options.examples {
            if counts.count >= Self.mostCounts { counts.removeAll() }
            counts[fingerprint] = count + 1
            place.context = surroundings.lines(number: finding.line)
            let head = Array(surroundings.before.suffix { $0 != UInt8(ascii: "\n") })
            let line = head + surroundings.after.prefix { $0 != UInt8(ascii: "\n") }
            place.account = AccountName.nearest(in: line, to: head.count)
        }
        var found: [FoundEvent] = [.place(place)]
        for pair in pairs.add(finding) {
            found.append(.link(kind: pair.kind, pair.first, pair.second))
        }
        events[tag - firstTag] = .ready(found)
    }

    /// Bytes of a line in which its time is looked for.
    private static let timeReach = 96

    /// Hands over what is complete.
    private func handOver(all: Bool) throws {
        guard all || events.count >= Self.batch else { return }
        var ready: [FoundEvent] = []
        var count = 0
        loop: for slot in events {
            switch slot {
            case .waiting: break loop
            case .ready(let found): ready += found
            }
            count += 1
        }
        events.removeFirst(count)
        firstTag += count
        if !ready.isEmpty { try take(ready) }
    }

    /// Ends what is open, and hands over what is left.
    func finish() throws {
        try finish(isFollowed: false)
        try handOver(all: true)
    }
}

extension Collection where Element == UInt8, Self: BidirectionalCollection {
    /// The longest end of which all elements satisfy a condition.
    func suffix(while condition: (UInt8) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex {
            let before = index(before: start)
            guard condition(self[before]) else { break }
            start = before
        }
        return self[start...]
    }
}
