/// What the first bytes of a run tell. Most runs are hashes, names and paths: they should cost
/// nothing.
struct RunBeginning {
    enum Content { case text, utf16, gzip }

    let content: Content
    private let first: InlineArray<12, UInt8>

    /// Shorter texts are found too often where there are none: of random bytes, one in 10⁵ begins
    /// with twelve that are text.
    static let length = 12

    /// Reads the beginning of a run.
    ///
    /// - Parameter start: Where it begins; digits for twelve bytes follow in the same line.
    /// - Returns: Nil where it is nothing that can be decoded.
    init?(_ text: UnsafeRawBufferPointer, at start: Int, _ digits: RunReader.Digits) {
        var bytes = InlineArray<12, UInt8>(repeating: 0)
        var check = TextCheck()
        var isText = true
        var at = start
        var index = 0
        while index < Self.length {
            if digits == .hex {
                guard let value = text.hexNumber(at: at, digits: 2) else { return nil }
                bytes[index] = UInt8(value)
                at += 2
                isText = isText && check.accept(bytes[index])
                index += 1
            } else {
                guard let bits = Self.group(text, at: at) else { return nil }
                at += 4
                for shift: UInt32 in [16, 8, 0] {
                    bytes[index] = UInt8(truncatingIfNeeded: bits >> shift)
                    isText = isText && check.accept(bytes[index])
                    index += 1
                }
            }
            guard isText || index < 4 || Self.mayBeBinary(bytes) else { return nil }
        }
        first = bytes
        if isText {
            content = .text
        } else if Self.isGzip(bytes) {
            content = .gzip
        } else {
            content = .utf16
        }
    }

    var bytes: [UInt8] { (0..<Self.length).map { first[$0] } }

    /// The 24 bits of four characters.
    @inline(__always)
    private static func group(_ text: UnsafeRawBufferPointer, at start: Int) -> UInt32? {
        guard start + 4 <= text.count, let first = Base64.value(of: text[start]),
            let second = Base64.value(of: text[start + 1]),
            let third = Base64.value(of: text[start + 2]),
            let fourth = Base64.value(of: text[start + 3])
        else { return nil }
        return UInt32(first) << 18 | UInt32(second) << 12 | UInt32(third) << 6 | UInt32(fourth)
    }

    /// Whether the first four bytes may begin a file, or text in UTF-16: a byte order mark, or a
    /// letter with its zero.
    private static func mayBeBinary(_ bytes: InlineArray<12, UInt8>) -> Bool {
        (bytes[1] == 0) != (bytes[0] == 0) || isGzip(bytes)
            || bytes[0] ^ bytes[1] == 1 && bytes[0] >= 0xFE
    }

    /// Whether a file of RFC 1952 may begin so: magic number, deflate, no reserved flags.
    private static func isGzip(_ bytes: InlineArray<12, UInt8>) -> Bool {
        bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8 && bytes[3] < 0x20
    }
}
