@testable import LeakDetection

/// Writes text in the encodings that the peeler takes off.
enum Encoders {
    static func json(_ text: [UInt8]) -> [UInt8] {
        text.flatMap { byte -> [UInt8] in
            switch byte {
            case 0x22, 0x5C, 0x2F: [0x5C, byte]
            case 0x0A: Array("\\n".utf8)
            case 0..<0x20: Array("\\u00".utf8) + HexDigits.encode(byte)
            default: [byte]
            }
        }
    }

    /// - Parameter isEager: Whether letters are encoded, too.
    static func percent(_ text: [UInt8], isEager: Bool = false) -> [UInt8] {
        text.flatMap { byte -> [UInt8] in
            isEager || !byte.isAlphanumeric
                ? [0x25] + HexDigits.encode(byte, isUpper: true) : [byte]
        }
    }

    static func html(_ text: [UInt8]) -> [UInt8] {
        text.flatMap { byte -> [UInt8] in
            switch byte {
            case 0x22: Array("&quot;".utf8)
            case 0x26: Array("&amp;".utf8)
            case 0x27: Array("&#39;".utf8)
            case 0x3C: Array("&lt;".utf8)
            case 0x3E: Array("&#x3E;".utf8)
            case 0x1B: Array("&#27;".utf8)
            default: [byte]
            }
        }
    }

    static func quotedPrintable(_ text: [UInt8]) -> [UInt8] {
        text.flatMap { byte -> [UInt8] in
            0x20...0x7E ~= byte && byte != 0x3D
                ? [byte] : [0x3D] + HexDigits.encode(byte, isUpper: true)
        }
    }

    static func hex(_ text: [UInt8]) -> [UInt8] { text.flatMap { HexDigits.encode($0) } }

    /// A gzip file that holds the text as it is (RFC 1951, 3.2.4).
    static func gzip(_ text: [UInt8]) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var check: UInt32 = 0xFFFF_FFFF
        for byte in text {
            check ^= UInt32(byte)
            for _ in 0..<8 { check = check >> 1 ^ (check & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(text.count, 2)
            + little(~text.count, 2) + text + little(Int(~check), 4) + little(text.count, 4)
    }

    /// Lines of so many characters.
    static func wrap(_ text: [UInt8], at width: Int, between: String = "\n") -> [UInt8] {
        Array(
            stride(from: 0, to: text.count, by: width)
                .map { text[$0..<min($0 + width, text.count)] }
                .joined(separator: Array(between.utf8)))
    }
}

extension [UInt8] {
    var base64: [UInt8] { Base64.encode(self, isURL: false, isPadded: true) }
    var string: String { String(decoding: self, as: UTF8.self) }
}
