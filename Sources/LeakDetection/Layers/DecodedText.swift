/// A text that was decoded from another, with the way back.
struct DecodedText: Sendable, Equatable {
    private(set) var bytes: [UInt8] = []
    private(set) var map = SpanMap()

    var isEmpty: Bool { bytes.isEmpty }

    /// Takes over source bytes as they are.
    mutating func copy(_ range: Range<Int>, of source: UnsafeRawBufferPointer) {
        bytes += source[range]
        map.copy(range)
    }

    /// Appends bytes that a range of the source stands for; the range cannot be parted.
    mutating func put(_ decoded: some Collection<UInt8>, for range: Range<Int>) {
        guard !decoded.isEmpty else { return }
        bytes += decoded
        map.unit(decoded.count, of: range)
    }

    /// Appends bytes that units of the same size stand for, such as three bytes for four
    /// characters; the last unit may be shorter.
    mutating func put(
        _ decoded: some Collection<UInt8>, for range: Range<Int>,
        unit: (decoded: Int, source: Int)
    ) {
        guard !decoded.isEmpty else { return }
        bytes += decoded
        map.append(decoded.count, of: range, unit: unit)
    }

    /// Source bytes that decode to nothing and that no redaction may swallow.
    mutating func keep(_ range: Range<Int>) {
        map.keep(range)
    }

    /// Takes the last character back, and what cannot be parted from it.
    mutating func removeLastCharacter() {
        // A character of UTF-8 has up to four bytes; all but the first are 10xxxxxx.
        var isFirst = false
        var limit = 4
        while !isFirst, limit > 0, !bytes.isEmpty {
            let count = map.removeLastUnit()
            isFirst = bytes.suffix(count).contains { $0 & 0xC0 != 0x80 }
            bytes.removeLast(count)
            limit -= 1
        }
    }
}
