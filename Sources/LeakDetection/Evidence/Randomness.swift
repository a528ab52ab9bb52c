#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Tells what a machine drew at random from what people name things.
///
/// Two descriptions of the text compete, each with its cost in bits. *At random*: every byte costs
/// the logarithm of the alphabet that the text uses. *As a name*: words whose letters cost what
/// ``LetterPairs`` says, numbers, and the signs between them. The cheaper one is taken to be true
/// (minimum description length).
enum Randomness {
    /// Bits by which the text is cheaper to describe as random than as a name; positive means
    /// random.
    static func excess(of text: UnsafeRawBufferPointer) -> Double {
        costAsName(text) - costAtRandom(text)
    }

    /// Whether the text is more likely drawn at random.
    static func isLikely(_ text: UnsafeRawBufferPointer) -> Bool { excess(of: text) > 0 }

    /// Bits of the text when each byte is drawn from the alphabet that it uses.
    private static func costAtRandom(_ text: UnsafeRawBufferPointer) -> Double {
        var hasLower = false
        var hasUpper = false
        var hasDigit = false
        var hasSign = false
        var isHex = true
        for byte in text {
            if !byte.isHexDigit && byte != UInt8(ascii: "-") { isHex = false }
            if byte.isDigit {
                hasDigit = true
            } else if byte.isLower {
                hasLower = true
            } else if byte.isUpper {
                hasUpper = true
            } else {
                hasSign = true
            }
        }
        if isHex && hasDigit && !(hasLower && hasUpper) { return 4 * Double(text.count) }
        let size =
            (hasLower ? 26 : 0) + (hasUpper ? 26 : 0) + (hasDigit ? 10 : 0) + (hasSign ? 4 : 0)
        return bits[size] * Double(text.count)
    }

    /// For each size of an alphabet the bits of a byte.
    private static let bits = (0...66).map { log2(Double(max(2, $0))) }

    /// Bits of the text as words, numbers and signs.
    private static func costAsName(_ text: UnsafeRawBufferPointer) -> Double {
        /// The beginning and the end of a word in the table.
        let edge = 26
        /// Which of word, number and sign comes next: log2 of three, rounded up.
        let choice = 1.6
        var sixteenths = 0
        var bits = 0.0
        var previous = edge
        var wasUpper = false
        var wasDigit = false
        // The letter before was the first of its word.
        var startsWord = false
        func endWord() {
            if previous != edge { sixteenths += Int(LetterPairs.cost[previous * 27 + edge]) }
            previous = edge
        }
        for byte in text {
            if byte.isLetter {
                let letter = Int(byte | 0x20) - 0x61
                // A capital after a small letter begins a word, as in `accessToken`.
                if previous != edge && byte.isUpper && !wasUpper { endWord() }
                if previous == edge { bits += choice + 1 }
                // Any other change of case is not how names are written.
                if previous != edge && byte.isLower && wasUpper && !startsWord { bits += 2 }
                sixteenths += Int(LetterPairs.cost[previous * 27 + letter])
                startsWord = previous == edge
                previous = letter
                wasUpper = byte.isUpper
                wasDigit = false
            } else {
                endWord()
                if byte.isDigit {
                    bits += wasDigit ? 3.33 : 3.33 + choice + 1
                    wasDigit = true
                } else {
                    bits += choice + 2
                    wasDigit = false
                }
                wasUpper = false
            }
        }
        endWord()
        return bits + Double(sixteenths) / 16
    }
}
