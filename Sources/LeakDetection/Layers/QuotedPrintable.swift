/// Quoted-printable (RFC 2045, section 6.7): `=XX`, and `=` at the end of a line that goes on.
enum QuotedPrintable {
    /// Mail breaks lines at 76 characters, mostly close to that.
    private static let brokenLine = 60...78

    /// An equals sign followed by two digits stands in many texts: an encoded equals sign, or a
    /// line broken where mail breaks it, says that this is mail.
    static func applies(to text: UnsafeRawBufferPointer) -> Bool {
        if text.contains("=3D") { return true }
        var at = 0
        while let found = text.firstOffset(of: UInt8(ascii: "="), from: at) {
            if softBreak(text, at: found) != nil {
                let start = text.lastOffset(of: 0x0A, before: found).map { $0 + 1 } ?? 0
                if brokenLine ~= found + 1 - start { return true }
            }
            at = found + 1
        }
        return false
    }

    /// The escape that begins with the equals sign at `start`.
    static func read(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        if let length = softBreak(text, at: start) {
            // All of it stays: without the equals sign it would be a line ending.
            return Escape(length: length, keptLength: length)
        }
        guard start + 2 < text.count, !text[start + 1].isLower, !text[start + 2].isLower else {
            return nil
        }
        return text.hexNumber(at: start + 1, digits: 2)
            .map { Escape(length: 3, text: ShortText(UInt8($0))) }
    }

    private static func softBreak(_ text: UnsafeRawBufferPointer, at start: Int) -> Int? {
        guard start + 1 < text.count else { return nil }
        if text[start + 1] == 0x0A { return 2 }
        guard start + 2 < text.count, text[start + 1] == 0x0D, text[start + 2] == 0x0A else {
            return nil
        }
        return 3
    }
}
