/// Checks of what is inside a token.
enum TokenStructure {
    /// Whether the header of a JSON Web Token decodes to a JSON object that names an algorithm or a
    /// type.
    ///
    /// Source: RFC 7515, section 4 (`alg` is required), RFC 7516 (`enc`).
    static func isWebToken(_ token: UnsafeRawBufferPointer) -> Bool {
        guard let header = Base64.decode(token.prefix { $0 != UInt8(ascii: ".") }),
            header.first == UInt8(ascii: "{")
        else { return false }
        let text = String(decoding: header, as: UTF8.self)
        return text.contains("\"alg\"") || text.contains("\"enc\"") || text.contains("\"typ\"")
    }

    /// Whether text is the base64 of `user:password`, printable and with something after the colon.
    ///
    /// Source: RFC 7617, section 2.
    static func isBasicCredentials(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let decoded = Base64.decode(text),
            let colon = decoded.firstIndex(of: UInt8(ascii: ":")), colon + 1 < decoded.count
        else { return false }
        return decoded.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// The twelve-digit account number that an AWS access key id carries, or nil where the rest of
    /// the id is not base32.
    ///
    /// The ten characters after the four-letter prefix are base32 (RFC 4648) of a number whose bits
    /// 7…46 are the account. Source: "A short note on AWS KEY ID", Tal Be'ery, 2023; the alphabet
    /// is AWS's own (A–Z, 2–7).
    static func awsAccount(ofKeyID id: UnsafeRawBufferPointer) -> UInt64? {
        guard id.count >= 14 else { return nil }
        var bits: UInt64 = 0
        for byte in id.dropFirst(4).prefix(10) {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
            case UInt8(ascii: "2")...UInt8(ascii: "7"): value = byte - 50 + 26
            default: return nil
            }
            bits = bits << 5 | UInt64(value)
        }
        // 50 bits were read; the first six bytes are the upper 48 of them.
        let account = (bits >> 2 & 0x7FFF_FFFF_FF80) >> 7
        return account < 1_000_000_000_000 ? account : nil
    }
}
