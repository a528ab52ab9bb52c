/// Goes through the fields of a Protocol Buffers message
/// (https://protobuf.dev/programming-guides/encoding/).
struct ProtobufFields {
    struct Field {
        let number: Int
        let value: Value
    }

    enum Value {
        case varint(Int)
        /// Bytes, and where their length stands.
        case bytes(Range<Int>, length: Range<Int>)
        /// Four or eight bytes.
        case fixed
    }

    enum Step {
        case field(Field)
        case end
        case damaged
    }

    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    private var at: Int

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        self.bytes = bytes
        at = range.lowerBound
        end = range.upperBound
    }

    mutating func next() -> Step {
        guard at < end else { return .end }
        guard let tag = varint() else { return .damaged }
        let number = tag >> 3
        switch tag & 7 {
        case 0:
            guard let value = varint() else { return .damaged }
            return .field(Field(number: number, value: .varint(value)))
        case 2:
            let start = at
            guard let count = varint(), 0...(end - at) ~= count else { return .damaged }
            let content = at..<at + count
            at = content.upperBound
            let length = start..<content.lowerBound
            return .field(Field(number: number, value: .bytes(content, length: length)))
        case 1: return fixed(8, number)
        case 5: return fixed(4, number)
        default: return .damaged
        }
    }

    private mutating func fixed(_ count: Int, _ number: Int) -> Step {
        guard end - at >= count else { return .damaged }
        at += count
        return .field(Field(number: number, value: .fixed))
    }

    /// A number of at most 64 bits; a negative one takes all of them.
    private mutating func varint() -> Int? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while at < end, shift < 64 {
            let byte = bytes[at]
            at += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(truncatingIfNeeded: value) }
            shift += 7
        }
        return nil
    }
}
