/// Counts line endings, lazily: only as far as a finding or the end of a buffer asks.
struct LineCounter {
    /// Line endings before `countedTo`.
    private(set) var complete = 0
    private var countedTo = 0

    /// Counts up to a place; whatever is counted must still be in the buffer.
    mutating func count(upTo place: Int, in text: Text, if wanted: Bool) {
        guard wanted, place > countedTo else { return }
        let from = max(countedTo, text.offset)
        var count = 0
        for byte in text.slice(from..<place) where byte == UInt8(ascii: "\n") { count &+= 1 }
        complete += count
        countedTo = place
    }

    /// The 1-based line and column of a place; zeros where they are not wanted.
    mutating func place(
        of place: Int, lineStart: Int, in text: Text, if wanted: Bool
    ) -> (line: Int, column: Int) {
        guard wanted else { return (0, 0) }
        count(upTo: max(lineStart, text.offset), in: text, if: true)
        return (complete + 1, place - lineStart + 1)
    }
}
