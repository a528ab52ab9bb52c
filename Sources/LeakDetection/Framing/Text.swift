/// A buffer with its place in the stream: offsets are those of the stream.
struct Text {
    let bytes: UnsafeRawBufferPointer
    /// The stream offset of the first byte.
    let offset: Int

    var end: Int { offset + bytes.count }

    @inline(__always)
    func range(_ span: Range<Int>) -> Range<Int> {
        (span.lowerBound - offset)..<(span.upperBound - offset)
    }

    @inline(__always)
    func slice(_ span: Range<Int>) -> UnsafeRawBufferPointer {
        bytes.slice(range(span))
    }

    @inline(__always)
    func byte(at place: Int) -> UInt8 { bytes[place - offset] }

    /// Just after the last line ending between two places, or nil when there is none.
    func lineEnd(before end: Int, notBefore start: Int) -> Int? {
        guard let newline = bytes.lastOffset(of: UInt8(ascii: "\n"), before: end - offset),
            newline + offset >= start
        else { return nil }
        return newline + offset + 1
    }

    /// Where the line of a place begins; `start` is the beginning of a line at or before it.
    @inline(__always)
    func startOfLine(at place: Int, notBefore start: Int) -> Int {
        let before = slice(start..<place)
        guard let newline = before.lastOffset(of: UInt8(ascii: "\n"), before: before.count) else {
            return start
        }
        return start + newline + 1
    }

    /// Where the line of a place ends: at its line ending, or at `limit`.
    @inline(__always)
    func endOfLine(from place: Int, limit: Int) -> Int {
        let rest = slice(place..<limit)
        guard let newline = rest.firstOffset(of: UInt8(ascii: "\n"), from: 0) else { return limit }
        return place + newline
    }

    /// The end of a line without a carriage return before its line ending.
    func withoutReturn(_ end: Int, from start: Int) -> Int {
        end > start && byte(at: end - 1) == UInt8(ascii: "\r") ? end - 1 : end
    }
}
