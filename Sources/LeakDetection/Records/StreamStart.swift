/// Looks at the beginning of a stream for formats that are not recognised line by line.
struct StreamStart {
    enum Verdict {
        /// Too little is there to tell.
        case wait
        case plain
        case records(any RecordReader, isBinary: Bool)

        var isPlain: Bool {
            if case .plain = self { true } else { false }
        }
    }

    /// Bytes that hold the first two lines of a history, as a rule.
    private static let twoLines = 4096

    /// Whether so few bytes may do, if no more come for now: a line, or the header of a frame.
    static func mayDo(_ head: UnsafeRawBufferPointer) -> Bool {
        head.count >= 16 || head.count == 1 || head.contains(UInt8(ascii: "\n"))
    }

    func look(at head: UnsafeRawBufferPointer, isFinal: Bool) -> Verdict {
        if RecordFormat.mayBeginHistory(head) {
            let head = head.slice(0..<min(head.count, Self.twoLines))
            if let reader = RecordFormat.sniffHistory(head) {
                return .records(reader, isBinary: false)
            }
            let lines = head.lazy.count { $0 == UInt8(ascii: "\n") }
            return isFinal || head.count == Self.twoLines || lines >= 2 ? .plain : .wait
        }
        let isEnough = isFinal || head.count >= RecordFormat.sniffedCount || !mayGoOn(head)
        guard isEnough else { return .wait }
        let start = head.slice(0..<min(head.count, RecordFormat.sniffedCount))
        return RecordFormat.sniffBinary(start).map { .records($0, isBinary: true) } ?? .plain
    }

    /// Whether so few bytes may begin a binary format, or a number of bytes before a message. A
    /// prompt must not wait.
    private func mayGoOn(_ head: UnsafeRawBufferPointer) -> Bool {
        // UTF-16 without a mark shows in the second byte.
        guard head.count > 1, let first = head.first else { return true }
        if first <= 2 || first == 0xFE || first == 0xFF { return true }
        if head.count > 1, head[1] == 0 { return true }
        let digits = head.prefix { $0.isDigit }.count
        guard (1...7).contains(digits) else { return false }
        let rest = head[digits...]
        guard let blank = rest.first else { return true }
        guard blank == UInt8(ascii: " ") else { return false }
        return rest.count < 2 || rest[rest.startIndex + 1] == UInt8(ascii: "<")
    }
}
