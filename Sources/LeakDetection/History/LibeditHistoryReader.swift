/// Histories that libedit wrote, such as `.mysql_history`, and `.psql_history` where psql uses it:
/// after the line `_HiStOrY_V2_` one entry on each line, in the escapes of strvis(3) with white
/// space in octal (libedit, history.c).
struct LibeditHistoryReader: RecordReader {
    static let name = "libedit history"

    private var isBegun = false

    /// Whether a text begins with the line that marks the format.
    static func recognises(_ head: UnsafeRawBufferPointer) -> Bool {
        head.stands("_HiStOrY_V2_\n", at: 0) == true
    }

    mutating func read(
        _ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool
    ) -> Reading {
        let reading = HistoryLine.read(buffer, at: start, ofRecordAt: start, isFinal: isFinal)
        guard case .line(let line) = reading else { return reading.failure ?? .foreign }
        guard isBegun else {
            guard buffer[line.content].elementsEqual("_HiStOrY_V2_".utf8) else { return .foreign }
            isBegun = true
            return .record(Record(end: line.next, fields: []))
        }
        let text = Self.text(line.content, of: buffer)
        let field = RecordField(stream: .history, text: text, endsLine: true)
        return .record(Record(end: line.next, fields: text.isEmpty ? [] : [field]))
    }

    private static func text(_ range: Range<Int>, of buffer: UnsafeRawBufferPointer) -> DecodedText
    {
        var text = DecodedText()
        var at = range.lowerBound
        while let mark = buffer[at..<range.upperBound].firstIndex(of: UInt8(ascii: "\\")) {
            text.copy(at..<mark, of: buffer)
            if let (byte, count) = VisualEscape.decode(buffer.slice(mark..<range.upperBound)) {
                at = mark + count
                text.put(CollectionOfOne(byte), for: mark..<at)
                if byte == UInt8(ascii: "\n") { text.keep(mark..<at) }
            } else {
                text.copy(mark..<(mark + 1), of: buffer)
                at = mark + 1
            }
        }
        text.copy(at..<range.upperBound, of: buffer)
        return text
    }
}
