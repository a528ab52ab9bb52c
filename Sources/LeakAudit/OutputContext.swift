import LeakReport

/// The bytes around a placeholder in a redacted stream: cut out while the stream goes by.
///
/// What is kept depends on the stream's bytes only, not on how they arrive.
struct Surroundings {
    /// The bytes before the placeholder, at most ``OutputContext/reach``.
    var before: [UInt8]
    /// Whether `before` begins where the stream does.
    let isFromStart: Bool
    /// The placeholder and what follows it, at most ``OutputContext/reach``.
    var after: [UInt8]

    /// Bytes of a line that are shown.
    private static let shown = 240
    /// Of these, before the placeholder.
    private static let shownBefore = 110

    /// The beginning of the line that the placeholder is in; nil where it is too far away.
    var lineStart: ArraySlice<UInt8>? {
        if let newline = before.lastIndex(of: UInt8(ascii: "\n")) {
            return before[(newline + 1)...]
        }
        return isFromStart ? before[...] : nil
    }

    /// The line and its neighbours, cut to what is shown.
    ///
    /// - Parameter number: The line's.
    func lines(number: Int) -> [ContextLine] {
        let newline = UInt8(ascii: "\n")
        var result: [ContextLine] = []
        let head = before.suffix { $0 != newline }
        let isCut = head.count == before.count && !isFromStart
        if head.count < before.count {
            let previous = before.dropLast(head.count + 1)
            let line = previous.suffix { $0 != newline }
            let isWhole = line.count < previous.count || isFromStart
            if isWhole || !line.isEmpty {
                result.append(
                    ContextLine(
                        number: number - 1,
                        text: (isWhole ? "" : "…") + Self.shown(line, from: 0)))
            }
        }
        let parts = after.split(
            separator: newline, maxSplits: 2, omittingEmptySubsequences: false)
        let body = Array(head) + (parts.first ?? [])
        let from = max(0, head.count - Self.shownBefore)
        result.append(
            ContextLine(
                number: number,
                text: (from > 0 || isCut ? "…" : "") + Self.shown(body[...], from: from)))
        if parts.count > 1, parts.count > 2 || !parts[1].isEmpty {
            result.append(ContextLine(number: number + 1, text: Self.shown(parts[1], from: 0)))
        }
        return result
    }

    private static func shown(_ line: ArraySlice<UInt8>, from: Int) -> String {
        var part = line.dropFirst(from).prefix(shown)
        let isCut = line.count - from > shown
        if !isCut, part.last == UInt8(ascii: "\r") { part = part.dropLast() }
        return String(decoding: part, as: UTF8.self) + (isCut ? "…" : "")
    }
}

/// Cuts the surroundings of placeholders out of a redacted stream that goes by.
///
/// For each scan: ``begin(_:at:)``, the pieces as they are written, then ``surroundings(of:)`` for
/// each event in order. What is not complete yet comes with a later scan.
final class OutputContext {
    /// Bytes that are kept before and behind a place.
    static let reach = 512

    /// A piece of the output of this scan.
    private struct Piece {
        /// In ``text``, or in the buffer that is scanned.
        var bytes: Range<Int>
        var isCopied: Bool
        /// Where it stands in the stream as it was read; of a copied piece, where the one before
        /// it ends.
        var start: Int
    }

    private var pieces: [Piece] = []
    private var copied: [UInt8] = []
    private var buffer = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The stream's offset of the buffer.
    private var base = 0
    /// The end of what was written before this scan, at most ``reach`` bytes.
    private var tail: [UInt8] = []
    private var isTailWhole = true
    /// What waits for more output, in order.
    private var open: [(tag: Int, surroundings: Surroundings)] = []

    /// Begins with a scan.
    ///
    /// - Parameters:
    ///   - buffer: What is scanned; stays valid until ``end()``.
    ///   - base: Its first byte's place in the stream.
    func begin(_ buffer: UnsafeRawBufferPointer, at base: Int) {
        self.buffer = buffer
        self.base = base
        pieces.removeAll(keepingCapacity: true)
        copied.removeAll(keepingCapacity: true)
    }

