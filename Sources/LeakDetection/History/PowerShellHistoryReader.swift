/// The history of PowerShell, ConsoleHost_history.txt: a newline in a command is written as grave
/// accent and newline (PSReadLine, History.cs). Nothing in it tells what it is but its name.
struct PowerShellHistoryReader: RecordReader {
    static let name = "PowerShell history"
    static let standsAmongOthers = true

    /// What stands where a command goes on, in a stream that is not known to be a history.
    static let literals = [" `\n", " `\r\n", "``\n", "``\r\n"]

    /// Whether lines that end in no accent are foreign.
    private let onlyContinued: Bool

    init(onlyContinued: Bool = false) {
        self.onlyContinued = onlyContinued
    }

    mutating func read(
        _ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool
    ) -> Reading {
        var text = DecodedText()
        /// Where the text of the next line begins.
        var from = start
        var at = start
        while true {
            let reading = HistoryLine.read(
                buffer, at: at, ofRecordAt: start, isFinal: isFinal)
            guard case .line(let line) = reading else {
                if isFinal, at > start, at == buffer.count { break }
                return reading.failure ?? .foreign
            }
            let end = Self.endOfText(line, in: buffer)
            from = min(from, end)
            at = line.next
            let accents = buffer[from..<end].reversed().prefix { $0 == UInt8(ascii: "`") }.count
            guard accents > 0, !line.ending.isEmpty else {
                if onlyContinued, at == line.next, line.content.lowerBound == start {
                    return .foreign
                }
                text.copy(from..<end, of: buffer)
                break
            }
            // The last accent is the history's; of the others, an odd one goes on by itself.
            let isContinued = accents % 2 == 0
            let cut = end - (isContinued ? 2 : 1)
            text.copy(from..<cut, of: buffer)
            let next = HistoryLine.read(buffer, at: at, ofRecordAt: start, isFinal: isFinal)
            guard case .line(let following) = next else {
                text.keep(cut..<at)
                continue
            }
            let joint =
                isContinued
                ? .blank : LineJoint.joint(after: text, before: following.content, of: buffer)
            from = text.join(
                joint, over: cut..<at, limit: Self.endOfText(following, in: buffer), of: buffer)
        }
        // Among other lines it may be anything that ends so, and is not read as commands.
        let field = RecordField(
            stream: onlyContinued ? .plain : .history, text: text, endsLine: true)
        return .record(Record(end: at, fields: text.isEmpty ? [] : [field]))
    }

    /// Where a line ends without a carriage return.
    private static func endOfText(_ line: HistoryLine, in buffer: UnsafeRawBufferPointer) -> Int {
        let end = line.content.upperBound
        let hasReturn = buffer[line.content].last == UInt8(ascii: "\r") && !line.ending.isEmpty
        return hasReturn ? end - 1 : end
    }
}
