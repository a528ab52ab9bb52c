extension RecordLength.Encoding {
    /// The bytes that write a number.
    func encode(_ value: Int) -> [UInt8] {
        switch self {
        case .bigEndian32:
            return (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
        case .littleEndian64:
            return (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        case .varint:
            var bytes: [UInt8] = []
            var rest = UInt(bitPattern: value)
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            return bytes + [UInt8(rest)]
        case .decimal:
            return Array(String(value).utf8)
        }
    }

    /// The number that bytes write; nil if it is none, or too large.
    func decode(_ bytes: UnsafeRawBufferPointer) -> Int? {
        switch self {
        case .bigEndian32:
            return bytes.count == 4 ? bytes.bigEndian32(at: 0) : nil
        case .littleEndian64:
            guard bytes.count == 8 else { return nil }
            return Int(exactly: bytes.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
        case .varint:
            // Nine groups of seven bits are what is not negative.
            guard 1...9 ~= bytes.count, bytes.dropLast().allSatisfy({ $0 >= 0x80 }),
                bytes[bytes.count - 1] < 0x80
            else { return nil }
            return bytes.reversed().reduce(0) { $0 << 7 | Int($1 & 0x7F) }
        case .decimal:
            return bytes.decimal(0..<bytes.count)
        }
    }
}
