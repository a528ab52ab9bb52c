/// Syslog messages on lines of their own.
///
/// Sources: RFC 5424; RFC 3164; RFC 6587, section 3.4.2.
struct SyslogReader: RecordReader {
    static let name = "syslog"
    static let standsAmongOthers = true

    /// Whether a text begins with a message.
    static func begins(_ text: UnsafeRawBufferPointer) -> Bool {
        let end = text.firstOffset(of: UInt8(ascii: "\n"), from: 0) ?? text.count
        return SyslogHeader(text, in: 0..<end) != nil
    }

    /// Where the first line begins that is a message that may be a part of a longer one; the end of
    /// the lines if there is none.
    static func firstLine(in text: Text, _ lines: Range<Int>) -> Int {
        var at = lines.lowerBound
        while at < lines.upperBound {
            let lineEnd = text.endOfLine(from: at, limit: lines.upperBound)
            if lineEnd - at > SyslogText.size, text.byte(at: at) == UInt8(ascii: "<") { return at }
            at = lineEnd + 1
        }
        return lines.upperBound
    }

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
