/// Messages of Graylog: JSON objects that end in a zero byte, as they come over TCP, or in a
/// newline.
///
/// Source: https://go2docs.graylog.org/current/getting_in_log_data/gelf.html
struct GELFReader: RecordReader {
    static let name = "GELF"

    func read(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) -> Reading {
        guard buffer.couldHold("{", at: start) else { return .foreign }
        let bound = min(buffer.count, start + RecordLine.limit)
        var end = bound
        var textEnd = bound
        let window = start..<bound
        let zero = buffer.firstOffset(of: 0, in: window) ?? bound
        let newline = buffer.firstOffset(of: UInt8(ascii: "\n"), in: start..<zero) ?? zero
        if newline < bound {
            textEnd = newline
            end = newline + 1
        } else if !isFinal || bound < buffer.count || bound == start {
            return bound == start + RecordLine.limit ? .foreign : .more(isFinal: isFinal)
        }
        guard Message(buffer, in: start..<textEnd) != nil else { return .foreign }
        var text = DecodedText()
        text.copy(start..<textEnd, of: buffer)
        let field = RecordField(stream: .rest, text: text, endsLine: true)
        return .record(Record(end: end, fields: [field]))
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        var text = record
        if let last = text.last, buffer[last] == 0 { text = record.lowerBound..<last }
        guard let message = Message(buffer, in: text) else { return RecordOrigin() }
        return RecordOrigin(
            container: message.container.map(buffer.string), unit: message.host.map(buffer.string),
            timestamp: Timestamp.rfc3339(nanoseconds: message.time, places: 6))
    }

    /// Whether a stream begins with a message that ends in a zero byte.
    static func sniff(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.first == UInt8(ascii: "{"), let zero = head.firstOffset(of: 0, from: 0) else {
            return false
        }
        return Message(head, in: 0..<zero) != nil
    }

    /// What a message says about itself.
    private struct Message {
        private(set) var container: Range<Int>?
        private(set) var host: Range<Int>?
        /// Nanoseconds since 1970.
        private(set) var time: Int?

        init?(_ buffer: UnsafeRawBufferPointer, in text: Range<Int>) {
            guard var members = JSONMembers(buffer, in: text) else { return nil }
            var hasVersion = false
            var hasText = false
            while true {
                switch members.next() {
                case .damaged: return nil
                case .end:
                    guard hasVersion, hasText else { return nil }
                    return
                case .member(let member):
                    let content = member.content(buffer)
                    if buffer.holds("version", at: member.name) {
                        hasVersion = content != nil
                    } else if buffer.holds("short_message", at: member.name) {
                        hasText = content != nil
                    } else if buffer.holds("_container_name", at: member.name) {
                        container = content
                    } else if buffer.holds("host", at: member.name) {
                        host = content
                    } else if buffer.holds("timestamp", at: member.name) {
                        time = Self.nanoseconds(buffer, in: member.value)
                    }
                }
            }
        }

        /// The nanoseconds of a number of seconds such as `1385053862.3072`.
        private static func nanoseconds(
            _ buffer: UnsafeRawBufferPointer, in number: Range<Int>
        ) -> Int? {
            let point = buffer.firstOffset(of: UInt8(ascii: "."), in: number) ?? number.upperBound
            // More would not fit into 64 bits as nanoseconds.
            guard let seconds = buffer.decimal(number.lowerBound..<point),
                seconds < Int.max / 1_000_000_000
            else { return nil }
            var fraction = 0
            var scale = 100_000_000
            for byte in buffer.slice(min(point + 1, number.upperBound)..<number.upperBound) {
                guard byte.isDigit else { return nil }
                fraction += Int(byte & 0x0F) * scale
                scale /= 10
            }
            return seconds * 1_000_000_000 + fraction
        }
    }
}
