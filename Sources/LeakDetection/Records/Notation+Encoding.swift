import KeyedHash

extension Notation {
    /// What is written into a record so that it reads as `replacement`.
    ///
    /// - Parameters:
    ///   - replacement: UTF-8 without line endings.
    ///   - replaced: The record's bytes that it takes the place of: whole units of the field's map.
    ///     In an array of bytes a unit has the comma after its number, but for the last unit. The
    ///     comma that the replaced bytes end with is written again, so that the array is sound
    ///     whether they stood at its start, in the middle or at its end. An array cannot be left
    ///     without the number after a comma, therefore nothing is written as a blank at its end.
    func encode(_ replacement: [UInt8], replacing replaced: UnsafeRawBufferPointer) -> [UInt8] {
        switch self {
        case .verbatim: replacement
        case .jsonString: Self.jsonString(replacement)
        case .jsonBytes: Self.jsonBytes(replacement, replacing: replaced)
        case .utf16(let isBigEndian):
            String(decoding: replacement, as: UTF8.self).utf16.flatMap { unit -> [UInt8] in
                let high = UInt8(unit >> 8)
                let low = UInt8(unit & 0xFF)
                return isBigEndian ? [high, low] : [low, high]
            }
        case .zshMetafied:
            replacement.flatMap { Self.isMeta($0) ? [0x83, $0 ^ 0x20] : [$0] }
        case .hexadecimal: Array(Hexadecimal.text(replacement).uppercased().utf8)
        }
    }

    private static func jsonString(_ text: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return text.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
            case ..<0x20: Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            default: [byte]
            }
        }
    }

    private static func jsonBytes(
        _ text: [UInt8], replacing replaced: UnsafeRawBufferPointer
    ) -> [UInt8] {
        let last = replaced.last { !$0.isSpace }
        var comma = replaced[replaced.endIndex...]
        if last == UInt8(ascii: ","), let digit = replaced.lastIndex(where: \.isDigit) {
            comma = replaced[(digit + 1)...]
        }
        if text.isEmpty, !comma.isEmpty { return [] }
        let bytes = text.isEmpty ? [UInt8(ascii: " ")] : text
        return Array(bytes.map(String.init).joined(separator: ", ").utf8) + comma
    }

    /// What zsh writes as 0x83 and the byte with its bit 0x20 turned: NUL, and what its lexer takes
    /// for tokens (`inittyptab` and `metafy` in `Src/utils.c`).
    private static func isMeta(_ byte: UInt8) -> Bool {
        byte == 0 || 0x83...0xA2 ~= byte
    }
}
