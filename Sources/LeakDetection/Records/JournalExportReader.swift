/// Entries of `journalctl -o export`: fields `NAME=value` on lines of their own, or `NAME`, a
/// length and bytes where a value is no text or has more than one line; an empty line ends the
/// entry.
///
/// Source: https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-export-format
struct JournalExportReader: RecordReader {
    static let name = "journalctl -o export"

    func read(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) -> Reading {
        guard
            buffer.couldHold("__REALTIME_TIMESTAMP=", at: start)
                || buffer.couldHold("__CURSOR=", at: start)
        else { return .foreign }
        var builder = Builder(buffer)
        var fields = Fields(buffer, at: start, isFinal: isFinal)
        while true {
            switch fields.next() {
            case .field(let field): builder.add(field)
            case .end(let end): return .record(builder.record(end: end))
            case .incomplete: return .incomplete
            case .foreign: return .foreign
            }
        }
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        var entry = JournalEntry(buffer)
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<record.upperBound])
        var fields = Fields(bytes, at: record.lowerBound, isFinal: true)
        while case .field(let field) = fields.next() { entry.add(field.name, field.value) }
        return entry.origin(buffer.string)
    }
}

extension JournalExportReader {
    private struct Field {
        let name: Range<Int>
        let value: Range<Int>
        /// Where the value's length stands, if it has one.
        let length: Range<Int>?
    }

    /// Goes through the fields of an entry.
    private struct Fields {
        enum Step {
            case field(Field)
            /// Just after the entry.
            case end(Int)
            case incomplete
            case foreign
        }

        private let buffer: UnsafeRawBufferPointer
        private let start: Int
        private let isFinal: Bool
        /// Where the entry must have ended.
        private let bound: Int
        private var at: Int

        init(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) {
            self.buffer = buffer
            self.start = start
            self.isFinal = isFinal
            bound = min(buffer.count, start + RecordLine.limit)
            at = start
        }

        /// What it means that the bytes do not suffice.
        private var short: Step {
            isFinal || bound == start + RecordLine.limit ? .foreign : .incomplete
        }

        mutating func next() -> Step {
            // A stream that was cut between two fields has lost an empty line.
            guard at < bound else { return isFinal && at == buffer.count ? .end(at) : short }
            if buffer[at] == UInt8(ascii: "\n") {
                return at > start ? .end(at + 1) : .foreign
            }
            var nameEnd = at
            while nameEnd < bound, Self.isName(buffer[nameEnd]) { nameEnd += 1 }
            // The longest name that journald takes.
            guard 1...64 ~= nameEnd - at else { return .foreign }
            guard nameEnd < bound else { return short }
            switch buffer[nameEnd] {
            case UInt8(ascii: "="): return text(named: at..<nameEnd)
            case UInt8(ascii: "\n"): return data(named: at..<nameEnd)
            default: return .foreign
            }
        }

        private mutating func text(named name: Range<Int>) -> Step {
            let start = name.upperBound + 1
            var end = bound
            if let newline = buffer.firstOffset(of: UInt8(ascii: "\n"), in: start..<bound) {
                end = newline
                at = newline + 1
            } else {
                guard isFinal, bound == buffer.count else { return short }
                at = bound
            }
            return .field(Field(name: name, value: start..<end, length: nil))
        }

        private mutating func data(named name: Range<Int>) -> Step {
            let start = name.upperBound + 9
            guard start <= bound else { return short }
            let length = name.upperBound + 1..<start
            guard let count = RecordLength.Encoding.littleEndian64.decode(buffer.slice(length)),
                count <= RecordLine.limit
            else { return .foreign }
            guard start + count < bound else { return short }
            guard buffer[start + count] == UInt8(ascii: "\n") else { return .foreign }
            at = start + count + 1
            return .field(Field(name: name, value: start..<start + count, length: length))
        }

        private static func isName(_ byte: UInt8) -> Bool {
            byte.isUpper || byte.isDigit || byte == UInt8(ascii: "_")
        }
    }

    /// Makes a record of fields.
    private struct Builder {
        private let buffer: UnsafeRawBufferPointer
        private var entry: JournalEntry
        private var record = Record(end: 0, fields: [])
        /// Fields on lines that follow one another are one text.
        private var lines = DecodedText()
        private var message: Int?

        init(_ buffer: UnsafeRawBufferPointer) {
            self.buffer = buffer
            entry = JournalEntry(buffer)
        }

        mutating func add(_ field: Field) {
            entry.add(field.name, field.value)
            let isMessage = message == nil && buffer.holds("MESSAGE", at: field.name)
            guard isMessage || field.length != nil else { return addLine(field) }
            finishLines()
            if isMessage { message = record.fields.count }
            var text = DecodedText()
            if !isMessage {
                text.put(buffer.slice(field.name) + [UInt8(ascii: "=")], for: field.name)
                text.keep(field.name.lowerBound..<field.value.lowerBound)
            }
            text.copy(field.value, of: buffer)
            record.fields.append(RecordField(stream: .rest, text: text, endsLine: true))
            if let length = field.length {
                record.lengths.append(
                    RecordLength(place: length, encoding: .littleEndian64, counted: field.value))
            }
        }

        /// The names and the line endings stay, whatever is found.
        private mutating func addLine(_ field: Field) {
            let head = field.name.lowerBound..<field.value.lowerBound
            if !lines.isEmpty {
                let newline = head.lowerBound - 1..<head.lowerBound
                lines.copy(newline, of: buffer)
                lines.keep(newline)
            }
            lines.copy(head.lowerBound..<field.value.upperBound, of: buffer)
            lines.keep(head)
        }

        private mutating func finishLines() {
            guard !lines.isEmpty else { return }
            record.fields.append(RecordField(stream: .rest, text: lines, endsLine: true))
            lines = DecodedText()
        }

        mutating func record(end: Int) -> Record {
            finishLines()
            if let message {
                record.fields[message].stream = entry.stream
                record.fields[message].endsLine = !entry.goesOn
            }
            record.end = end
            return record
        }
    }
}
