/// Syslog messages on lines of their own.
///
/// Sources: RFC 5424; RFC 3164; RFC 6587, section 3.4.2.
struct SyslogReader: RecordReader {
    static let name = "syslog"

    private var texts = SyslogText()

    mutating func read(
        _ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool
    ) -> Reading {
        var cursor = HeaderCursor(buffer, in: start..<buffer.count)
        guard SyslogHeader.takePriority(&cursor, in: buffer) else {
            return cursor.isShort ? .more(isFinal: isFinal) : .foreign
        }
        switch RecordLine(buffer, at: start, isFinal: isFinal) {
        case .incomplete: return .incomplete
        case .foreign: return .foreign
        case .line(let line, let end):
            let message = line.withoutReturn(in: buffer)
            guard SyslogHeader(buffer, in: message) != nil else { return .foreign }
            return .record(Record(end: end, fields: texts.fields(of: message, in: buffer)))
        }
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        SyslogText.origin(buffer, of: record)
    }
}
