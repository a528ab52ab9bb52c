/// Dumps of bytes in lines: an offset, columns of hex digits, the same bytes as characters. As
/// `xxd`, `hexdump -C`, `od -A x -t x1z` and `tcpdump -X` print them.
enum HexDump {
    /// Decodes the dump whose first offset is at `start`.
    ///
    /// - Returns: The blob, with nil where the dump holds no text, and where the dump ends; nil
    ///   where there is no dump.
    static func read(
        _ text: UnsafeRawBufferPointer, at start: Int, limit: Int
    ) -> (blob: FoundBlob?, end: Int)? {
        guard var line = DumpLine(text, at: start, limit: limit) else { return nil }
        var pieces: [Range<Int>] = []
        var mirrors: [Int] = []
        var hasMirrors = true
        var end = line.end
        while true {
            pieces += line.pairs.map { $0..<$0 + 2 }
            if let first = line.firstMirror {
                mirrors += (0..<line.pairs.count).map { first + $0 }
            } else {
                hasMirrors = false
            }
            end = line.end
            guard let next = following(line, in: text, limit: limit) else { break }
            line = next
        }
        let bytes = pieces.map { piece in
            UInt8(text.hexNumber(at: piece.lowerBound, digits: 2) ?? 0)
        }
        guard holdsText(bytes) else { return (nil, end) }
        let isUpper = pieces.contains { text[$0].contains(where: \.isUpper) }
        let blob = FoundBlob(
            form: .columns(isUpper: isUpper), layers: [.hex], bytes: bytes, pieces: pieces,
            unit: (1, 2), extent: start..<end, mirrors: hasMirrors ? mirrors : [])
        return (blob, end)
    }

    /// The line of the same dump that follows; what stands before its offset is a prefix.
    private static func following(
        _ line: DumpLine, in text: UnsafeRawBufferPointer, limit: Int
    ) -> DumpLine? {
        var start = line.end
        if start < limit, text[start] == 0x0D { start += 1 }
        guard start < limit, text[start] == 0x0A else { return nil }
        start += 1
        let end = min(limit, start + DumpLine.longestPrefix)
        var at = start
        while at < end, text[at] != 0x0A {
            if at == start || !text[at - 1].isAlphanumeric || text[at - 1] == UInt8(ascii: "x"),
                let next = DumpLine(text, at: at, limit: limit), next.isLike(line)
            {
                return next
            }
            at += 1
        }
        return nil
    }

    /// Whether some bytes in a row are text: the rest of a dump may be anything.
    private static func holdsText(_ bytes: [UInt8]) -> Bool {
        var run = 0
        for byte in bytes {
            run = TextCheck.isText(byte) ? run + 1 : 0
            if run == RunBeginning.length { return true }
        }
        return false
    }
}

/// A line of a dump.
struct DumpLine {
    /// Where the hex digits of each byte are.
    private(set) var pairs: [Int] = []

    /// Where the first byte stands as a character; the others follow it.
    private(set) var firstMirror: Int?

    /// Behind the last column.
    private(set) var end = 0

    private let hasColon: Bool

    /// What may stand before the offset: time, container, level.
    static let longestPrefix = 160

    /// Offsets have four digits in tcpdump, six or seven in od, eight in the others.
    private static let offsetDigits = 4...16

    /// Reads the line whose offset is at `start`; nil where it is no such line.
    init?(_ text: UnsafeRawBufferPointer, at start: Int, limit: Int) {
        var at = start
        while at < limit, at - start <= Self.offsetDigits.upperBound, text[at].isHexDigit {
            at += 1
        }
        guard Self.offsetDigits ~= at - start, at < limit else { return nil }
        hasColon = text[at] == UInt8(ascii: ":")
        if hasColon { at += 1 }
        let first = at
        while at < limit, text[at].isBlank { at += 1 }
        guard 1...3 ~= at - first, readPairs(text, from: &at, limit: limit) else { return nil }
        readMirrors(text, from: at, limit: limit)
        guard end > 0 else { return nil }
    }

    /// Whether lines may belong to the same dump.
    func isLike(_ other: DumpLine) -> Bool {
        hasColon == other.hasColon && (firstMirror == nil) == (other.firstMirror == nil)
            && pairs.count <= other.pairs.count
    }

    /// Reads pairs up to the first gap; `hexdump -C` has one after eight bytes.
    private mutating func readPairs(
        _ text: UnsafeRawBufferPointer, from at: inout Int, limit: Int
    ) -> Bool {
        while text.hexNumber(at: at, digits: 2) != nil, at + 2 <= limit {
            pairs.append(at)
            at += 2
            guard at < limit else { return true }
            // Groups of more than one byte are known from tools that write a colon.
            if text[at].isHexDigit {
                guard hasColon else { return false }
                continue
            }
            guard text[at] == UInt8(ascii: " ") else { return text[at].isSpace }
            let isMiddle =
                !hasColon && pairs.count == 8 && Self.isPair(text, at: at + 2, limit)
                && text[at + 1] == UInt8(ascii: " ")
            guard isMiddle || Self.isPair(text, at: at + 1, limit) else { return true }
            at += isMiddle ? 2 : 1
        }
        return false
    }

    private static func isPair(_ text: UnsafeRawBufferPointer, at start: Int, _ limit: Int) -> Bool
    {
        start + 2 <= limit && text.hexNumber(at: start, digits: 2) != nil
    }

    /// Finds the bytes as characters at the end of the line, or the end of a line without them.
    private mutating func readMirrors(
        _ text: UnsafeRawBufferPointer, from columns: Int, limit: Int
    ) {
        var lineEnd = min(limit, text.firstOffset(of: 0x0A, from: columns) ?? limit)
        if lineEnd > columns, text[lineEnd - 1] == 0x0D { lineEnd -= 1 }
        var at = columns
        while at < lineEnd, text[at].isBlank { at += 1 }
        if at == lineEnd {
            end = columns
            return
        }
        let isFramed = text[at] == UInt8(ascii: "|") || text[at] == UInt8(ascii: ">")
        let frame: Int = isFramed ? 1 : 0
        if isFramed, shows(text, at: at + 1, before: lineEnd - 1) {
            firstMirror = at + 1
        } else if lineEnd - pairs.count > columns,
            shows(text, at: lineEnd - pairs.count, before: lineEnd)
        {
            firstMirror = lineEnd - pairs.count
            end = lineEnd
            return
        }
        if let firstMirror { end = firstMirror + pairs.count + frame }
    }

    /// Whether the characters at a place are those of the bytes, or dots.
    private func shows(_ text: UnsafeRawBufferPointer, at start: Int, before end: Int) -> Bool {
        guard start + pairs.count <= end else { return false }
        return pairs.enumerated().allSatisfy { index, pair in
            let shown = text[start + index]
            guard shown != UInt8(ascii: ".") else { return true }
            return text.hexNumber(at: pair, digits: 2) == UInt32(shown)
        }
    }
}
