/// Histories of zsh: `: 1700000000:0;command`, or the command alone.
///
/// A newline in a command is written as backslash and newline (`savehistfile` and `readhistline` in
/// zsh's Src/hist.c); some bytes outside of ASCII as 0x83 and the byte with another bit 5 (`metafy`
/// in Src/utils.c).
struct ZshHistoryReader: RecordReader {
    static let name = "zsh history"

    /// Whether a text begins with the head of an entry, of a time between 2001 and 2033.
    static func recognises(_ head: UnsafeRawBufferPointer) -> Bool {
        guard let time = time(head), time.digits.count == 10 else { return false }
        return head[time.digits.lowerBound] == UInt8(ascii: "1")
    }

    mutating func read(
        _ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool
    ) -> Reading {
        var lines: [HistoryLine] = []
        repeat {
            let reading = HistoryLine.read(
                buffer, at: lines.last?.next ?? start, ofRecordAt: start, isFinal: isFinal)
            guard case .line(let line) = reading else {
                // A history may end in the middle of a command.
                if isFinal, let last = lines.last, last.next == buffer.count { break }
                return reading.failure ?? .foreign
            }
            lines.append(line)
        } while buffer[lines[lines.count - 1].content].last == UInt8(ascii: "\\")
            && !lines[lines.count - 1].ending.isEmpty

        let end = lines[lines.count - 1].next
        let head = Self.time(buffer.slice(start..<lines[0].content.upperBound))
        let text = text(of: lines, from: start + (head?.end ?? 0), in: buffer)
        let field = RecordField(
            stream: .history, text: text, notation: .zshMetafied, endsLine: true)
        return .record(Record(end: end, fields: text.isEmpty ? [] : [field]))
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        let entry = buffer.slice(record)
        guard let time = Self.time(entry) else { return RecordOrigin() }
        return RecordOrigin(timestamp: Timestamp.rfc3339(seconds: entry.slice(time.digits)))
    }

    /// Where an entry's time stands, and where its head ends.
    private static func time(_ entry: UnsafeRawBufferPointer) -> (digits: Range<Int>, end: Int)? {
        guard entry.stands(": ", at: 0) == true else { return nil }
        let end = entry.endOfDigits(at: 2)
        guard end > 2, end < entry.count, entry[end] == UInt8(ascii: ":") else { return nil }
        let duration = entry.endOfDigits(at: end + 1)
        guard duration > end + 1, duration < entry.count, entry[duration] == UInt8(ascii: ";")
        else { return nil }
        return (2..<end, duration + 1)
    }

    /// The command that lines hold.
    private func text(
        of lines: [HistoryLine], from start: Int, in buffer: UnsafeRawBufferPointer
    ) -> DecodedText {
        var text = DecodedText()
        var at = start
        for (index, line) in lines.enumerated() {
            let content = buffer[min(at, line.content.upperBound)..<line.content.upperBound]
            let slashes = content.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
            guard slashes > 0, !line.ending.isEmpty else {
                copy(at..<max(at, line.content.upperBound), of: buffer, to: &text)
                break
            }
            // The last backslash is the history's; of the others, an odd one is the shell's.
            let isContinued = slashes % 2 == 0
            let cut = line.content.upperBound - (isContinued ? 2 : 1)
            copy(at..<cut, of: buffer, to: &text)
            guard index + 1 < lines.count else {
                text.keep(cut..<line.next)
                break
            }
            let next = lines[index + 1].content
            let joint =
                isContinued
                ? .seamless : LineJoint.joint(after: text, before: next, of: buffer)
            at = text.join(joint, over: cut..<line.next, limit: next.upperBound, of: buffer)
        }
        return text
    }

    /// Copies bytes, and turns back those that zsh changed.
    private func copy(
        _ range: Range<Int>, of buffer: UnsafeRawBufferPointer, to text: inout DecodedText
    ) {
        var at = range.lowerBound
        while let mark = buffer[at..<range.upperBound].firstIndex(of: 0x83) {
            guard mark + 1 < range.upperBound else { break }
            let byte = buffer[mark + 1] ^ 32
            // NUL, and zsh's own marks from 0x83 to 0xA2, are what it changes.
            let isChanged = byte == 0 || 0x83...0xA2 ~= byte
            text.copy(at..<(isChanged ? mark : mark + 1), of: buffer)
            at = mark + 1
            if isChanged {
                text.put(CollectionOfOne(byte), for: mark..<(mark + 2))
                at += 1
            }
        }
        text.copy(at..<range.upperBound, of: buffer)
    }
}
