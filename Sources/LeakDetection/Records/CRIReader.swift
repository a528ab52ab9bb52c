/// Files of the Container Runtime Interface, which containerd, CRI-O and podman write: on each line
/// a timestamp, `stdout` or `stderr`, tags, and what the container wrote. The first tag is `P` if
/// the container's line goes on in the stream's next record, and `F` if it ends.
///
/// Source:
/// https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
struct CRIReader: RecordReader {
    static let name = "CRI"

    func read(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) -> Reading {
        var header = HeaderCursor(buffer, in: start..<buffer.count)
        guard let head = Head(&header, in: buffer) else {
            return header.isShort ? .more(isFinal: isFinal) : .foreign
        }
        switch RecordLine(buffer, at: start, isFinal: isFinal) {
        case .incomplete: return .incomplete
        case .foreign: return .foreign
        case .line(let line, let end):
            var text = DecodedText()
            text.copy(header.at..<line.upperBound, of: buffer)
            let field = RecordField(
                stream: head.isError ? .containerError : .containerOutput, text: text,
                endsLine: !head.isPartial)
            return .record(Record(end: end, fields: [field]))
        }
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        var header = HeaderCursor(buffer, in: record)
        guard let head = Head(&header, in: buffer) else { return RecordOrigin() }
        return RecordOrigin(
            stream: head.isError ? "stderr" : "stdout", timestamp: buffer.string(head.timestamp))
    }

    /// What stands before the container's bytes.
    private struct Head {
        let timestamp: Range<Int>
        let isError: Bool
        let isPartial: Bool

        init?(_ cursor: inout HeaderCursor, in buffer: UnsafeRawBufferPointer) {
            guard let timestamp = cursor.takeTimestamp(), cursor.take(" std"),
                let stream = cursor.take(3...3, where: \.isLower), cursor.take(" "),
                let tags = cursor.take(1...64, where: { $0.isAlphanumeric || $0 == Self.colon }),
                cursor.take(" ")
            else { return nil }
            self.timestamp = timestamp
            isError = buffer.holds("err", at: stream)
            guard isError || buffer.holds("out", at: stream) else { return nil }
            let first = buffer[tags.lowerBound]
            isPartial = first == UInt8(ascii: "P")
            guard isPartial || first == UInt8(ascii: "F"),
                tags.count == 1 || buffer[tags.lowerBound + 1] == Self.colon
            else { return nil }
        }

        private static let colon = UInt8(ascii: ":")
    }
}

extension StreamKey {
    fileprivate static let containerOutput = StreamKey("cri:stdout")
    fileprivate static let containerError = StreamKey("cri:stderr")
}
