/// Reads a run of base64 or hex, from line to line where it goes on.
struct RunReader {
    enum Digits { case base64, hex }

    private let text: UnsafeRawBufferPointer
    private let limit: Int
    private let digits: Digits
    private var at: Int

    /// The characters that were read, and those of the same line that follow.
    private(set) var pieces: [Range<Int>]

    /// Characters that were read.
    private(set) var count = 0

    /// Which alphabet of base64 the run uses, once that is known.
    private var isURL: Bool?

    /// The first place in the current group, in characters, where the run may have ended: before
    /// another line, or before a character that also separates words.
    private(set) var boundary: Int?

    /// Runs that are broken over lines fill them so far at least; mostly it is 64 or 76.
    private static let brokenLine = 40

    /// - Parameters:
    ///   - run: The characters in the first line; all of them are digits.
    ///   - limit: Up to where the text may be read.
    init(_ text: UnsafeRawBufferPointer, _ run: Range<Int>, limit: Int, digits: Digits) {
        self.text = text
        self.limit = limit
        self.digits = digits
        at = run.lowerBound
        pieces = [run]
    }

    /// Characters and bytes of a whole group.
    var unit: (decoded: Int, source: Int) { digits == .base64 ? (3, 4) : (1, 2) }

    /// Characters that were read, and the bytes that they make.
    struct Group {
        var text: ShortText
        var characters: Int
    }

    /// The next group; a short one at the end of the run, nil after it.
    mutating func next() -> Group? {
        boundary = nil
        var bits: UInt32 = 0
        let start = count
        while count - start < unit.source, let value = nextValue() {
            bits = bits << (digits == .base64 ? 6 : 4) | UInt32(value)
            count += 1
        }
        let characters = count - start
        guard characters > 0 else { return nil }
        return group(bits, characters: characters)
    }

    /// The group shortened to its first characters.
    func shortened(_ group: Group, to characters: Int) -> Group {
        guard digits == .base64 else { return Group(text: ShortText(), characters: 0) }
        var bits: UInt32 = 0
        for byte in group.text { bits = bits << 8 | UInt32(byte) }
        bits <<= UInt32(8 * (3 - group.text.count))
        return self.group(bits >> UInt32(24 - 6 * characters), characters: characters)
    }

    private func group(_ bits: UInt32, characters: Int) -> Group {
        var text = ShortText()
        let width = digits == .base64 ? 6 : 4
        let total = width * characters
        for index in 0..<total / 8 {
            text.append(UInt8(truncatingIfNeeded: bits >> UInt32(total - 8 * (index + 1))))
        }
        return Group(text: text, characters: characters)
    }

    private mutating func nextValue() -> UInt8? {
        if at == pieces[pieces.count - 1].upperBound {
            guard goOn() else { return nil }
            if boundary == nil { boundary = count }
        }
        let byte = text[at]
        if digits == .base64, !byte.isAlphanumeric {
            let isURL = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            guard self.isURL == nil || self.isURL == isURL else { return nil }
            self.isURL = isURL
            if boundary == nil { boundary = count }
        }
        at += 1
        return digits == .hex ? byte.hexValue : Base64.value(of: byte)
    }

    /// The pieces up to a number of characters, and the padding that follows them.
    func pieces(upTo characters: Int, padding: Int) -> [Range<Int>] {
        var rest = characters
        var result: [Range<Int>] = []
        for piece in pieces where rest > 0 {
            let taken = min(rest, piece.count)
            result.append(piece.lowerBound..<piece.lowerBound + taken)
            rest -= taken
        }
        guard padding > 0, let last = result.popLast() else { return result }
        return result + [last.lowerBound..<last.upperBound + padding]
    }

    /// Whether one of some characters occurs.
    func contains(_ characters: StaticString, in pieces: [Range<Int>]) -> Bool {
        characters.withUTF8Buffer { characters in
            pieces.contains { text[$0].contains(where: characters.contains) }
        }
    }

    /// How many padding characters follow a place, up to those that a short group needs.
    func padding(at place: Int, characters: Int) -> Int {
        let needed = digits == .base64 ? (4 - characters % 4) % 4 : 0
        var count = 0
        while count < needed, place + count < limit, text[place + count] == UInt8(ascii: "=") {
            count += 1
        }
        return count
    }

    // MARK: From line to line

    /// Adds the next line's piece, if the run goes on there.
    private mutating func goOn() -> Bool {
        guard let last = pieces.last, last.count >= Self.brokenLine else { return false }
        let end = last.upperBound
        // "\n" as two characters, or "\r\n" as four: the lines of a string.
        for length in [2, 4] where isEscapedBreak(at: end, length: length) {
            return add(end + length..<limit)
        }
        var newline = end
        if newline < limit, text[newline] == UInt8(ascii: "\\") { newline += 1 }
        if newline < limit, text[newline] == 0x0D { newline += 1 }
        guard newline < limit, text[newline] == 0x0A else { return false }
        var lineEnd = min(limit, text.firstOffset(of: 0x0A, from: newline + 1) ?? limit)
        if lineEnd > newline + 1, text[lineEnd - 1] == 0x0D { lineEnd -= 1 }
        // The last word: what stands before it is a prefix of the line.
        var start = lineEnd
        while start > newline + 1, !text[start - 1].isBlank { start -= 1 }
        return add(start..<lineEnd, isWord: true)
    }

    private func isEscapedBreak(at start: Int, length: Int) -> Bool {
        guard start + length <= limit else { return false }
        let found = text[start..<start + length]
        return length == 2 ? found.elementsEqual("\\n".utf8) : found.elementsEqual("\\r\\n".utf8)
    }

    /// Adds the digits at the beginning of a range. A word must consist of nothing else, but for
    /// padding, a quote that closes, and what marks another break.
    private mutating func add(_ range: Range<Int>, isWord: Bool = false) -> Bool {
        var end = range.lowerBound
        while end < range.upperBound, isDigit(text[end]) { end += 1 }
        guard end > range.lowerBound else { return false }
        if isWord {
            var rest = end
            while rest < range.upperBound, text[rest] == UInt8(ascii: "=") { rest += 1 }
            if rest < range.upperBound {
                switch text[rest] {
                case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
                    UInt8(ascii: "\\"):
                    break
                default: return false
                }
            }
        }
        pieces.append(range.lowerBound..<end)
        at = range.lowerBound
        return true
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        digits == .hex ? byte.isHexDigit : byte.isBase64Digit
    }
}

extension UInt8 {
    /// Characters of base64 and base64url, without padding.
    @inline(__always) var isBase64Digit: Bool { isBase64 && self != 0x3D }
}
