/// Percent-encoded bytes (RFC 3986, section 2.1).
enum PercentEscape {
    static func applies(to text: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        while let found = text.firstOffset(of: UInt8(ascii: "%"), from: at) {
            if read(text, at: found) != nil { return true }
            at = found + 1
        }
        return false
    }

    /// The escape that begins with the percent sign at `start`.
    ///
    /// Outside of ASCII only what is a part of a character in UTF-8: `%DB_PASS%` is a variable of
    /// Windows.
    static func read(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        guard let byte = byte(text, at: start) else { return nil }
        switch byte {
        case 0x80..<0xC0:
            guard start >= 3, let before = Self.byte(text, at: start - 3), before >= 0x80 else {
                return nil
            }
        case 0xC0...:
            guard let next = Self.byte(text, at: start + 3), 0x80..<0xC0 ~= next else { return nil }
        default: break
        }
        return Escape(length: 3, text: ShortText(byte))
    }

    private static func byte(_ text: UnsafeRawBufferPointer, at start: Int) -> UInt8? {
        guard start < text.count, text[start] == UInt8(ascii: "%") else { return nil }
        return text.hexNumber(at: start + 1, digits: 2).map { UInt8($0) }
    }
}
