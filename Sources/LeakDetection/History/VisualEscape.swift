/// The escapes of vis(3), read as unvis(3) does.
enum VisualEscape {
    /// The byte that the escape at the beginning of a text stands for, and the length of the
    /// escape; nil if it is none.
    static func decode(_ text: UnsafeRawBufferPointer) -> (byte: UInt8, count: Int)? {
        guard text.count >= 2, text[0] == UInt8(ascii: "\\") else { return nil }
        switch text[1] {
        case UInt8(ascii: "0")...UInt8(ascii: "7"): return octal(text)
        case UInt8(ascii: "^"): return control(text, at: 2)
        case UInt8(ascii: "M"): return meta(text)
        case UInt8(ascii: "\\"): return (text[1], 2)
        case UInt8(ascii: "a"): return (0x07, 2)
        case UInt8(ascii: "b"): return (0x08, 2)
        case UInt8(ascii: "t"): return (0x09, 2)
        case UInt8(ascii: "n"): return (0x0A, 2)
        case UInt8(ascii: "v"): return (0x0B, 2)
        case UInt8(ascii: "f"): return (0x0C, 2)
        case UInt8(ascii: "r"): return (0x0D, 2)
        case UInt8(ascii: "s"): return (0x20, 2)
        case UInt8(ascii: "E"): return (0x1B, 2)
        default: return nil
        }
    }

    /// `\040`: up to three digits.
    private static func octal(_ text: UnsafeRawBufferPointer) -> (byte: UInt8, count: Int)? {
        let digits = text.dropFirst().prefix(3).prefix { $0 & 0xF8 == 0x30 }
        let value = digits.reduce(0) { $0 << 3 | Int($1 & 7) }
        return UInt8(exactly: value).map { ($0, 1 + digits.count) }
    }

    /// `^I`.
    private static func control(
        _ text: UnsafeRawBufferPointer, at offset: Int
    ) -> (byte: UInt8, count: Int)? {
        guard offset < text.count else { return nil }
        switch text[offset] {
        case UInt8(ascii: "?"): return (0x7F, offset + 1)
        case UInt8(ascii: "@")...UInt8(ascii: "_"): return (text[offset] & 0x1F, offset + 1)
        default: return nil
        }
    }

    /// `\M-i` and `\M^I`: with the highest bit.
    private static func meta(_ text: UnsafeRawBufferPointer) -> (byte: UInt8, count: Int)? {
        guard text.count >= 4 else { return nil }
        if text[2] == UInt8(ascii: "-"), 0x20...0x7E ~= text[3] { return (text[3] | 0x80, 4) }
        guard text[2] == UInt8(ascii: "^"), let (byte, count) = control(text, at: 3) else {
            return nil
        }
        return (byte | 0x80, count)
    }
}
