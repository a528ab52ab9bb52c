/// Looks at the beginning of a stream for formats that are not recognised line by line.
struct StreamStart {
    enum Verdict {
        /// Too little is there to tell.
        case wait
        case plain
        case records(any RecordReader)
    }

    /// Bytes that tell.
    private static let enough = 32

    func look(at head: UnsafeRawBufferPointer, isFinal: Bool) -> Verdict {
        if let reader = RecordFormat.sniff(head) { return .records(reader) }
        if isFinal || head.count >= Self.enough || !mayGoOn(head) { return .plain }
        return .wait
    }

    /// Whether so few bytes may begin a binary format, or a number of bytes before a message. A
    /// prompt must not wait.
    private func mayGoOn(_ head: UnsafeRawBufferPointer) -> Bool {
        guard let first = head.first else { return true }
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
