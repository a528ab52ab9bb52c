/// Files of Docker's `local` log driver, and the copies that it caches of what other drivers ship
/// away: a message of Protocol Buffers between two lengths, which are the same.
///
/// Source: moby, `daemon/logger/local/local.go`, `api/types/plugins/logdriver/entry.proto`.
struct DockerLocalReader: RecordReader {
    static let name = "docker local"

    func read(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) -> Reading {
        guard Self.couldBegin(buffer, at: start) else { return .foreign }
        guard buffer.count - start >= 4 else { return .more(isFinal: isFinal) }
        let count = buffer.bigEndian32(at: start)
        guard Self.sizes ~= count else { return .foreign }
        let body = start + 4..<start + 4 + count
        guard body.upperBound + 4 <= buffer.count else { return .more(isFinal: isFinal) }
        guard buffer.bigEndian32(at: body.upperBound) == count,
            let entry = Entry(buffer, in: body)
        else { return .foreign }
        return .record(entry.record(buffer, in: body))
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        guard record.count > 8,
            let entry = Entry(buffer, in: record.lowerBound + 4..<record.upperBound - 4)
        else { return RecordOrigin() }
        return RecordOrigin(
            stream: entry.isError ? "stderr" : "stdout",
            timestamp: Timestamp.rfc3339(nanoseconds: entry.time, places: 9))
    }

    /// Whether a file begins as the driver writes it.
    static func sniff(_ head: UnsafeRawBufferPointer) -> Bool {
        // The source, its length, and the tag of the time.
        head.count >= 13 && couldBegin(head, at: 0) && sizes ~= head.bigEndian32(at: 0)
            && (head.holds("stdout", at: 6..<12) || head.holds("stderr", at: 6..<12))
            && head[12] == 0x10
    }

    /// Bytes of a message: the source at least, and a line of 16 KiB with whatever labels a
    /// container has.
    private static let sizes = 8...(4 << 20)

    /// The source is the first field.
    private static func couldBegin(_ buffer: UnsafeRawBufferPointer, at start: Int) -> Bool {
        buffer.couldHold("\u{0}", at: start) && buffer.couldHold("\u{A}\u{6}std", at: start + 4)
    }
}

/// What a message says.
private struct Entry {
    /// Bytes, and where their length stands.
    typealias Bytes = (content: Range<Int>, length: Range<Int>)

    private(set) var isError = false
    private(set) var time: Int?
    private var line: Bytes?
    private var isPartial = false
    private var isLast: Bool?
    /// Fields that only newer versions know: the attributes.
    private var others: [Bytes] = []

    init?(_ buffer: UnsafeRawBufferPointer, in range: Range<Int>) {
        var fields = ProtobufFields(buffer, in: range)
        var hasSource = false
        while true {
            switch fields.next() {
            case .damaged: return nil
            case .end:
                guard hasSource else { return nil }
                return
            case .field(let field):
                switch (field.number, field.value) {
                case (1, .bytes(let source, _)):
                    isError = buffer.holds("stderr", at: source)
                    guard !hasSource, isError || buffer.holds("stdout", at: source) else {
                        return nil
                    }
                    hasSource = true
                case (2, .varint(let value)): time = value
                case (3, .bytes(let content, let length)):
                    guard line == nil else { return nil }
                    line = (content, length)
                case (4, .varint(let value)): isPartial = value != 0
                case (5, .bytes(let content, _)):
                    guard let isLast = Self.isLast(buffer, in: content) else { return nil }
                    self.isLast = isLast
                case (_, .bytes(let content, let length)): others.append((content, length))
                default: break
                }
            }
        }
    }

    /// The first field of what a part says about itself.
    private static func isLast(_ buffer: UnsafeRawBufferPointer, in range: Range<Int>) -> Bool? {
        var fields = ProtobufFields(buffer, in: range)
        var isLast = false
        while true {
            switch fields.next() {
            case .damaged: return nil
            case .end: return isLast
            case .field(let field):
                if field.number == 1, case .varint(let value) = field.value { isLast = value != 0 }
            }
        }
    }

    func record(_ buffer: UnsafeRawBufferPointer, in body: Range<Int>) -> Record {
        var record = Record(end: body.upperBound + 4, fields: [])
        var text = DecodedText()
        if let line {
            text.copy(line.content, of: buffer)
            record.addLength(line)
        }
        // The last part is marked as a part, too.
        record.fields.append(
            RecordField(
                stream: isError ? .dockerError : .dockerOutput, text: text,
                endsLine: isLast ?? !isPartial))
        for other in others { addAttribute(other, to: &record, from: buffer) }
        for place in [body.lowerBound - 4, body.upperBound] {
            record.lengths.append(
                RecordLength(place: place..<place + 4, encoding: .bigEndian32, counted: body))
        }
        return record
    }

    /// A field that holds a name and a value reads as `name=value`, any other as it is.
    private func addAttribute(
        _ field: Bytes, to record: inout Record, from buffer: UnsafeRawBufferPointer
    ) {
        var text = DecodedText()
        if let (name, value) = Self.pair(buffer, in: field.content) {
            text.put(buffer.slice(name) + [UInt8(ascii: "=")], for: name)
            text.keep(name.lowerBound..<value.content.lowerBound)
            text.copy(value.content, of: buffer)
            record.addLength(value)
        } else {
            text.copy(field.content, of: buffer)
        }
        record.addLength(field)
        record.fields.append(RecordField(stream: .rest, text: text, endsLine: true))
    }

    private static func pair(
        _ buffer: UnsafeRawBufferPointer, in range: Range<Int>
    ) -> (name: Range<Int>, value: Bytes)? {
        var fields = ProtobufFields(buffer, in: range)
        guard case .field(let first) = fields.next(), case .field(let second) = fields.next(),
            case .end = fields.next(), first.number == 1, second.number == 2,
            case .bytes(let name, _) = first.value,
            case .bytes(let value, let length) = second.value
        else { return nil }
        return (name, (value, length))
    }
}

extension Record {
    fileprivate mutating func addLength(_ bytes: Entry.Bytes) {
        lengths.append(
            RecordLength(place: bytes.length, encoding: .varint, counted: bytes.content))
    }
}
