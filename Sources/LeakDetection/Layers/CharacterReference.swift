/// Character references of HTML: numeric ones, and the names that escaping makes.
enum CharacterReference {
    /// A non-breaking space is a blank here: rules look for those.
    private static let names: [(StaticString, UInt8)] = [
        ("&quot;", 0x22), ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&apos;", 0x27),
        ("&nbsp;", 0x20),
    ]

    static func applies(to text: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        while let found = text.firstOffset(of: UInt8(ascii: "&"), from: at) {
            if read(text, at: found) != nil { return true }
            at = found + 1
        }
        return false
    }

    /// The reference that begins with the ampersand at `start`, up to its semicolon.
    static func read(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        guard start + 3 < text.count else { return nil }
        if text[start + 1] == UInt8(ascii: "#") { return numeric(text, at: start) }
        for (name, byte) in names {
            let count = name.utf8CodeUnitCount
            guard start + count <= text.count else { continue }
            let spelled = UnsafeRawBufferPointer(start: name.utf8Start, count: count)
            if text[start..<start + count].elementsEqual(spelled) {
                return Escape(length: count, text: ShortText(byte))
            }
        }
        return nil
    }

    private static func numeric(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        let isHex = text[start + 2] | 0x20 == UInt8(ascii: "x")
        let first = start + (isHex ? 3 : 2)
        // The last character has seven decimal digits; leading zeros make no more sense.
        let end = min(text.count, first + 7)
        var at = first
        var value: UInt32 = 0
        while at < end, let digit = isHex ? text[at].hexValue : text[at].decimalValue {
            value = value * (isHex ? 16 : 10) + UInt32(digit)
            at += 1
        }
        guard at > first, at < text.count, text[at] == UInt8(ascii: ";"), value > 0 else {
            return nil
        }
        return ShortText(scalar: value).map { Escape(length: at + 1 - start, text: $0) }
    }
}

extension UInt8 {
    /// The value of a decimal digit.
    fileprivate var decimalValue: UInt8? { isDigit ? self & 0x0F : nil }
}
