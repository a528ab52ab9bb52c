/// Lines of `journalctl -o json`: on each an object whose members are the fields of an entry. A
/// value is a string, an array of byte numbers where it is no text, an array of either where the
/// field is repeated, or null where journalctl was not asked for all of a long value.
///
/// Source: https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format; systemd,
/// `src/shared/logs-show.c`.
struct JournalJSONReader: RecordReader {
    static let name = "journalctl -o json"

    func read(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) -> Reading {
        guard buffer.couldHold("{", at: start) else { return .foreign }
        switch RecordLine(buffer, at: start, isFinal: isFinal) {
        case .incomplete: return .incomplete
        case .foreign: return .foreign
        case .line(let line, let end):
            guard let record = Self.record(buffer, in: line, end: end) else { return .foreign }
            return .record(record)
        }
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        var entry = JournalEntry(buffer)
        guard var members = JSONMembers(buffer, in: record) else { return RecordOrigin() }
        while case .member(let member) = members.next() {
            if let content = member.content(buffer) { entry.add(member.name, content) }
        }
        return entry.origin { range in
            var text = DecodedText()
            text.putJSONString(range, of: buffer)
            return String(decoding: text.bytes, as: UTF8.self)
        }
    }

    private static func record(
        _ buffer: UnsafeRawBufferPointer, in line: Range<Int>, end: Int
    ) -> Record? {
        guard var members = JSONMembers(buffer, in: line) else { return nil }
        var entry = JournalEntry(buffer)
        var rest = DecodedText()
        var restStart = line.lowerBound
        var fields: [RecordField] = []
        var message: Int?
        var isEntry = false
        var hasNull = false
        /// A value that has a field of its own is left out of the rest.
        func take(_ text: DecodedText, _ hole: Range<Int>, as notation: Notation) {
            rest.copy(restStart..<hole.lowerBound, of: buffer)
            rest.keep(hole)
            restStart = hole.upperBound
            fields.append(
                RecordField(stream: .rest, text: text, notation: notation, endsLine: true))
        }
        reading: while true {
            switch members.next() {
            case .damaged: return nil
            case .end: break reading
            case .member(let member):
                let content = member.content(buffer)
                if let content {
                    entry.add(member.name, content)
                    isEntry =
                        isEntry || buffer.holds("__REALTIME_TIMESTAMP", at: member.name)
                        || buffer.holds("__CURSOR", at: member.name)
                }
                if buffer[member.value.lowerBound] == UInt8(ascii: "n") { hasNull = true }
                let isMessage = message == nil && buffer.holds("MESSAGE", at: member.name)
                if isMessage, let content {
                    var text = DecodedText()
                    text.putJSONString(content, of: buffer)
                    message = fields.count
                    take(text, content, as: .jsonString)
                } else if let (text, numbers) = bytes(of: member, named: !isMessage, in: buffer) {
                    if isMessage { message = fields.count }
                    take(text, numbers, as: .jsonBytes)
                }
            }
        }
        guard isEntry else { return nil }
        if let message {
            fields[message].stream = entry.stream
            fields[message].endsLine = !entry.goesOn
        }
        rest.copy(restStart..<line.upperBound, of: buffer)
        fields.insert(RecordField(stream: .rest, text: rest, endsLine: true), at: 0)
        return Record(end: end, fields: fields, note: hasNull ? nullNote : nil)
    }

    /// The bytes of a value that is an array of numbers, behind `NAME=` if it needs its name for
    /// context.
    private static func bytes(
        of member: JSONMember, named: Bool, in buffer: UnsafeRawBufferPointer
    ) -> (text: DecodedText, numbers: Range<Int>)? {
        guard buffer[member.value.lowerBound] == UInt8(ascii: "[") else { return nil }
        var text = DecodedText()
        if named {
            text.put(buffer.slice(member.name) + [UInt8(ascii: "=")], for: member.name)
            let first = JSONScanner.skipSpace(
                buffer, from: member.value.lowerBound + 1, to: member.value.upperBound)
            text.keep(member.name.lowerBound..<first)
        }
        guard let numbers = text.putJSONBytes(member.value, of: buffer) else { return nil }
        return (text, numbers)
    }

    private static let nullNote =
        "a field is null: journalctl left out its value; run it with --all"
}
