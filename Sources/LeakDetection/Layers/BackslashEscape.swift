/// Backslash escapes: those of JSON (RFC 8259, section 7), and of C, Python and shells.
enum BackslashEscape {
    /// Whether there is an escape that rules do not understand by themselves: they do `\"`, `\n`
    /// and `\t`.
    static func applies(to text: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        while let found = text.firstOffset(of: UInt8(ascii: "\\"), from: at),
            found + 1 < text.count
        {
            switch text[found + 1] {
            case UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"), UInt8(ascii: "e"):
                return true
            case UInt8(ascii: "u"), UInt8(ascii: "U"), UInt8(ascii: "x"),
                UInt8(ascii: "0")...UInt8(ascii: "3"):
                if let escape = read(text, at: found), escape.length > 2 { return true }
            default: break
            }
            at = found + 1
        }
        return false
    }

    /// The escape that begins with the backslash at `start`; nil for an unknown one.
    static func read(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        guard start + 1 < text.count else { return nil }
        let byte = text[start + 1]
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"):
            return Escape(length: 2, text: ShortText(byte))
        case UInt8(ascii: "u"): return unicode(text, at: start)
        case UInt8(ascii: "U"):
            return text.hexNumber(at: start + 2, digits: 8).flatMap(ShortText.init(scalar:))
                .map { Escape(length: 10, text: $0) }
        case UInt8(ascii: "x"):
            return text.hexNumber(at: start + 2, digits: 2)
                .map { Escape(length: 4, text: ShortText(UInt8($0))) }
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            if let escape = octal(text, at: start) { return escape }
            return byte == UInt8(ascii: "0") ? Escape(length: 2, text: ShortText(0)) : nil
        default: return control(byte).map { Escape(length: 2, text: ShortText($0)) }
        }
    }

    /// What a single letter stands for.
    private static func control(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "v"): 0x0B
        case UInt8(ascii: "a"): 0x07
        case UInt8(ascii: "e"): 0x1B
        default: nil
        }
    }

    private static func octal(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        guard start + 3 < text.count else { return nil }
        var value: UInt8 = 0
        for index in start + 1...start + 3 {
            guard text[index] & 0xF8 == 0x30 else { return nil }
            value = value &<< 3 | text[index] & 7
        }
        return Escape(length: 4, text: ShortText(value))
    }

    /// `\uXXXX`, two of them for a surrogate pair, or `\u{X…}`.
    private static func unicode(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        guard let first = text.hexNumber(at: start + 2, digits: 4) else {
            return braced(text, at: start)
        }
        guard 0xD800...0xDBFF ~= first else {
            return ShortText(scalar: first).map { Escape(length: 6, text: $0) }
        }
        guard start + 7 < text.count, text[start + 6] == UInt8(ascii: "\\"),
            text[start + 7] == UInt8(ascii: "u"),
            let second = text.hexNumber(at: start + 8, digits: 4), 0xDC00...0xDFFF ~= second
        else { return nil }
        return ShortText(scalar: 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            .map { Escape(length: 12, text: $0) }
    }

    private static func braced(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        guard start + 2 < text.count, text[start + 2] == UInt8(ascii: "{") else { return nil }
        var at = start + 3
        while at < text.count, at < start + 9, text[at].isHexDigit { at += 1 }
        guard at < text.count, text[at] == UInt8(ascii: "}"), at > start + 3 else { return nil }
        return text.hexNumber(at: start + 3, digits: at - start - 3)
            .flatMap(ShortText.init(scalar:)).map { Escape(length: at + 1 - start, text: $0) }
    }
}
