internal import CBytes

/// Lines of `docker logs -t` and `podman logs -t`: each begins with a timestamp, and a line that
/// the container's log has in several parts has one before each of them. Those in the line are left
/// out of the text.
///
/// Source: moby, `daemon/logs.go` and `daemon/logger/loggerutils`; podman, `libpod/logs/log.go`.
struct RepeatedTimestampReader: RecordReader {
    static let name = "timestamps"
    static let standsAmongOthers = true

    /// Whether a text begins with a timestamp and a blank.
    static func begins(_ text: UnsafeRawBufferPointer) -> Bool {
        var cursor = HeaderCursor(text, in: 0..<text.count)
        return cursor.takeTimestamp() != nil && cursor.take(" ")
    }

    /// Where the first line begins in which the timestamp that it begins with has a second one like
    /// it; the end of the lines if there is none.
    static func firstLine(in text: Text, _ lines: Range<Int>) -> Int {
        guard let base = text.bytes.baseAddress else { return lines.upperBound }
        let end = text.range(lines).upperBound
        var at = lines.lowerBound
        while at < lines.upperBound {
            // The `T` of a timestamp; most are where a line begins.
            let found = blot_find_time(base, at - text.offset, end)
            guard found < end else { break }
            let place = found + text.offset
            at = place + 1
            let start = place - dateBytes
            if start == lines.lowerBound
                || start > lines.lowerBound && text.byte(at: start - 1) == UInt8(ascii: "\n")
            {
                continue
            }
            let line = text.startOfLine(at: place, notBefore: lines.lowerBound)
            let lineEnd = text.endOfLine(from: place, limit: lines.upperBound)
            if repeats(text.slice(line..<lineEnd)) { return line }
            at = lineEnd
        }
        return lines.upperBound
    }

    /// Bytes of `2026-11-23`.
    private static let dateBytes = 10

    private static func repeats(_ line: UnsafeRawBufferPointer) -> Bool {
        var cursor = HeaderCursor(line, in: 0..<line.count)
        guard let stamp = cursor.takeTimestamp(), cursor.take(" ") else { return false }
        return next(like: stamp, in: cursor.at..<line.count, of: line) != nil
    }

    func read(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) -> Reading {
        var cursor = HeaderCursor(buffer, in: start..<buffer.count)
        guard let stamp = cursor.takeTimestamp(), cursor.take(" ") else {
            return cursor.isShort ? .more(isFinal: isFinal) : .foreign
        }
        switch RecordLine(buffer, at: start, isFinal: isFinal) {
        case .incomplete: return .incomplete
        case .foreign: return .foreign
        case .line(let line, let end):
            let line = line.withoutReturn(in: buffer)
            var text = DecodedText()
            var copied = start
            var from = cursor.at
            while let next = Self.next(like: stamp, in: from..<line.upperBound, of: buffer) {
                text.copy(copied..<next.lowerBound, of: buffer)
                text.keep(next)
                copied = next.upperBound
                from = copied
            }
            guard copied > start else { return .foreign }
            text.copy(copied..<line.upperBound, of: buffer)
            let field = RecordField(stream: .plain, text: text, endsLine: true)
            return .record(Record(end: end, fields: [field]))
        }
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        var cursor = HeaderCursor(buffer, in: record)
        return RecordOrigin(timestamp: cursor.takeTimestamp().map(buffer.string))
    }

    /// The next timestamp of the same shape and date, with the blank after it.
    private static func next(
        like stamp: Range<Int>, in range: Range<Int>, of buffer: UnsafeRawBufferPointer
    ) -> Range<Int>? {
        // `2026-11-23T`
        let date = buffer.slice(stamp.lowerBound..<stamp.lowerBound + 11)
        var from = range.lowerBound
        while let found = buffer.slice(from..<range.upperBound).firstOffset(of: date) {
            var cursor = HeaderCursor(buffer, in: from + found..<range.upperBound)
            if let other = cursor.takeTimestamp(), other.count == stamp.count,
                buffer[other.upperBound - 1] == buffer[stamp.upperBound - 1], cursor.take(" ")
            {
                return other.lowerBound..<cursor.at
            }
            from += found + 1
        }
        return nil
    }
}
