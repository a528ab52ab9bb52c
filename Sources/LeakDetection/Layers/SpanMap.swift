/// The way back from a decoded text to the text that it was decoded from.
///
/// Both are cut into segments in which so many decoded bytes stand for so many source bytes: one
/// for one where text was copied, three for four in base64, and so on. Source bytes between two
/// segments decode to nothing.
struct SpanMap: Sendable, Equatable {
    /// A run of units of the same sizes.
    private struct Segment: Equatable {
        let decoded: Int
        let decodedCount: Int
        let source: Int
        let sourceCount: Int
        /// Decoded and source bytes of one unit, which cannot be parted.
        let unit: (decoded: Int, source: Int)

        static func == (a: Segment, b: Segment) -> Bool {
            a.decoded == b.decoded && a.decodedCount == b.decodedCount && a.source == b.source
                && a.sourceCount == b.sourceCount && a.unit == b.unit
        }

        /// Whether a segment of the same units follows without a gap.
        func isContinued(at next: Int, unit other: (decoded: Int, source: Int)) -> Bool {
            unit == other && source + sourceCount == next
                && decodedCount % unit.decoded == 0
                && decodedCount / unit.decoded * unit.source == sourceCount
        }

        /// Where the unit of a decoded byte begins in the source.
        func start(of offset: Int) -> Int {
            min(source + (offset - decoded) / unit.decoded * unit.source, source + sourceCount)
        }

        /// Where the unit that ends at or after a decoded byte ends in the source.
        func end(of offset: Int) -> Int {
            let units = (offset - decoded + unit.decoded - 1) / unit.decoded
            return min(source + units * unit.source, source + sourceCount)
        }
    }

    private var segments: [Segment] = []

    /// Source ranges that no redaction may swallow, in order: a line ending, a prefix that each
    /// line has.
    private(set) var kept: [Range<Int>] = []

    /// Bytes of the decoded text.
    private(set) var decodedCount = 0

    /// Copied bytes.
    mutating func copy(_ source: Range<Int>) {
        append(source.count, of: source, unit: (1, 1))
    }

    /// Bytes decoded from a range that cannot be parted.
    mutating func unit(_ count: Int, of source: Range<Int>) {
        append(count, of: source, unit: (max(1, count), source.count))
    }

    /// Bytes decoded from units that are all of the same size; the last may be shorter on both
    /// sides.
    mutating func append(_ count: Int, of source: Range<Int>, unit: (decoded: Int, source: Int)) {
        guard count > 0 else { return }
        if let last = segments.last, last.isContinued(at: source.lowerBound, unit: unit) {
            segments[segments.count - 1] = Segment(
                decoded: last.decoded, decodedCount: last.decodedCount + count,
                source: last.source, sourceCount: last.sourceCount + source.count, unit: unit)
        } else {
            segments.append(
                Segment(
                    decoded: decodedCount, decodedCount: count, source: source.lowerBound,
                    sourceCount: source.count, unit: unit))
        }
        decodedCount += count
    }

    /// Takes the last unit back.
    ///
    /// - Returns: How many decoded bytes it had.
    mutating func removeLastUnit() -> Int {
        guard let last = segments.popLast() else { return 0 }
        let rest = (last.decodedCount - 1) / last.unit.decoded
        let count = last.decodedCount - rest * last.unit.decoded
        if rest > 0 {
            segments.append(
                Segment(
                    decoded: last.decoded, decodedCount: last.decodedCount - count,
                    source: last.source, sourceCount: rest * last.unit.source, unit: last.unit))
        }
        decodedCount -= count
        return count
    }

    /// Source bytes that decode to nothing and stay where they are.
    mutating func keep(_ source: Range<Int>) {
        guard !source.isEmpty else { return }
        if let last = kept.last, last.upperBound == source.lowerBound {
            kept[kept.count - 1] = last.lowerBound..<source.upperBound
        } else {
            kept.append(source)
        }
    }

    /// The source bytes that a decoded range stands for: the smallest range that covers its units.
    ///
    /// - Complexity: O(log n) in the number of segments.
    func source(of range: Range<Int>) -> Range<Int> {
        precondition(
            0 <= range.lowerBound && range.upperBound <= decodedCount, "outside of the text")
        guard !segments.isEmpty else { return 0..<0 }
        let first = segments[index(of: range.lowerBound)]
        let start = first.start(of: range.lowerBound)
        guard !range.isEmpty else { return start..<start }
        let last = segments[index(of: range.upperBound - 1)]
        return start..<max(start, last.end(of: range.upperBound))
    }

    /// The same without what must be kept: in order, none of them empty.
    func sources(of range: Range<Int>) -> [Range<Int>] {
        let whole = source(of: range)
        guard !kept.isEmpty else { return [whole] }
        var pieces: [Range<Int>] = []
        var at = whole.lowerBound
        for gap in kept[firstKept(after: at)...] {
            guard gap.lowerBound < whole.upperBound else { break }
            if gap.lowerBound > at { pieces.append(at..<gap.lowerBound) }
            at = gap.upperBound
        }
        if at < whole.upperBound { pieces.append(at..<whole.upperBound) }
        return pieces
    }

    /// The first kept range that ends after a source byte.
    private func firstKept(after offset: Int) -> Int {
        kept.partitioningIndex { $0.upperBound > offset }
    }

    /// The last segment that begins at or before a decoded byte.
    private func index(of offset: Int) -> Int {
        max(0, segments.partitioningIndex { $0.decoded > offset } - 1)
    }
}
