/// Finds where the values of JSON end (RFC 8259), without reading them.
///
/// It checks as much as it needs never to take the wrong bytes for a value: quotes, escapes and
/// brackets, and what may stand between them.
enum JSONScanner {
    /// Brackets within brackets, more than any log has: one bit each.
    private static let depth = 64

    /// The first byte at or after a place that is no blank of JSON.
    @inline(__always)
    static func skipSpace(_ bytes: UnsafeRawBufferPointer, from place: Int, to end: Int) -> Int {
        var at = place
        while at < end, isSpace(bytes[at]) { at += 1 }
        return at
    }

    @inline(__always)
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// Just after the closing quote of the string whose opening quote stands at a place.
    static func endOfString(
        _ bytes: UnsafeRawBufferPointer, at place: Int, to end: Int
    ) -> Int? {
        var from = place + 1
        while from < end, let quote = bytes.firstOffset(of: UInt8(ascii: "\""), in: from..<end) {
            var escapes = quote
            while escapes > from, bytes[escapes - 1] == UInt8(ascii: "\\") { escapes -= 1 }
            from = quote + 1
            if (quote - escapes).isMultiple(of: 2) { return from }
        }
        return nil
    }

    /// Just after the value that begins at a place.
    static func endOfValue(
        _ bytes: UnsafeRawBufferPointer, at place: Int, to end: Int
    ) -> Int? {
        guard place < end else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "\""): return endOfString(bytes, at: place, to: end)
        case UInt8(ascii: "{"), UInt8(ascii: "["): return endOfNest(bytes, at: place, to: end)
        default: return endOfWord(bytes, at: place, to: end)
        }
    }

    /// Just after the bracket that closes the one at a place.
    private static func endOfNest(
        _ bytes: UnsafeRawBufferPointer, at place: Int, to end: Int
    ) -> Int? {
        // One bit for each open bracket, the innermost last: 1 for a brace.
        var open: UInt64 = 0
        var count = 0
        var at = place
        while at < end {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                guard let close = endOfString(bytes, at: at, to: end) else { return nil }
                at = close
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard count < depth else { return nil }
                open = open << 1 | (bytes[at] == UInt8(ascii: "{") ? 1 : 0)
                count += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open & 1 == (bytes[at] == UInt8(ascii: "}") ? 1 : 0) else { return nil }
                open >>= 1
                count -= 1
                if count == 0 { return at + 1 }
            case UInt8(ascii: ","), UInt8(ascii: ":"): break
            case let byte where isSpace(byte) || isWord(byte): break
            default: return nil
            }
            at += 1
        }
        return nil
    }

    /// Just after a number, or a literal name.
    private static func endOfWord(
        _ bytes: UnsafeRawBufferPointer, at place: Int, to end: Int
    ) -> Int? {
        var at = place
        while at < end, isWord(bytes[at]) { at += 1 }
        let word = place..<at
        guard let first = word.first.map({ bytes[$0] }) else { return nil }
        if first.isDigit || first == UInt8(ascii: "-") { return at }
        let isName =
            bytes.holds("true", at: word) || bytes.holds("false", at: word)
            || bytes.holds("null", at: word)
        return isName ? at : nil
    }

    /// Bytes of numbers and of the literal names.
    @inline(__always)
    private static func isWord(_ byte: UInt8) -> Bool {
        byte.isDigit || byte.isLower || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "E")
    }
}

/// A member of a JSON object.
struct JSONMember {
    /// The name without its quotes, as it is written.
    let name: Range<Int>
    /// The value, with its quotes if it is a string.
    let value: Range<Int>

    /// What is between the quotes of a string.
    func content(_ bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        guard bytes[value.lowerBound] == UInt8(ascii: "\"") else { return nil }
        return value.lowerBound + 1..<value.upperBound - 1
    }
}

/// Goes through the members of a JSON object.
struct JSONMembers {
    enum Step {
        case member(JSONMember)
        /// The object has ended, and only blanks follow.
        case end
        case damaged
    }

    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    private var at: Int
    private var isFirst = true

    /// The object that begins with a range; nil if none does.
    init?(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        guard !range.isEmpty, bytes[range.lowerBound] == UInt8(ascii: "{") else { return nil }
        self.bytes = bytes
        at = range.lowerBound + 1
        end = range.upperBound
    }

    mutating func next() -> Step {
        skip()
        guard at < end else { return .damaged }
        if bytes[at] == UInt8(ascii: "}") {
            at += 1
            skip()
            return at == end ? .end : .damaged
        }
        if !isFirst {
            guard take(UInt8(ascii: ",")) else { return .damaged }
            skip()
        }
        isFirst = false
        guard at < end, bytes[at] == UInt8(ascii: "\""),
            let nameEnd = JSONScanner.endOfString(bytes, at: at, to: end)
        else { return .damaged }
        let name = at + 1..<nameEnd - 1
        at = nameEnd
        skip()
        guard take(UInt8(ascii: ":")) else { return .damaged }
        skip()
        guard let valueEnd = JSONScanner.endOfValue(bytes, at: at, to: end) else {
            return .damaged
        }
        let member = JSONMember(name: name, value: at..<valueEnd)
        at = valueEnd
        return .member(member)
    }

    @inline(__always)
    private mutating func skip() {
        at = JSONScanner.skipSpace(bytes, from: at, to: end)
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < end, bytes[at] == byte else { return false }
        at += 1
        return true
    }
}
