/// Command lines in the log of Linux audit: the arguments of `EXECVE`, the title of `PROCTITLE`,
/// the command of sudo's `USER_CMD` and the keys of `TTY` and `USER_TTY` (audit-documentation,
/// field dictionary; `audit_log_execve_info` in the kernel's auditsc.c).
///
/// A value is written in quotes, or in hexadecimal if it has blanks, quotes, or bytes outside of
/// printable ASCII. All other records are foreign.
struct AuditReader: RecordReader {
    static let name = "audit log"
    static let standsAmongOthers = true

    /// What a record begins with, and where its command is; nil for numbered arguments. The numbers
    /// are what the kernel writes itself where no auditd runs.
    private static let kinds: [(mark: StaticString, key: StaticString?)] = [
        ("type=EXECVE msg=audit(", nil), ("type=1309 audit(", nil),
        ("type=PROCTITLE msg=audit(", "proctitle="), ("type=1327 audit(", "proctitle="),
        ("type=USER_CMD msg=audit(", "cmd="), ("type=1123 audit(", "cmd="),
        ("type=TTY msg=audit(", "data="), ("type=USER_TTY msg=audit(", "data="),
    ]

    /// One of them is in every record.
    static let literals = kinds.map { "\($0.mark)" }

    /// How far into a line a record may begin: after the name of a node, or what syslog writes.
    private static let longestPrefix = 256

    /// A command whose arguments go on in the next record.
    private struct Open {
        let event: [UInt8]
        let count: Int
        let last: Int
    }

    private var open: Open?

    /// Whether a text begins with such a record.
    static func recognises(_ head: UnsafeRawBufferPointer) -> Bool {
        let end = head.firstOffset(of: UInt8(ascii: "\n"), from: 0) ?? head.count
        guard let header = header(0..<end, of: head) else { return false }
        return time(header.event, of: head) != nil
    }

    mutating func read(
        _ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool
    ) -> Reading {
        let reading = HistoryLine.read(buffer, at: start, ofRecordAt: start, isFinal: isFinal)
        guard case .line(let line) = reading else { return reading.failure ?? .foreign }
        guard let header = Self.header(line.content, of: buffer),
            Self.time(header.event, of: buffer) != nil
        else { return .foreign }

        var fields: [RecordField] = []
        func addRest(_ range: Range<Int>) {
            guard buffer[range].contains(where: { !$0.isSpace }) else { return }
            var text = DecodedText()
            text.copy(range, of: buffer)
            fields.append(RecordField(stream: .rest, text: text, endsLine: true))
        }
        addRest(start..<header.start)
        let rest: Int
        if let key = header.key {
            var values = AuditValues(buffer)
            rest = values.readValue(named: key, in: header.end..<line.content.upperBound)
            if let place = values.place { addRest(header.end..<place) }
            fields += values.finish(endsLine: true)
        } else {
            let event = Array(buffer[header.event])
            var arguments = AuditArguments(buffer)
            if let open {
                let isSame = open.event == event
                arguments.goOn(after: isSame ? open.last : nil, of: open.count, at: header.start)
            }
            rest = arguments.read(header.end..<line.content.upperBound)
            let isOpen = arguments.isOpen
            fields += arguments.values.finish(endsLine: !isOpen)
            open =
                isOpen
                ? Open(event: event, count: arguments.count, last: arguments.last) : nil
        }
        addRest(rest..<line.content.upperBound)
        return .record(Record(end: line.next, fields: fields))
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        guard let header = Self.header(record, of: buffer),
            let time = Self.time(header.event, of: buffer)
        else { return RecordOrigin() }
        return RecordOrigin(timestamp: Timestamp.rfc3339(microseconds: time))
    }

    /// Where a record begins in its line, what names its event, and where its values begin.
    private static func header(
        _ line: Range<Int>, of buffer: UnsafeRawBufferPointer
    ) -> (start: Int, event: Range<Int>, end: Int, key: StaticString?)? {
        let head = buffer.slice(
            line.lowerBound..<min(line.upperBound, line.lowerBound + longestPrefix))
        guard let type = head.firstOffset(of: "type=") else { return nil }
        let start = line.lowerBound + type
        guard let kind = kinds.first(where: { buffer.stands($0.mark, at: start) == true }) else {
            return nil
        }
        let event = start + kind.mark.utf8CodeUnitCount
        guard event < line.upperBound,
            let close = buffer[event..<line.upperBound].firstIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let end = close + 1
        guard end < line.upperBound, buffer[end] == UInt8(ascii: ":") else { return nil }
        return (start, event..<close, end + 1, kind.key)
    }

    /// Microseconds of an event's time: `1700000000.123:45`.
    private static func time(_ event: Range<Int>, of buffer: UnsafeRawBufferPointer) -> Int? {
        let text = buffer.slice(event)
        let dot = text.endOfDigits(at: 0)
        guard let seconds = Timestamp.seconds(text.slice(0..<dot)), dot + 5 < text.count,
            text[dot] == UInt8(ascii: "."), text.endOfDigits(at: dot + 1) == dot + 4,
            text[dot + 4] == UInt8(ascii: ":"), text.endOfDigits(at: dot + 5) == text.count,
            let milliseconds = Timestamp.seconds(text.slice((dot + 1)..<(dot + 4)))
        else { return nil }
        return seconds * 1_000_000 + milliseconds * 1000
    }
}
