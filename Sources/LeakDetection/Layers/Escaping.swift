/// Writes bytes into a text with escaped characters, so that they decode to themselves.
struct Escaping {
    private let isJSON: Bool
    private let isPercent: Bool
    private let isHTML: Bool
    private let isQuotedPrintable: Bool

    /// - Parameter layers: Those of the text.
    init(_ layers: Set<Layer>) {
        isJSON = layers.contains(.json)
        isPercent = layers.contains(.percent)
        isHTML = layers.contains(.html)
        isQuotedPrintable = layers.contains(.quotedPrintable)
    }

    func escape(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: isSpecial) else { return bytes }
        return bytes.withUnsafeBytes { text in
            text.indices.reduce(into: []) { result, index in
                let byte = text[index]
                // These are always read, whether or not there are others in the text.
                if byte == UInt8(ascii: "%"), PercentEscape.read(text, at: index) != nil {
                    result += Self.pair(byte, byte)
                } else if byte == UInt8(ascii: "&"),
                    CharacterReference.read(text, at: index) != nil
                {
                    result += "&amp;".utf8
                } else if isSpecial(byte) {
                    result += escaped(byte)
                } else {
                    result.append(byte)
                }
            }
        }
    }

    /// Whether a byte may mean something else in one of the layers.
    private func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "#"), UInt8(ascii: "<"),
            0...0x20, 0x7F:
            true
        default: false
        }
    }

    private func escaped(_ byte: UInt8) -> [UInt8] {
        let isControl = byte < 0x20 || byte == 0x7F
        switch byte {
        case UInt8(ascii: "\\") where isJSON, UInt8(ascii: "\"") where isJSON:
            return [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "%") where isPercent, UInt8(ascii: "+") where isPercent,
            UInt8(ascii: "&") where isPercent, UInt8(ascii: "=") where isPercent,
            UInt8(ascii: "#") where isPercent, 0x20 where isPercent:
            return Self.pair(UInt8(ascii: "%"), byte)
        case UInt8(ascii: "&") where isHTML: return Array("&amp;".utf8)
        case UInt8(ascii: "<") where isHTML: return Array("&lt;".utf8)
        case UInt8(ascii: "\"") where isHTML: return Array("&quot;".utf8)
        case UInt8(ascii: "=") where isQuotedPrintable: return Self.pair(byte, byte)
        case _ where isControl && isJSON: return Array("\\u00".utf8) + HexDigits.encode(byte)
        case _ where isControl && isPercent: return Self.pair(UInt8(ascii: "%"), byte)
        case _ where isControl && isHTML: return Array("&#\(byte);".utf8)
        case _ where isControl && isQuotedPrintable: return Self.pair(UInt8(ascii: "="), byte)
        default: return [byte]
        }
    }

    private static func pair(_ sign: UInt8, _ byte: UInt8) -> [UInt8] {
        [sign] + HexDigits.encode(byte, isUpper: true)
    }
}

/// Base16 (RFC 4648, section 8).
enum HexDigits {
    static func encode(_ byte: UInt8, isUpper: Bool = false) -> [UInt8] {
        [digit(byte >> 4, isUpper), digit(byte & 15, isUpper)]
    }

    private static func digit(_ value: UInt8, _ isUpper: Bool) -> UInt8 {
        value < 10
            ? UInt8(ascii: "0") + value : UInt8(ascii: isUpper ? "A" : "a") + value - 10
    }
}
