/// The escapes between `$'` and `'` (bash(1), QUOTING).
enum ANSIQuote {
    /// What is between the quotes, in pieces.
    static func pieces(_ range: Range<Int>, of text: UnsafeRawBufferPointer) -> [ShellWord.Piece] {
        var pieces: [ShellWord.Piece] = []
        var at = range.lowerBound
        while let mark = text[at..<range.upperBound].firstIndex(of: UInt8(ascii: "\\")) {
            if at < mark { pieces.append(.plain(at..<mark)) }
            let (bytes, count) = decode(text.slice(mark..<range.upperBound))
            at = mark + count
            pieces.append(
                bytes.map { .escape($0, mark..<at) } ?? .plain(mark..<at))
        }
        if at < range.upperBound { pieces.append(.plain(at..<range.upperBound)) }
        return pieces
    }

    /// What the escape at the beginning of a text stands for, nil if it is none, and its length.
    private static func decode(_ text: UnsafeRawBufferPointer) -> (bytes: [UInt8]?, count: Int) {
        guard text.count >= 2 else { return (nil, 1) }
        if let byte = letters[text[1]] { return ([byte], 2) }
        switch text[1] {
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"):
            return ([text[1]], 2)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            let digits = text.dropFirst().prefix(3).prefix { $0 & 0xF8 == 0x30 }
            return ([UInt8(truncatingIfNeeded: number(digits, 3))], 1 + digits.count)
        case UInt8(ascii: "x"):
            let digits = text.dropFirst(2).prefix(2).prefix(while: \.isHexDigit)
            guard !digits.isEmpty else { return (nil, 2) }
            return ([UInt8(truncatingIfNeeded: number(digits, 4))], 2 + digits.count)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let longest = text[1] == UInt8(ascii: "u") ? 4 : 8
            let digits = text.dropFirst(2).prefix(longest).prefix(while: \.isHexDigit)
            guard !digits.isEmpty, let scalar = Unicode.Scalar(UInt32(number(digits, 4))) else {
                return (nil, 2)
            }
            return (Array(String(Character(scalar)).utf8), 2 + digits.count)
        case UInt8(ascii: "c"):
            guard text.count >= 3 else { return (nil, 2) }
            return ([text[2] & 0x1F], 3)
        default:
            return (nil, 2)
        }
    }

    private static let letters: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "e"): 0x1B,
        UInt8(ascii: "E"): 0x1B, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
        UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0B,
    ]

    /// The number in digits of so many bits each.
    private static func number(_ digits: some Sequence<UInt8>, _ bits: Int) -> Int {
        digits.reduce(0) { $0 << bits | Int($1.isDigit ? $1 & 15 : ($1 & 15) + 9) }
    }
}
