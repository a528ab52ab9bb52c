/// Takes encodings off a text, one level at a time.
///
/// Escaped characters first, all at once; when there are none left, whatever was encoded as a
/// whole. What is not encoded stays, so that a decoded secret keeps its surroundings.
enum Peeler {
    /// Decodes one level.
    ///
    /// - Parameters:
    ///   - text: A line, or lines that go on, parted by newlines.
    ///   - budget: The decoded text is taken from it.
    /// - Returns: Nil where nothing is encoded, or where the budget does not suffice.
    /// - Complexity: O(n) in the lengths of the text and of what it is decoded to.
    static func peel(_ text: UnsafeRawBufferPointer, budget: inout DecodeBudget) -> Peeled? {
        guard let peeled = CharacterPass.decode(text) else {
            return BlobPass.decode(text, budget: &budget)
        }
        return budget.spend(peeled.text.bytes.count) ? peeled : nil
    }

    /// Whether there is something to decode.
    static func isEncoded(_ text: UnsafeRawBufferPointer) -> Bool {
        var budget = DecodeBudget(bytes: text.count + Gzip.limit)
        return peel(text, budget: &budget) != nil || budget.isExhausted
    }
}
