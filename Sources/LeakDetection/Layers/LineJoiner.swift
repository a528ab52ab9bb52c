/// Tells whether a line goes on in the next: encoded text that was wrapped, a command continued by
/// a backslash. Such lines are scanned together.
enum LineJoiner {
    /// The most lines that are joined.
    static let mostLines = 512

    /// The shortest run of base64 at the end of a line that is taken for wrapped: RFC 1421 has 64
    /// characters, RFC 2045 76.
    private static let wrapped = 56

    /// Whether a line, without its line ending, goes on.
    static func goesOn(_ line: UnsafeRawBufferPointer) -> Bool {
        var end = line.count
        if end > 0, line[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        guard end > 1 else { return false }
        let last = line[end - 1]
        if last == UInt8(ascii: "\\") { return endsInOddBackslashes(line, end) }
        if last == UInt8(ascii: "=") { return (60...78).contains(end) && !endsInPadding(line, end) }
        return endsInWrappedBase64(line, end) || isFullDump(line, end)
    }

    private static func endsInOddBackslashes(_ line: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        var at = end
        while at > 0, line[at - 1] == UInt8(ascii: "\\") { at -= 1 }
        return (end - at) % 2 == 1
    }

    /// `=` that pads base64, rather than a soft line break of quoted-printable.
    private static func endsInPadding(_ line: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        let word = wordStart(line, end)
        return (end - word) % 4 == 0 && line[word..<end].allSatisfy(\.isBase64)
    }

    private static func wordStart(_ line: UnsafeRawBufferPointer, _ end: Int) -> Int {
        var at = end
        while at > 0, !line[at - 1].isBlank, line[at - 1] != UInt8(ascii: "|") { at -= 1 }
        return at
    }

    /// A long last word of base64 whose text has not come to the end of a word.
    private static func endsInWrappedBase64(
        _ line: UnsafeRawBufferPointer, _ end: Int
    ) -> Bool {
        var start = end
        while start > 0, line[start - 1].isBase64 { start -= 1 }
        guard end - start >= wrapped, start == 0 || line[start - 1].isBlank else { return false }
        let whole = (end - start) / 4 * 4
        guard let tail = Base64.decode(line.slice((start + whole - 16)..<(start + whole))),
            let last = tail.last,
            tail.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0.isSpace || $0 >= 0xC2 })
        else { return false }
        return last.isAlphanumeric || last == UInt8(ascii: "_") || last == UInt8(ascii: "-")
            || whole != end - start
    }

    /// A line of `xxd` or `hexdump -C` with all its sixteen bytes, whatever stands before it.
    private static func isFullDump(_ line: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        for start in 0..<min(end, DumpLine.longestPrefix)
        where line[start].isHexDigit
            && (start == 0 || !line[start - 1].isAlphanumeric || line[start - 1] == 0x78)
        {
            if DumpLine(line, at: start, limit: end)?.pairs.count == 16 { return true }
        }
        return false
    }
}
