/// One of the streams whose parts stand in records: its text, and the way back to them.
final class LogicalStream {
    /// A part of the text.
    private struct Part {
        /// In the logical stream.
        let range: Range<Int>
        let text: SpanMap
        let notation: Notation
        /// What offsets of `text` count from.
        let offset: Int
        let record: Range<Int>
    }

    private let scanner: LineScanner
    private var parts: [Part] = []
    private var firstPart = 0
    /// Where the keys that are open stand in the records, by where they begin in the text.
    private(set) var anchors: [Int: Range<Int>] = [:]
    private var buffer: [UInt8] = []
    /// The logical offset of the buffer's first byte.
    private var base = 0

    /// The logical offset after the last byte.
    private var end = 0

    /// - Parameter readsCommands: Whether the lines are commands of a shell.
    init(memory: StreamMemory, readsCommands: Bool) {
        scanner = LineScanner(memory: memory, readsCommands: readsCommands)
    }

    /// Adds a field's text.
    func append(_ field: RecordField, offset: Int, record: Range<Int>) {
        let start = end
        buffer += field.text.bytes
        end += field.text.bytes.count
        parts.append(
            Part(
                range: start..<end, text: field.text.map, notation: field.notation,
                offset: offset, record: record))
        if field.endsLine, field.text.bytes.last != UInt8(ascii: "\n") {
            buffer.append(UInt8(ascii: "\n"))
            end += 1
        }
    }

    /// Scans what can be scanned.
    func scan(isFinal: Bool, output: LineScanner.Output) {
        let consumed = buffer.withUnsafeBytes { scanner.scan($0, isFinal: isFinal, output: output) }
        consume(consumed)
    }

    private func consume(_ count: Int) {
        if count == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else if count > 0 {
            buffer.removeFirst(count)
        }
        base += count
    }

    /// Ends an incomplete line here. What of it may be half a secret is withheld.
    func cut(output: LineScanner.Output) {
        let consumed = buffer.withUnsafeBytes { scanner.cut($0, output: output) }
        consume(consumed)
    }

    func releaseLines(output: LineScanner.Output) {
        buffer.withUnsafeBytes { scanner.releaseLines($0, output: output) }
    }

    func releasePrompt() {
        buffer.withUnsafeBytes { scanner.releasePrompt($0) }
    }

    /// Whether lines to come may be read behind others.
    var isInSection: Bool { scanner.isInSection }

    /// Whether nothing waits and no key is open.
    var isQuiet: Bool { waitsFrom == nil && !scanner.hasOpenBlock }

    /// Where the first record begins that is not decided as a whole.
    var waitsFrom: Int? {
        let decided = scanner.cursor
        for part in parts[firstPart...] where part.range.upperBound > decided {
            return part.record.lowerBound
        }
        return nil
    }

    /// Where the stream stands among others: by what it waits for.
    var order: Int { waitsFrom ?? parts.last?.record.lowerBound ?? 0 }

    /// Forgets the parts that are decided.
    func drop() {
        let decided = scanner.cursor
        let spans = scanner.blockSpans
        if spans.isEmpty { anchors = [:] }
        for span in spans { anchors[span.lowerBound] = physicalSpan(of: span) }
        while firstPart < parts.count, parts[firstPart].range.upperBound <= decided {
            firstPart += 1
        }
        if firstPart > 256 {
            parts.removeFirst(firstPart)
            firstPart = 0
        }
    }

    // MARK: The way back

    /// An edit of the text as edits of the records: the first part of it gets the replacement, the
    /// others what stands for further ones.
    ///
    /// - Parameter source: The records' bytes.
    func physical(_ piece: Stretch.Piece, in source: Text) -> [PhysicalEdit] {
        var edits: [PhysicalEdit] = []
        for index in indices(of: piece.range) {
            let part = parts[index]
            let local = piece.range.clamped(to: part.range).shifted(by: -part.range.lowerBound)
            for place in part.text.sources(of: local) where !place.isEmpty {
                let range = place.shifted(by: part.offset)
                edits.append(
                    PhysicalEdit(
                        range: range,
                        replacement: part.notation.encode(
                            edits.isEmpty ? piece.replacement : piece.continuation,
                            replacing: source.slice(range))))
            }
        }
        return edits
    }

    /// The bytes of the records from the first to the last that a range stands in.
    func physicalSpan(of range: Range<Int>) -> Range<Int> {
        let anchor = anchors[range.lowerBound]
        let start = anchor?.lowerBound ?? source(of: range.lowerBound)?.lowerBound ?? 0
        let end = source(of: range.upperBound - 1)?.upperBound ?? anchor?.upperBound ?? start
        return start..<max(start, end)
    }

    /// Where a byte of the text stands in the records; what is in none belongs to the record
    /// before.
    func physicalPlace(of place: Int) -> Int {
        guard place < .max else { return .max }
        if let source = source(of: place) { return source.lowerBound }
        let before = indices(of: place..<(place + 1)).lowerBound - 1
        return parts.indices.contains(before) ? parts[before].record.upperBound - 1 : .max
    }

    /// The bytes of a record that a byte of the text stands for; nil when that is forgotten.
    private func source(of place: Int) -> Range<Int>? {
        guard let index = indices(of: place..<(place + 1)).first else { return nil }
        let part = parts[index]
        guard part.range.contains(place) else { return nil }
        let local = place - part.range.lowerBound
        return part.text.source(of: local..<(local + 1)).shifted(by: part.offset)
    }

    private func indices(of range: Range<Int>) -> Range<Int> {
        let first = parts.partitioningIndex { $0.range.upperBound > range.lowerBound }
        let end = parts.partitioningIndex { $0.range.lowerBound >= range.upperBound }
        return first..<max(first, end)
    }
}
