/// How much may still be decoded, so that no input costs more than it should.
struct DecodeBudget: Sendable, Equatable {
    /// Decoded bytes that are still allowed.
    var bytes: Int

    /// Whether something was left undecoded for want of bytes.
    private(set) var isExhausted = false

    init(bytes: Int) { self.bytes = bytes }

    /// Takes bytes from the budget, or marks it as exhausted and takes none.
    mutating func spend(_ count: Int) -> Bool {
        guard count <= bytes else {
            isExhausted = true
            return false
        }
        bytes -= count
        return true
    }

    /// Notes that something was left out.
    mutating func exhaust() { isExhausted = true }
}
