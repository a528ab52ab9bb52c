/// Recognises what blot writes in place of a secret, so that a second pass changes nothing.
enum RedactionMarker {
    /// Longest text between `[REDACTED:` and `]`.
    private static let longest = 96

    /// Whether a range overlaps a marker.
    static func touches(_ range: Range<Int>, in frame: UnsafeRawBufferPointer) -> Bool {
        // What the `partial` style leaves is followed by its asterisks.
        if range.count <= 4, frame[range.upperBound...].starts(with: "****".utf8) { return true }
        let from = max(0, range.lowerBound - longest - 11)
        let head = frame.slice(0..<min(frame.count, range.upperBound))
        var at = from
        while let bracket = head.firstOffset(of: UInt8(ascii: "["), from: at) {
            if let end = end(at: bracket, in: frame), end > range.lowerBound { return true }
            at = bracket + 1
        }
        return false
    }

    /// The bytes of a frame without the markers in it.
    static func removed(from frame: UnsafeRawBufferPointer) -> [UInt8] {
        guard frame.contains("[REDACTED:") else { return Array(frame) }
        var result: [UInt8] = []
        var at = 0
        while at < frame.count {
            if let end = end(at: at, in: frame) {
                at = end
            } else {
                result.append(frame[at])
                at += 1
            }
        }
        return result
    }

    /// Where the marker that begins at `start` ends, or nil where none begins.
    static func end(at start: Int, in frame: UnsafeRawBufferPointer) -> Int? {
        let head: StaticString = "[REDACTED:"
        let length = head.utf8CodeUnitCount
        guard start + length < frame.count,
            UnsafeRawBufferPointer(start: head.utf8Start, count: length)
                .elementsEqual(frame[start..<(start + length)])
        else { return nil }
        var at = start + length
        while at < frame.count, at - start < longest {
            let byte = frame[at]
            if byte == UInt8(ascii: "]") { return at + 1 }
            guard byte.isPlain || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") else {
                return nil
            }
            at += 1
        }
        return nil
    }
}
