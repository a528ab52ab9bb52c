import LeakRules

/// What is written instead of some bytes of a frame.
struct Stretch {
    /// A range of the frame, and what stands there instead.
    struct Piece {
        var range: Range<Int>
        var replacement: [UInt8]
        /// What stands in each further record, where the range goes over several.
        var continuation: [UInt8]
    }

    /// In order and disjoint.
    var pieces: [Piece]

    /// The frame's bytes that the secret stands in.
    let hull: Range<Int>

    /// What is reported; empty for a line of a block.
    let findings: [Finding]

    /// How specific the rule is that names it.
    let specificity: Specificity
}

extension Stretch {
    /// A frame as it reads when stretches of it are redacted.
    static func redacted(
        _ frame: UnsafeRawBufferPointer, _ stretches: [Stretch]
    ) -> DecodedText {
        let pieces = stretches.flatMap(\.pieces).sorted {
            $0.range.lowerBound < $1.range.lowerBound
        }
        var text = DecodedText()
        var at = 0
        for piece in pieces {
            text.copy(at..<max(at, piece.range.lowerBound), of: frame)
            text.put(piece.replacement, for: piece.range)
            at = piece.range.upperBound
        }
        text.copy(at..<frame.count, of: frame)
        return text
    }

    /// Chooses between stretches that were seen at several depths.
    ///
    /// The longer wins, then the more specific, then the one given first; what another leaves
    /// uncovered is blotted out all the same.
    ///
    /// - Parameter stretches: Those of one depth are disjoint.
    /// - Returns: Disjoint stretches in order.
    static func chosen(from stretches: [Stretch]) -> [Stretch] {
        let ranked = stretches.enumerated().sorted { a, b in
            let x = a.element
            let y = b.element
            if x.hull.count != y.hull.count { return x.hull.count > y.hull.count }
            if x.specificity != y.specificity { return x.specificity > y.specificity }
            return a.offset < b.offset
        }
        return merged([], with: ranked.map(\.element))
    }

    /// Stretches, and of others what they leave uncovered.
    ///
    /// - Parameters:
    ///   - stretches: Disjoint.
    ///   - others: In the order in which they are taken.
    /// - Returns: Disjoint stretches in order.
    static func merged(_ stretches: [Stretch], with others: [Stretch]) -> [Stretch] {
        var taken = RangeList()
        var chosen = stretches
        for piece in stretches.flatMap(\.pieces) { taken.insert(piece.range) }
        for stretch in others {
            var rest = stretch
            rest.pieces = stretch.pieces.flatMap { piece in
                taken.gaps(in: piece.range).map { gap in
                    Piece(
                        range: gap, replacement: piece.replacement,
                        continuation: piece.continuation)
                }
            }
            guard !rest.pieces.isEmpty else { continue }
            for piece in rest.pieces { taken.insert(piece.range) }
            chosen.append(rest)
        }
        return chosen.sorted { $0.pieces[0].range.lowerBound < $1.pieces[0].range.lowerBound }
    }
}

/// Disjoint ranges in order.
struct RangeList {
    private(set) var ranges: [Range<Int>] = []

    /// The parts of a range that no range of the list covers.
    func gaps(in range: Range<Int>) -> [Range<Int>] {
        var gaps: [Range<Int>] = []
        var at = range.lowerBound
        var index = firstIndex(endingAfter: at)
        while index < ranges.count, ranges[index].lowerBound < range.upperBound {
            if ranges[index].lowerBound > at { gaps.append(at..<ranges[index].lowerBound) }
            at = max(at, ranges[index].upperBound)
            index += 1
        }
        if at < range.upperBound { gaps.append(at..<range.upperBound) }
        return gaps
    }

    /// Adds a range that overlaps none of the list.
    mutating func insert(_ range: Range<Int>) {
        ranges.insert(range, at: firstIndex(endingAfter: range.lowerBound))
    }

    private func firstIndex(endingAfter place: Int) -> Int {
        ranges.partitioningIndex { $0.upperBound > place }
    }
}
