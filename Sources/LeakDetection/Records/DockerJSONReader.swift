/// Files of Docker's default log driver: on each line an object with the members `log`, `stream`,
/// `time`, and `attrs` if the container's options ask for it.
///
/// Source: moby, `daemon/logger/jsonfilelog/jsonlog/jsonlogbytes.go`. Docker cuts lines every 16
/// KiB; only the last part's `log` ends in a newline.
struct DockerJSONReader: RecordReader {
    static let name = "docker json-file"
    static let leavesPlainRecords = true

    func read(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) -> Reading {
        guard buffer.couldHold("{", at: start) else { return .foreign }
        switch RecordLine(buffer, at: start, isFinal: isFinal) {
        case .incomplete: return .incomplete
        case .foreign: return .foreign
        case .line(let line, let end):
            guard let entry = Entry(buffer, in: line) else { return .foreign }
            var text = DecodedText()
            text.putJSONString(entry.log, of: buffer)
            let log = RecordField(
                stream: Self.key(of: entry.stream, in: buffer), text: text, notation: .jsonString,
                endsLine: false)
            guard entry.hasMore else { return .record(Record(end: end, fields: [log])) }
            var rest = DecodedText()
            rest.copy(line.lowerBound..<entry.log.lowerBound, of: buffer)
            rest.keep(entry.log)
            rest.copy(entry.log.upperBound..<line.upperBound, of: buffer)
            let other = RecordField(stream: .rest, text: rest, endsLine: true)
            return .record(Record(end: end, fields: [other, log]))
        }
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        guard let entry = Entry(buffer, in: record) else { return RecordOrigin() }
        return RecordOrigin(
            stream: buffer.string(entry.stream), timestamp: entry.time.map(buffer.string))
    }

    /// Whether a line is a record whose text has no escape but the line ending at its end.
    ///
    /// - Parameter member: Where in the line the member `stream` begins.
    static func isPlain(_ line: UnsafeRawBufferPointer, member: Int) -> Bool {
        let beginning: StaticString = #"{"log":""#
        let end: StaticString = #"\n","#
        let close = member - end.utf8CodeUnitCount
        return close >= beginning.utf8CodeUnitCount && line.last == UInt8(ascii: "}")
            && line.holds(beginning, at: 0..<beginning.utf8CodeUnitCount)
            && line.holds(end, at: close..<member)
            && line.firstOffset(of: UInt8(ascii: "\\"), from: 0) == close
            && line.firstOffset(of: UInt8(ascii: "\\"), from: close + 1) == nil
            && line.slice(beginning.utf8CodeUnitCount..<close)
                .firstOffset(of: UInt8(ascii: "\""), from: 0) == nil
    }

    private static func key(
        of stream: Range<Int>, in buffer: UnsafeRawBufferPointer
    ) -> StreamKey {
        if buffer.holds("stdout", at: stream) { return .dockerOutput }
        if buffer.holds("stderr", at: stream) { return .dockerError }
        return StreamKey("docker:" + buffer.string(stream))
    }

    /// Where the values stand, without their quotes.
    private struct Entry {
        private(set) var log: Range<Int>
        private(set) var stream: Range<Int>
        private(set) var time: Range<Int>?
        /// Whether there is anything else that may hold a secret.
        private(set) var hasMore: Bool

        init?(_ buffer: UnsafeRawBufferPointer, in line: Range<Int>) {
            guard var members = JSONMembers(buffer, in: line) else { return nil }
            var log: Range<Int>?
            var stream: Range<Int>?
            hasMore = false
            reading: while true {
                switch members.next() {
                case .damaged: return nil
                case .end: break reading
                case .member(let member):
                    let content = member.content(buffer)
                    if buffer.holds("log", at: member.name) {
                        guard log == nil, content != nil else { return nil }
                        log = content
                    } else if buffer.holds("stream", at: member.name) {
                        guard stream == nil, content != nil else { return nil }
                        stream = content
                    } else if time == nil, buffer.holds("time", at: member.name),
                        let content, Self.isTimestamp(content, in: buffer)
                    {
                        time = content
                    } else {
                        hasMore = true
                    }
                }
            }
            guard let log, let stream else { return nil }
            self.log = log
            self.stream = stream
            let isKnown =
                buffer.holds("stdout", at: stream) || buffer.holds("stderr", at: stream)
            if !isKnown { hasMore = true }
        }

        private static func isTimestamp(
            _ range: Range<Int>, in buffer: UnsafeRawBufferPointer
        ) -> Bool {
            var cursor = HeaderCursor(buffer, in: range)
            return cursor.takeTimestamp() == range
        }
    }
}

extension StreamKey {
    static let dockerInput = StreamKey("docker:stdin")
    static let dockerOutput = StreamKey("docker:stdout")
    static let dockerError = StreamKey("docker:stderr")
}
