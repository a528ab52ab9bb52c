/// The checksum at the end of GitHub's and npm's tokens: the CRC-32 of the random part, in base62,
/// zero-padded to six characters.
///
/// Source: "Behind GitHub's new authentication token formats", github.blog, 2021-04-05; npm uses
/// the same layout.
enum Base62Checksum {
    private static let digits = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Characters of the checksum.
    static let length = 6

    /// Whether the last six characters of `token` are the checksum of what is between its prefix
    /// and them.
    ///
    /// - Parameters:
    ///   - token: The whole token.
    ///   - prefix: Bytes of the prefix, its `_` included.
    static func holds(for token: UnsafeRawBufferPointer, prefix: Int) -> Bool {
        guard token.count > prefix + length else { return false }
        let random = UnsafeRawBufferPointer(rebasing: token[prefix..<(token.count - length)])
        return encoded(crc32(random)).elementsEqual(token.suffix(length))
    }

    /// A number in base62, most significant digit first, six digits.
    static func encoded(_ value: UInt32) -> [UInt8] {
        var rest = value
        var result = [UInt8](repeating: digits[0], count: length)
        for position in result.indices.reversed() {
            result[position] = digits[Int(rest % 62)]
            rest /= 62
        }
        return result
    }

    /// CRC-32 as in zlib and IEEE 802.3 (reflected polynomial 0xEDB88320).
    static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        remainders.withUnsafeBufferPointer { remainders in
            ~bytes.reduce(~0) { crc, byte in
                crc >> 8 ^ remainders[Int((crc ^ UInt32(byte)) & 0xFF)]
            }
        }
    }

    /// For each byte what it adds to the checksum.
    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { crc, _ in
            crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1
        }
    }
}
