/// Bytes written as pairs of hex digits with a separator between each two: `67 68 70`, `67:68:70`.
enum HexColumns {
    /// Decodes the text that begins with the pair at `start`, up to where it ends being text.
    ///
    /// - Parameter limit: Up to where the text may be read; the pairs are in one line.
    static func read(_ text: UnsafeRawBufferPointer, at start: Int, limit: Int) -> FoundBlob? {
        guard start == 0 || !text[start - 1].isAlphanumeric, start + 2 < limit else { return nil }
        let separator = text[start + 2]
        guard isSeparator(separator) else { return nil }
        var bytes: [UInt8] = []
        var pieces: [Range<Int>] = []
        var check = TextCheck()
        var isUpper = false
        var at = start
        while at + 2 <= limit, let value = text.hexNumber(at: at, digits: 2),
            at + 2 == limit || !text[at + 2].isAlphanumeric, check.accept(UInt8(value))
        {
            bytes.append(UInt8(value))
            pieces.append(at..<at + 2)
            isUpper = isUpper || text[at].isUpper || text[at + 1].isUpper
            guard at + 2 < limit, text[at + 2] == separator else { break }
            at += 3
        }
        guard bytes.count >= RunBeginning.length, let last = pieces.last else { return nil }
        return FoundBlob(
            form: .columns(isUpper: isUpper), layers: [.hex], bytes: bytes, pieces: pieces,
            unit: (1, 2), extent: start..<last.upperBound)
    }

    static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
    }
}
