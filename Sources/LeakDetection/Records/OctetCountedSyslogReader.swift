/// Syslog messages each behind its size in bytes and a blank, as they come over TCP.
///
/// Source: RFC 6587, section 3.4.1. A newline before a size is let pass: some senders write one.
struct OctetCountedSyslogReader: RecordReader {
    static let name = "syslog, octet-counted"

    private var texts = SyslogText()

    mutating func read(
        _ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool
    ) -> Reading {
        var cursor = HeaderCursor(buffer, in: start..<buffer.count)
        guard let frame = Frame(&cursor, in: buffer) else {
            return cursor.isShort ? .more(isFinal: isFinal) : .foreign
        }
        guard frame.message.upperBound <= buffer.count else { return .more(isFinal: isFinal) }
        let message = frame.message
        let length = RecordLength(place: frame.count, encoding: .decimal, counted: message)
        var text = message
        if let last = text.last, buffer[last] == UInt8(ascii: "\n") {
            text = text.lowerBound..<last
        }
        return .record(
            Record(
                end: message.upperBound, fields: texts.fields(of: text, in: buffer),
                lengths: [length]))
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        var cursor = HeaderCursor(buffer, in: record)
        guard let frame = Frame(&cursor, in: buffer), frame.message.upperBound <= record.upperBound
        else { return RecordOrigin() }
        return SyslogText.origin(buffer, of: frame.message)
    }

    /// Whether a stream begins with a message, and the next one, as far as it has come, is one,
    /// too.
    static func sniff(_ head: UnsafeRawBufferPointer) -> Bool {
        var cursor = HeaderCursor(head, in: 0..<head.count)
        guard let frame = Frame(&cursor, in: head) else { return false }
        let message = frame.message.clamped(to: 0..<head.count)
        guard SyslogHeader(head, in: message) != nil else { return false }
        var next = HeaderCursor(head, in: message.upperBound..<head.count)
        return Frame(&next, in: head) != nil || next.isShort
    }

    private struct Frame {
        /// Where the size stands.
        let count: Range<Int>
        /// From its `<`; it need not have come in full.
        let message: Range<Int>

        init?(_ cursor: inout HeaderCursor, in buffer: UnsafeRawBufferPointer) {
            _ = cursor.next == UInt8(ascii: "\n") && cursor.take("\n")
            guard cursor.next != UInt8(ascii: "0"),
                let digits = cursor.take(1...7, where: \.isDigit), cursor.take(" "),
                let count = buffer.decimal(digits), count <= RecordLine.limit
            else { return nil }
            let start = cursor.at
            guard SyslogHeader.takePriority(&cursor, in: buffer), cursor.at - start <= count else {
                return nil
            }
            self.count = digits
            message = start..<start + count
        }
    }
}
