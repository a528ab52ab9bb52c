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
    static func read(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        text.hexNumber(at: start + 1, digits: 2)
            .map { Escape(length: 3, text: ShortText(UInt8($0))) }
    }
}
