/// The quotes that make a text one word for the rules.
struct WordQuotes: Equatable {
    /// Where they begin: after `--name=`, `NAME=` or `-p`; they reach to the end.
    let start: Int
    let quote: UInt8

    /// Nil if the text is a word without any.
    init?(around text: [UInt8]) {
        guard text.isEmpty || text.contains(where: Self.endsWord) else { return nil }
        let start = Self.startOfValue(text)
        let value = text[start...]
        let isDouble = value.contains(UInt8(ascii: "'")) || value.contains(UInt8(ascii: "\\"))
        self.start = start
        quote = isDouble ? UInt8(ascii: "\"") : UInt8(ascii: "'")
    }

    /// A byte as it stands between the quotes. A text with both kinds of quotes cannot be a word
    /// for the rules as it is: one kind is changed into the other.
    func inside(_ byte: UInt8) -> UInt8 {
        byte == quote ? UInt8(ascii: "'") ^ UInt8(ascii: "\"") ^ quote : byte
    }

    /// Whether a word without quotes ends before a byte.
    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x1B, UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "\\"),
            UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "<"),
            UInt8(ascii: ">"):
            true
        default: byte.isSpace
        }
    }

    /// Where the value begins in `--name=value`, `NAME=value` and `-pvalue`; else 0.
    static func startOfValue(_ text: some RandomAccessCollection<UInt8>) -> Int {
        let bytes = Array(text.prefix(longestName))
        let dashes = bytes.prefix(2).prefix { $0 == UInt8(ascii: "-") }.count
        let name = bytes[dashes...].prefix { $0.isIdentifier || dashes > 0 && $0 == 0x2D }
        if let first = name.first, !first.isDigit, name.endIndex < bytes.count,
            bytes[name.endIndex] == UInt8(ascii: "=")
        {
            return name.endIndex + 1
        }
        return dashes == 1 && bytes.count > 2 && bytes[1].isLetter ? 2 : 0
    }

    /// Bytes of a name, its dashes and its equals sign.
    private static let longestName = 128
}