    /// Takes a piece of the output.
    func write(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        if let first = buffer.baseAddress, start >= first, start < first + buffer.count {
            let offset = start - first
            pieces.append(
                Piece(
                    bytes: offset..<(offset + bytes.count), isCopied: false, start: base + offset))
        } else {
            let place = copied.count
            copied += bytes
            let end = pieces.last.map { $0.isCopied ? $0.start : $0.start + $0.bytes.count }
            pieces.append(
                Piece(bytes: place..<copied.count, isCopied: true, start: end ?? base))
        }
    }

    /// Begins to cut out what is around the placeholder of a secret.
    ///
    /// - Parameters:
    ///   - place: Where the secret begins in the stream as it was read.
    ///   - tag: What ``takeComplete(isFinal:)`` names it by.
    func add(_ place: Int, tag: Int) {
        // The placeholder follows the last piece that begins before the secret and is no copy.
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].start < place { low = middle + 1 } else { high = middle }
        }
        var index = low
        // Copies bear the place of what was before them.
        while index < pieces.count, pieces[index].start == place, !pieces[index].isCopied {
            index += 1
        }
        var offset = 0
        if index > 0, !pieces[index - 1].isCopied,
            pieces[index - 1].start + pieces[index - 1].bytes.count > place
        {
            index -= 1
            offset = max(0, place - pieces[index].start)
        }
        let (before, isFromStart) = text(before: index, offset)
        open.append(
            (
                tag,
                Surroundings(
                    before: before, isFromStart: isFromStart,
                    after: text(from: index, offset))
            ))
    }

    /// Appends bytes of a piece; `range` counts from its beginning.
    private func append(_ piece: Piece, _ range: Range<Int>, to text: inout [UInt8]) {
        let start = piece.bytes.lowerBound
        let bytes = (start + range.lowerBound)..<(start + range.upperBound)
        if piece.isCopied { text += copied[bytes] } else { text += buffer[bytes] }
    }

    /// The output before a place, at most ``reach`` bytes, and whether the stream begins with it.
    private func text(before index: Int, _ offset: Int) -> ([UInt8], isFromStart: Bool) {
        var parts: [(Piece, Range<Int>)] = []
        var wanted = Self.reach
        var at = index
        var end = offset
        while wanted > 0 {
            if end > 0 {
                let start = max(0, end - wanted)
                parts.append((pieces[at], start..<end))
                wanted -= end - start
            }
            guard at > 0 else { break }
            at -= 1
            end = pieces[at].bytes.count
        }
        var text: [UInt8] = wanted > 0 ? Array(tail.suffix(wanted)) : []
        let isFromStart = wanted > 0 && isTailWhole && text.count == tail.count && at == 0
        for (piece, range) in parts.reversed() { append(piece, range, to: &text) }
        return (text, isFromStart)
    }

    /// The output from a place on, at most ``reach`` bytes.
    private func text(from index: Int, _ offset: Int) -> [UInt8] {
        var text: [UInt8] = []
        var at = index
        var start = offset
        while at < pieces.count, text.count < Self.reach {
            let end = min(pieces[at].bytes.count, start + Self.reach - text.count)
            append(pieces[at], start..<end, to: &text)
            at += 1
            start = 0
        }
        return text
    }

    /// Ends a scan: what was begun before it goes on with its output.
    func end(openBefore count: Int) {
        if count > 0 {
            let more = text(from: 0, 0)
            for index in 0..<count {
                let missing = Self.reach - open[index].surroundings.after.count
                open[index].surroundings.after += more.prefix(missing)
            }
        }
        let (text, isFromStart) = text(before: pieces.count, 0)
        isTailWhole = isFromStart
        tail = text
        buffer = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// How many wait for more output.
    var openCount: Int { open.count }

    /// Takes what is complete, in order.
    func takeComplete(isFinal: Bool) -> [(tag: Int, surroundings: Surroundings)] {
        let count =
            isFinal
            ? open.count
            : open.firstIndex { $0.surroundings.after.count < Self.reach } ?? open.count
        defer { open.removeFirst(count) }
        return Array(open[..<count])
    }
}
