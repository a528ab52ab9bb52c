/// Histories of bash with time stamps: before each command a line `#1700000000` (bash(1),
/// HISTTIMEFORMAT). A command may take several lines; each is a record.
struct BashHistoryReader: RecordReader {
    static let name = "bash history"

    /// The latest stamps, for records whose stamp has left the buffer.
    private var stamps: [Int] = []
    /// More commands than are read ahead of a finding.
    private static let remembered = 256

    /// Whether a text begins with a stamp and something after it.
    static func recognises(_ head: UnsafeRawBufferPointer) -> Bool {
        guard let feed = head.firstOffset(of: UInt8(ascii: "\n"), from: 0) else { return false }
        return stamp(head.slice(0..<feed)) != nil && feed + 1 < head.count
    }

    mutating func read(
        _ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool
    ) -> Reading {
        let reading = HistoryLine.read(buffer, at: start, ofRecordAt: start, isFinal: isFinal)
        guard case .line(let line) = reading else { return reading.failure ?? .foreign }
        if let stamp = Self.stamp(buffer.slice(line.content)) {
            if stamps.count == Self.remembered { stamps.removeFirst(Self.remembered / 2) }
            stamps.append(stamp)
            return .record(Record(end: line.next, fields: []))
        }
        var text = DecodedText()
        text.copy(start..<line.next, of: buffer)
        let field = RecordField(stream: .history, text: text, endsLine: line.ending.isEmpty)
        return .record(Record(end: line.next, fields: [field]))
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        guard let stamp = stamp(in: buffer, before: record.lowerBound) ?? lastStamp(buffer, record)
        else { return RecordOrigin() }
        return RecordOrigin(timestamp: Timestamp.rfc3339(microseconds: stamp * 1_000_000))
    }

    /// The time of a stamp line: ten digits, years 2001 to 2065.
    private static func stamp(_ line: UnsafeRawBufferPointer) -> Int? {
        guard line.count == 11, line[0] == UInt8(ascii: "#"),
            line[1] == UInt8(ascii: "1") || line[1] == UInt8(ascii: "2")
        else { return nil }
        return Timestamp.seconds(line.slice(1..<11))
    }

    /// The last stamp in the buffer before a line.
    private func stamp(in buffer: UnsafeRawBufferPointer, before start: Int) -> Int? {
        var end = start
        while end > 0 {
            let feed = buffer.lastOffset(of: UInt8(ascii: "\n"), before: end - 1)
            let line = feed.map { $0 + 1 } ?? 0
            if let stamp = Self.stamp(buffer.slice(line..<(end - 1))) { return stamp }
            end = line
        }
        return nil
    }

    /// The remembered stamp of a record before which the buffer holds none: the one before the next
    /// stamp in the buffer, if that was read already, or else the last.
    private func lastStamp(_ buffer: UnsafeRawBufferPointer, _ record: Range<Int>) -> Int? {
        var start = record.upperBound
        while let feed = buffer.firstOffset(of: UInt8(ascii: "\n"), from: start) {
            if let next = Self.stamp(buffer.slice(start..<feed)) {
                guard let index = stamps.lastIndex(of: next) else { break }
                return index > 0 ? stamps[index - 1] : nil
            }
            start = feed + 1
        }
        return stamps.last
    }
}
