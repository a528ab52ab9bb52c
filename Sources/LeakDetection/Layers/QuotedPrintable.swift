/// Quoted-printable (RFC 2045, section 6.7): `=XX`, and `=` at the end of a line that goes on.
enum QuotedPrintable {
    /// Mail breaks lines at 76 characters, mostly close to that.
    private static let brokenLine = 60...78

    /// An equals sign followed by two digits stands in many texts: an encoded equals sign, or a
    /// line broken where mail breaks it, says that this is mail.
    static func applies(to text: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        while let found = text.firstOffset(of: UInt8(ascii: "="), from: at) {
            if text.hexNumber(at: found + 1, digits: 2) == 0x3D, text[found + 2] == 0x44 {
                return true
            }
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

    /// The length of a soft line break, whose equals sign is at `start`.
    private static func softBreak(_ text: UnsafeRawBufferPointer, at start: Int) -> Int? {
        guard start + 1 < text.count else { return nil }
        let isBare = text[start + 1] == 0x0A
        guard
            isBare || start + 2 < text.count && text[start + 1] == 0x0D && text[start + 2] == 0x0A,
            !isPadding(text, at: start)
        else { return nil }
        return isBare ? 2 : 3
    }

    /// A line of base64 ends so, too. A word is broken where the line is full; another equals sign
    /// would be encoded.
    private static func isPadding(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
        var run = start
        while run > 0, start - run < fullLine, text[run - 1].isBase64Digit { run -= 1 }
        if run == start { return start > 0 && text[start - 1] == UInt8(ascii: "=") }
        let line = text.lastOffset(of: 0x0A, before: run).map { $0 + 1 } ?? 0
        return start - run >= BlobPass.shortestRun && start + 1 - line != fullLine
    }

    private static let fullLine = 76
}
