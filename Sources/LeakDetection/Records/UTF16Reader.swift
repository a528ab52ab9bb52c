/// Lines of UTF-16, as PowerShell and other programs of Windows write them.
///
/// Source: RFC 2781.
struct UTF16Reader: RecordReader {
    static let name = "UTF-16"

    let isBigEndian: Bool

    /// Code units of a record at most: a longer line comes in several.
    private static let limit = 16_384

    private static let newline = UInt16(UInt8(ascii: "\n"))

    func read(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) -> Reading {
        var units = 0
        let available = min((buffer.count - start) / 2, Self.limit)
        while units < available, unit(buffer, at: start + 2 * units) != Self.newline { units += 1 }
        if units < available {
            return record(buffer, start..<start + 2 * units, end: start + 2 * units + 2)
        }
        if units == Self.limit {
            // A pair is not parted.
            if UTF16.isLeadSurrogate(unit(buffer, at: start + 2 * units - 2)) { units -= 1 }
            return record(buffer, start..<start + 2 * units, end: nil)
        }
        guard isFinal, units > 0 else { return .more(isFinal: isFinal) }
        return record(buffer, start..<start + 2 * units, end: start + 2 * units)
    }

    /// What a stream that begins so is written in; nil if it is not UTF-16: a byte order mark says
    /// it, or zeros beside each of the first letters.
    static func sniff(_ head: UnsafeRawBufferPointer) -> UTF16Reader? {
        // UTF-32 has the same mark, and two zeros after it.
        if head.count >= 2, head[0] == 0xFF, head[1] == 0xFE {
            let isWider = head.count >= 4 && head[2] == 0 && head[3] == 0
            return isWider ? nil : UTF16Reader(isBigEndian: false)
        }
        if head.count >= 2, head[0] == 0xFE, head[1] == 0xFF {
            return UTF16Reader(isBigEndian: true)
        }
        guard head.count >= 16 else { return nil }
        for zero in 0...1 {
            let isText = (0..<8).allSatisfy { index in
                let letter = head[2 * index + 1 - zero]
                return head[2 * index + zero] == 0 && (0x20...0x7E ~= letter || letter.isSpace)
            }
            if isText { return UTF16Reader(isBigEndian: zero == 0) }
        }
        return nil
    }

    private func unit(_ buffer: UnsafeRawBufferPointer, at place: Int) -> UInt16 {
        let first = UInt16(buffer[place])
        let second = UInt16(buffer[place + 1])
        return isBigEndian ? first << 8 | second : second << 8 | first
    }

    /// - Parameter end: Just after the line; nil if it goes on.
    private func record(
        _ buffer: UnsafeRawBufferPointer, _ line: Range<Int>, end: Int?
    ) -> Reading {
        let field = RecordField(
            stream: .utf16, text: decoded(buffer, line),
            notation: .utf16(isBigEndian: isBigEndian), endsLine: end != nil)
        return .record(Record(end: end ?? line.upperBound, fields: [field]))
    }

    private func decoded(_ buffer: UnsafeRawBufferPointer, _ line: Range<Int>) -> DecodedText {
        var text = DecodedText()
        var ascii: [UInt8] = []
        ascii.reserveCapacity(line.count / 2)
        var at = line.lowerBound
        func finishASCII() {
            text.put(ascii, for: at - 2 * ascii.count..<at, unit: (decoded: 1, source: 2))
            ascii.removeAll(keepingCapacity: true)
        }
        while at < line.upperBound {
            let first = unit(buffer, at: at)
            if first < 0x80 {
                ascii.append(UInt8(first))
                at += 2
                continue
            }
            finishASCII()
            if first == 0xFEFF, at == line.lowerBound {
                text.keep(at..<at + 2)
                at += 2
            } else if UTF16.isLeadSurrogate(first), at + 4 <= line.upperBound,
                case let second = unit(buffer, at: at + 2), UTF16.isTrailSurrogate(second)
            {
                text.put(UnicodeCoding.utf8(high: first, low: second), for: at..<at + 4)
                at += 4
            } else {
                text.put(UnicodeCoding.utf8(first), for: at..<at + 2)
                at += 2
            }
        }
        finishASCII()
        return text
    }
}

extension StreamKey {
    fileprivate static let utf16 = StreamKey("utf-16")
}
