/// Counts line endings, lazily: only as far as a finding or the end of a buffer asks.
struct LineCounter {
    /// Line endings before `countedTo`.
    private(set) var complete = 0
    private var countedTo = 0

    /// Counts up to a place; whatever is counted must still be in the buffer.
    mutating func count(upTo place: Int, in text: Text, if wanted: Bool) {
        guard wanted, place > countedTo else { return }
        complete += Self.count(max(countedTo, text.offset)..<place, in: text)
        countedTo = place
    }

    /// Goes on at a place up to which others have counted: so many more.
    mutating func add(_ lines: Int, upTo place: Int) {
        complete += lines
        countedTo = place
    }

    private static func count(_ range: Range<Int>, in text: Text) -> Int {
        var count = 0
        for byte in text.slice(range) where byte == UInt8(ascii: "\n") { count &+= 1 }
        return count
    }

    /// The 1-based line and column of a place in the buffer; zeros where they are not wanted.
    mutating func place(
        of place: Int, lineStart: Int, in text: Text, if wanted: Bool
    ) -> (line: Int, column: Int) {
        guard wanted else { return (0, 0) }
        let start = max(lineStart, text.offset)
        count(upTo: start, in: text, if: true)
        let later = start < countedTo ? Self.count(start..<countedTo, in: text) : 0
        return (complete - later + 1, place - lineStart + 1)
    }
}
