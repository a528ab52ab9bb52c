import LeakRules

/// Scans what a frame reads like when its encodings are taken off, one level after the other, and
/// writes what it finds there into the frame.
struct LayerScanner {
    let frames: FrameScanner

    private var memory: StreamMemory { frames.memory }

    /// Levels that are taken off; what is encoded deeper is a blind spot.
    static let deepest = 10

    /// What came of a frame.
    enum Outcome {
        case stretches([Stretch])
        /// It could not be decoded to the end.
        case gaveUp(String)
    }

    /// Finds what the levels below a frame hold.
    ///
    /// - Parameters:
    ///   - frame: A line, a window of one, or lines that go on.
    ///   - budget: What may still be decoded of this line.
    ///   - opened: Is given a match that opens a block, and its place in the frame.
    /// - Returns: Stretches of the frame, those of one level disjoint.
    func scan(
        _ frame: Frame, budget: inout DecodeBudget, opened: (Match, Int) -> Void
    ) -> Outcome {
        var levels: [Peeled] = []
        return descend(frame, levels: &levels, budget: &budget, opened: opened)
    }

    /// Finds what another reading of a frame holds, and the levels below that.
    func scan(
        _ frame: Frame, read text: DecodedText, budget: inout DecodeBudget
    ) -> Outcome {
        var levels = [Peeled(text: text, layers: LayerSpans())]
        var found: [Stretch] = []
        if let failure = look(frame, levels, into: &found, opened: { _, _ in }) {
            return .gaveUp(failure)
        }
        switch descend(frame, levels: &levels, budget: &budget, opened: { _, _ in }) {
        case .stretches(let deeper): return .stretches(found + deeper)
        case .gaveUp(let reason): return .gaveUp(reason)
        }
    }

    private func descend(
        _ frame: Frame, levels: inout [Peeled], budget: inout DecodeBudget,
        opened: (Match, Int) -> Void
    ) -> Outcome {
        var stretches: [Stretch] = []
        while true {
            let next =
                levels.last.map { last in
                    last.text.bytes.withUnsafeBytes { Peeler.peel($0, budget: &budget) }
                } ?? Peeler.peel(frame.bytes, budget: &budget)
            if budget.isExhausted { return .gaveUp("it decodes to too much") }
            guard let next else { return .stretches(stretches) }
            guard levels.count < Self.deepest else {
                return .gaveUp("it is encoded more than \(Self.deepest) times over")
            }
            levels.append(next)
            if let failure = look(frame, levels, into: &stretches, opened: opened) {
                return .gaveUp(failure)
            }
        }
    }

    /// Scans the deepest level.
    ///
    /// - Returns: Why it could not, if so.
    private func look(
        _ frame: Frame, _ levels: [Peeled], into stretches: inout [Stretch],
        opened: (Match, Int) -> Void
    ) -> String? {
        guard let deepest = levels.last else { return nil }
        memory.hasDecoded = true
        return deepest.text.bytes.withUnsafeBytes { bytes -> String? in
            let level = Frame(bytes: bytes, offset: 0, accepted: 0..<bytes.count)
            memory.matcher.match(level)
            if let givenUp = memory.matcher.givenUp { return memory.detector.reason(givenUp) }
            // What is encoded as a whole holds the whole key, or ends with it.
            for match in memory.matcher.matches
            where match.opensBlock && levels.allSatisfy(\.blobs.isEmpty) {
                opened(match, source(of: match.whole, in: levels).lowerBound)
            }
            let sightings = frames.sightings(in: level).filter {
                frame.accepted.contains(source(of: $0.range, in: levels).lowerBound)
            }
            stretches += rewritten(sightings, bytes, levels, frame)
            return nil
        }
    }

    /// The place in the frame of a range of the deepest level.
    private func source(of range: Range<Int>, in levels: [Peeled]) -> Range<Int> {
        levels.reversed().reduce(range) { $1.text.map.source(of: $0) }
    }

    /// Sightings of the deepest level as stretches of the frame.
    private func rewritten(
        _ sightings: [Sighting], _ bytes: UnsafeRawBufferPointer, _ levels: [Peeled],
        _ frame: Frame
    ) -> [Stretch] {
        let placed = sightings.map { ($0, source(of: $0.range, in: levels)) }
        var stretches: [Stretch] = []
        var at = 0
        while at < placed.count {
            // Two that stand in the same encoded unit are written together.
            var hull = placed[at].1
            var last = at + 1
            while last < placed.count, placed[last].1.lowerBound < hull.upperBound {
                hull = hull.lowerBound..<max(hull.upperBound, placed[last].1.upperBound)
                last += 1
            }
            let group = placed[at..<last].map(\.0)
            at = last
            let pieces = pieces(of: group, bytes, levels, frame)
            guard let first = pieces.first, let final = pieces.last else { continue }
            hull =
                min(
                    hull.lowerBound, first.range.lowerBound)..<max(
                    hull.upperBound, final.range.upperBound)
            let names = layers(of: group[0].range, in: levels)
            stretches.append(
                Stretch(
                    pieces: pieces, hull: hull,
                    findings: group.compactMap { sighting in
                        sighting.match.map { match in
                            frames.finding(
                                match, in: bytes, span: hull, layers: names)
                        }
                    },
                    specificity: memory.detector.rules[group[0].rule].specificity))
        }
        return stretches
    }

    /// What is written into the frame for sightings that belong together.
    private func pieces(
        of group: [Sighting], _ bytes: UnsafeRawBufferPointer, _ levels: [Peeled], _ frame: Frame
    ) -> [Stretch.Piece] {
        var further: [UInt8] = []
        var edits = group.map { sighting in
            let texts = frames.replacement(of: sighting, in: bytes)
            // What is encoded as a whole has the placeholder in its first part.
            if levels.allSatisfy(\.blobs.isEmpty) { further = texts.further }
            return Replacement(range: sighting.range, bytes: texts.first)
        }
        for level in levels.reversed() {
            edits = level.rewrite(edits).flatMap(\.replacements).sorted {
                $0.range.lowerBound < $1.range.lowerBound
            }
        }
        let pieces = edits.map { edit in
            Stretch.Piece(
                range: edit.range,
                replacement: edit.isContinuation && !further.isEmpty ? further : edit.text.bytes(),
                continuation: further)
        }
        return pieces.flatMap { $0.withoutLineEndings(in: frame.bytes) }
    }

    /// The names of the layers around a range of the deepest level, outermost first.
    private func layers(of range: Range<Int>, in levels: [Peeled]) -> [String] {
        var range = range
        var names: [String] = []
        for level in levels.reversed() {
            names += level.layers.layers(in: range).reversed().map(\.rawValue)
            range = level.text.map.source(of: range)
        }
        return names.reversed()
    }
}

extension Stretch.Piece {
    /// The piece in parts that leave line endings where they are.
    fileprivate func withoutLineEndings(in frame: UnsafeRawBufferPointer) -> [Stretch.Piece] {
        let newline = UInt8(ascii: "\n")
        guard frame[range].contains(newline) else { return [self] }
        var parts: [Stretch.Piece] = []
        var at = range.lowerBound
        while at < range.upperBound {
            let end = frame[at..<range.upperBound].firstIndex(of: newline) ?? range.upperBound
            if end > at {
                parts.append(
                    Stretch.Piece(
                        range: at..<end, replacement: parts.isEmpty ? replacement : continuation,
                        continuation: continuation))
            }
            at = end + 1
        }
        return parts
    }
}
