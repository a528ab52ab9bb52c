/// Histories of fish: items of the lines `- cmd: …`, `  when: 1700000000` and, after `  paths:`,
/// `    - …`, where a newline is written as `\n` and a backslash as `\\` (fish's history backend,
/// yaml_backend.rs). An item is a record.
struct FishHistoryReader: RecordReader {
    static let name = "fish history"

    /// Whether a text begins with an item and its time.
    static func recognises(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.stands("- cmd: ", at: 0) == true,
            let feed = head.firstOffset(of: UInt8(ascii: "\n"), from: 0)
        else { return false }
        return head.stands("  when: ", at: feed + 1) == true
    }

    mutating func read(
        _ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool
    ) -> Reading {
        switch buffer.stands("- cmd:", at: start) {
        case false?: return .foreign
        case nil: return isFinal ? .foreign : .incomplete
        default: break
        }
        var fields: [RecordField] = []
        var at = start
        // The lines of an item are indented but for the first.
        while at == start || at >= buffer.count || buffer[at] == UInt8(ascii: " ") {
            let reading = HistoryLine.read(
                buffer, at: at, ofRecordAt: start, isFinal: isFinal)
            guard case .line(let line) = reading else {
                if isFinal, at > start, at == buffer.count { break }
                return reading.failure ?? .foreign
            }
            if let field = field(line, isCommand: at == start, in: buffer) { fields.append(field) }
            at = line.next
        }
        return .record(Record(end: at, fields: fields))
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        var start = record.lowerBound
        while start < record.upperBound {
            let feed = buffer.firstOffset(of: UInt8(ascii: "\n"), from: start)
            let end = min(feed ?? record.upperBound, record.upperBound)
            if let digits = Self.time(start..<end, in: buffer) {
                return RecordOrigin(timestamp: Timestamp.rfc3339(seconds: buffer.slice(digits)))
            }
            start = end + 1
        }
        return RecordOrigin()
    }

    /// The digits of a line that says when.
    private static func time(_ line: Range<Int>, in buffer: UnsafeRawBufferPointer) -> Range<Int>? {
        let head = line.lowerBound + 8
        guard head < line.upperBound, buffer.stands("  when: ", at: line.lowerBound) == true,
            buffer.endOfDigits(at: head) == line.upperBound
        else { return nil }
        return head..<line.upperBound
    }

    /// The text of a line; nil if it is a time, or empty.
    private func field(
        _ line: HistoryLine, isCommand: Bool, in buffer: UnsafeRawBufferPointer
    ) -> RecordField? {
        var start = line.content.lowerBound + (isCommand ? 6 : 0)
        let end = line.content.upperBound
        while start < end, buffer[start].isBlank { start += 1 }
        guard start < end, Self.time(line.content, in: buffer) == nil else { return nil }
        return RecordField(
            stream: isCommand ? .history : .rest, text: text(start..<end, of: buffer),
            endsLine: true)
    }

    /// A value without its escapes.
    private func text(_ range: Range<Int>, of buffer: UnsafeRawBufferPointer) -> DecodedText {
        var text = DecodedText()
        var at = range.lowerBound
        /// Backslashes of the command right before `at`.
        var slashes = 0
        while let mark = buffer[at..<range.upperBound].firstIndex(of: UInt8(ascii: "\\")) {
            text.copy(at..<mark, of: buffer)
            if mark > at { slashes = 0 }
            let escape = mark + 1 < range.upperBound ? buffer[mark + 1] : 0
            let isEndOfLine = { (at: Int) in
                at + 1 < range.upperBound && buffer[at] == UInt8(ascii: "\\")
                    && buffer[at + 1] == UInt8(ascii: "n")
            }
            if isEndOfLine(mark) {
                let next = (mark + 2)..<range.upperBound
                at = text.join(
                    .joint(after: text, before: next, of: buffer), over: mark..<(mark + 2),
                    limit: range.upperBound, of: buffer)
                slashes = 0
            } else if escape == UInt8(ascii: "\\"), slashes % 2 == 0, isEndOfLine(mark + 2) {
                at = text.join(
                    .seamless, over: mark..<(mark + 4), limit: range.upperBound, of: buffer)
                slashes = 0
            } else if escape == UInt8(ascii: "\\") {
                text.put(CollectionOfOne(escape), for: mark..<(mark + 2))
                slashes += 1
                at = mark + 2
            } else {
                text.copy(mark..<(mark + 1), of: buffer)
                slashes += 1
                at = mark + 1
            }
        }
        text.copy(at..<range.upperBound, of: buffer)
        return text
    }
}
