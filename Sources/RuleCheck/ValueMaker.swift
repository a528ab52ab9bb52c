import LeakRules

/// Makes up values of a shape, the same in every run.
struct ValueMaker {
    private var state: UInt64 = 0x2545_F491_4F6C_DD1D

    /// A value of the shape's least length.
    mutating func value(of shape: ValueShape) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let capitals = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let digits = Array("0123456789")
        let alphabet: [Character] =
            switch shape.alphabet {
            case .hex, .uuid: digits + letters.prefix(6)
            case .hexupper: digits + capitals.prefix(6)
            case .alnum, .base62, .base64, .base64url, .word: digits + letters + capitals
            case .loweralnum: digits + letters
            case .upperalnum: digits + capitals
            case .lower: letters
            case .digits: digits
            }
        var characters = (0..<shape.length.lowerBound).map { _ in alphabet[next(alphabet.count)] }
        if shape.alphabet == .uuid { for index in [8, 13, 18, 23] { characters[index] = "-" } }
        return String(characters)
    }

    /// xorshift64 (Marsaglia 2003).
    private mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }
}
