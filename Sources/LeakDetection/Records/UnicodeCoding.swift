/// UTF-8 for code units of UTF-16.
enum UnicodeCoding {
    /// The bytes of a character, one to four.
    struct Character: Collection {
        private let packed: UInt32
        let endIndex: Int
        var startIndex: Int { 0 }

        init(_ scalar: Unicode.Scalar) {
            var packed: UInt32 = 0
            var count = 0
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                packed |= UInt32(byte) << (8 * UInt32(count))
                count += 1
            }
            self.packed = packed
            endIndex = count
        }

        subscript(index: Int) -> UInt8 { UInt8(truncatingIfNeeded: packed >> (8 * UInt32(index))) }
        func index(after index: Int) -> Int { index + 1 }
    }

    /// A code unit by itself; half of a surrogate pair becomes U+FFFD.
    static func utf8(_ unit: UInt16) -> Character {
        Character(Unicode.Scalar(unit) ?? "\u{FFFD}")
    }

    /// The two halves of a surrogate pair.
    static func utf8(high: UInt16, low: UInt16) -> Character {
        let value = 0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(low & 0x3FF))
        return Character(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
}
