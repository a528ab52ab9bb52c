/// Base64 and base64url (RFC 4648), with or without padding.
enum Base64 {
    /// Decodes text, or returns nil where it is not base64.
    ///
    /// - Parameter text: Both alphabets are taken, also mixed; padding is optional. Characters of
    ///   an incomplete last group are dropped.
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var padded = false
        for byte in text {
            if byte == UInt8(ascii: "=") {
                padded = true
                continue
            }
            guard !padded, let value = value(of: byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 1
            if count == 4 {
                result += [
                    UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                    UInt8(truncatingIfNeeded: bits),
                ]
                bits = 0
                count = 0
            }
        }
        if count >= 2 { result.append(UInt8(truncatingIfNeeded: bits >> (count == 2 ? 4 : 10))) }
        if count == 3 { result.append(UInt8(truncatingIfNeeded: bits >> 2)) }
        return result
    }

    /// Encodes bytes.
    static func encode(_ bytes: [UInt8], isURL: Bool, isPadded: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for index in 0..<3 {
                bits = bits << 8 | (index < group.count ? UInt32(group[start + index]) : 0)
            }
            for index in 0...group.count {
                result.append(character(of: UInt8(bits >> UInt32(18 - 6 * index) & 63), isURL))
            }
            if isPadded {
                result += repeatElement(UInt8(ascii: "="), count: 3 - group.count)
            }
        }
        return result
    }

    private static func character(of value: UInt8, _ isURL: Bool) -> UInt8 {
        switch value {
        case 0..<26: value + UInt8(ascii: "A")
        case 26..<52: value - 26 + UInt8(ascii: "a")
        case 52..<62: value - 52 + UInt8(ascii: "0")
        case 62: UInt8(ascii: isURL ? "-" : "+")
        default: UInt8(ascii: isURL ? "_" : "/")
        }
    }

    /// The six bits that a character of either alphabet stands for.
    static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
