/// What an escape stands for: up to four bytes, without an allocation.
struct ShortText: RandomAccessCollection, Sendable, Equatable {
    private var bits: UInt32 = 0
    private(set) var endIndex = 0

    var startIndex: Int { 0 }

    init() {}

    init(_ byte: UInt8) { append(byte) }

    /// The UTF-8 of a character, or nil where no character has the number.
    init?(scalar value: UInt32) {
        guard let scalar = Unicode.Scalar(value) else { return nil }
        for byte in UTF8.encode(scalar) ?? .init() { append(byte) }
    }

    mutating func append(_ byte: UInt8) {
        precondition(endIndex < 4, "four bytes are the limit")
        bits |= UInt32(byte) << UInt32(8 * endIndex)
        endIndex += 1
    }

    subscript(index: Int) -> UInt8 { UInt8(truncatingIfNeeded: bits >> UInt32(8 * index)) }
}

/// An escape at a place of a text.
struct Escape: Equatable {
    /// Bytes that it takes.
    let length: Int

    /// What it stands for; empty for nothing.
    var text = ShortText()

    /// How many bytes at the end no redaction may swallow.
    var keptLength = 0
}

extension UnsafeRawBufferPointer {
    /// The number that `count` hexadecimal digits at a place make.
    func hexNumber(at start: Int, digits count: Int) -> UInt32? {
        guard start + count <= self.count else { return nil }
        var value: UInt32 = 0
        for index in start..<start + count {
            guard let digit = self[index].hexValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit.
    @inline(__always) var hexValue: UInt8? {
        if isDigit { return self & 0x0F }
        return isHexDigit ? (self & 0x0F) + 9 : nil
    }
}
