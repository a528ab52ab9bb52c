/// What tells a credential that has no mark of its own: the issuer's word near it, and its shape.
public struct IssuerContext: Sendable, Equatable {
    /// Words of the issuer in lower case, letters and digits only, as they stand in names of
    /// variables and headers.
    public let words: [String]

    /// The shapes that the issuer's credentials have.
    public let shapes: [ValueShape]

    public init(words: [String], shapes: [ValueShape]) {
        self.words = words
        self.shapes = shapes
    }
}

/// An alphabet and a number of characters, written `hex:32` or `alnum:20-64`; or `uuid`.
public struct ValueShape: Sendable, Equatable {
    /// The characters that a value may have.
    public enum Alphabet: String, Sendable, CaseIterable {
        /// Lower-case or upper-case hexadecimal digits.
        case hex
        case hexupper
        /// Letters and digits.
        case alnum, base62
        case loweralnum, upperalnum
        case lower
        case digits
        /// RFC 4648, with padding.
        case base64, base64url
        /// Letters, digits, `_` and `-`.
        case word
        /// `8-4-4-4-12` hexadecimal digits.
        case uuid
    }

    public let alphabet: Alphabet

    /// How many characters.
    public let length: ClosedRange<Int>

    /// Reads a shape, or returns nil where the text is none.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let alphabet = parts.first.flatMap({ Alphabet(rawValue: String($0)) }) else {
            return nil
        }
        self.alphabet = alphabet
        if alphabet == .uuid {
            guard parts.count == 1 else { return nil }
            length = 36...36
            return
        }
        guard parts.count == 2 else { return nil }
        let bounds = parts[1].split(separator: "-", omittingEmptySubsequences: false).map {
            Int($0)
        }
        guard bounds.count <= 2, let lower = bounds.first ?? nil, let upper = bounds.last ?? nil,
            lower >= 1, lower <= upper
        else { return nil }
        length = lower...upper
    }

    /// The shape as it is written.
    public var text: String {
        if alphabet == .uuid { return "uuid" }
        return length.count == 1
            ? "\(alphabet.rawValue):\(length.lowerBound)"
            : "\(alphabet.rawValue):\(length.lowerBound)-\(length.upperBound)"
    }

    /// Whether a value has the shape.
    public func matches(_ value: UnsafeRawBufferPointer) -> Bool {
        guard length.contains(value.count) else { return false }
        if alphabet == .uuid {
            return value.enumerated().allSatisfy { index, byte in
                index == 8 || index == 13 || index == 18 || index == 23
                    ? byte == UInt8(ascii: "-") : Self.isHex(byte)
            }
        }
        return value.allSatisfy(allows)
    }

    private func allows(_ byte: UInt8) -> Bool {
        let isDigit = (0x30...0x39).contains(byte)
        let isLower = (0x61...0x7A).contains(byte)
        let isUpper = (0x41...0x5A).contains(byte)
        switch alphabet {
        case .hex, .uuid: return Self.isHex(byte)
        case .hexupper: return isDigit || (0x41...0x46).contains(byte)
        case .alnum, .base62: return isDigit || isLower || isUpper
        case .loweralnum: return isDigit || isLower
        case .upperalnum: return isDigit || isUpper
        case .lower: return isLower
        case .digits: return isDigit
        case .base64:
            return isDigit || isLower || isUpper || byte == 0x2B || byte == 0x2F || byte == 0x3D
        case .base64url, .word: return isDigit || isLower || isUpper || byte == 0x2D || byte == 0x5F
        }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }
}
