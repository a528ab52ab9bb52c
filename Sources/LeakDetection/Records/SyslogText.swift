/// Makes the texts of syslog messages, and joins what one program wrote as one line.
///
/// Docker's syslog driver sends a long line as several messages and marks none of them. A text of
/// just the size at which it cuts is therefore continued by the next message of the same program.
struct SyslogText {
    /// Programs whose last message was cut.
    private var cut: Set<StreamKey> = []

    /// Programs to remember; a line that one of more of them cuts is joined no longer.
    private static let limit = 1_024

    /// The smallest size at which anything cuts; 16 KiB is Docker's.
    static let size = 4_096

    /// The texts of a message, in order.
    ///
    /// - Parameters:
    ///   - message: From its `<`, without a line ending.
    ///   - buffer: What it stands in.
    mutating func fields(
        of message: Range<Int>, in buffer: UnsafeRawBufferPointer
    ) -> [RecordField] {
        var text = DecodedText()
        guard let header = SyslogHeader(buffer, in: message) else {
            text.copy(message, of: buffer)
            return [RecordField(stream: .rest, text: text, endsLine: true)]
        }
        let key = Self.key(of: header, in: buffer)
        let count = message.upperBound - header.end
        let isCut = count >= Self.size && count.nonzeroBitCount == 1
        let continues = cut.remove(key) != nil
        if isCut {
            if cut.count == Self.limit { cut.removeAll() }
            cut.insert(key)
        }
        var fields: [RecordField] = []
        if continues {
            if let data = header.data {
                var other = DecodedText()
                other.copy(data, of: buffer)
                fields.append(RecordField(stream: .rest, text: other, endsLine: true))
            }
            text.keep(message.lowerBound..<header.end)
            text.copy(header.end..<message.upperBound, of: buffer)
        } else {
            text.copy(message, of: buffer)
        }
        fields.append(RecordField(stream: key, text: text, endsLine: !isCut))
        return fields
    }

    private static func key(
        of header: SyslogHeader, in buffer: UnsafeRawBufferPointer
    ) -> StreamKey {
        let parts = [header.host, header.app, header.process].map { $0.map(buffer.string) ?? "" }
        return StreamKey("syslog:" + parts.joined(separator: "/"))
    }

    static func origin(
        _ buffer: UnsafeRawBufferPointer, of message: Range<Int>
    ) -> RecordOrigin {
        guard let header = SyslogHeader(buffer, in: message) else { return RecordOrigin() }
        return RecordOrigin(
            unit: buffer.string(header.app), timestamp: header.timestamp.map(buffer.string))
    }
}
