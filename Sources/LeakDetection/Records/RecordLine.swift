/// The line that a record of a line format is.
enum RecordLine {
    /// No record is longer: what has no end by then is none. Docker, containerd and journald cut
    /// lines at 16 or 48 KiB, and JSON makes of each byte six at most.
    static let limit = 4 << 20

    /// Its text without the line ending, and its end with it.
    case line(text: Range<Int>, end: Int)
    case incomplete
    case foreign

    /// Finds the line that begins at `start`.
    init(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) {
        let bound = min(buffer.count, start + Self.limit)
        if let newline = buffer.firstOffset(of: UInt8(ascii: "\n"), in: start..<bound) {
            self = .line(text: start..<newline, end: newline + 1)
        } else if bound == start + Self.limit {
            self = .foreign
        } else if isFinal {
            self = bound > start ? .line(text: start..<bound, end: bound) : .foreign
        } else {
            self = .incomplete
        }
    }
}

extension Reading {
    /// What a reader says that ran out of bytes.
    static func more(isFinal: Bool) -> Reading { isFinal ? .foreign : .incomplete }
}

extension Range<Int> {
    /// A line without a carriage return at its end.
    func withoutReturn(in buffer: UnsafeRawBufferPointer) -> Range<Int> {
        guard let last, buffer[last] == UInt8(ascii: "\r") else { return self }
        return lowerBound..<last
    }
}
