/// The words of a name in lower case: parted by `_ - . $` and by capitals.
struct NameWords {
    /// The words, one after the other.
    private var letters: [UInt8] = []
    /// Where each word ends in `letters`.
    private var ends: [Int] = []

    init(_ name: UnsafeRawBufferPointer) {
        letters.reserveCapacity(name.count)
        ends.reserveCapacity(8)
        var start = 0
        var isForeign = false
        var previous: UInt8 = 0
        func finish() {
            guard letters.count > start else { return }
            // Cyrillic and Greek have capitals, too.
            if isForeign {
                let word = String(decoding: letters[start...], as: UTF8.self).lowercased()
                letters.replaceSubrange(start..., with: word.utf8)
            }
            ends.append(letters.count)
            start = letters.count
            isForeign = false
        }
        for (index, byte) in name.enumerated() {
            guard byte.isIdentifier, byte != UInt8(ascii: "_") else {
                finish()
                previous = byte
                continue
            }
            let next = index + 1 < name.count ? name[index + 1] : 0
            if byte.isUpper
                && (previous.isLower || previous.isDigit || (previous.isUpper && next.isLower))
            {
                finish()
            }
            if byte >= 0x80 { isForeign = true }
            letters.append(byte.lowercased)
            previous = byte
        }
        finish()
    }

    /// Gives the words out for the time of the call.
    func withWords<Result>(_ body: (List) -> Result) -> Result {
        letters.withUnsafeBytes { letters in
            ends.withUnsafeBufferPointer { body(List(joined: letters, ends: $0)) }
        }
    }

    /// The words; valid during ``NameWords/withWords(_:)`` only.
    struct List: RandomAccessCollection {
        /// The words without what parts them.
        let joined: UnsafeRawBufferPointer
        fileprivate let ends: UnsafeBufferPointer<Int>

        var startIndex: Int { 0 }
        var endIndex: Int { ends.count }

        subscript(index: Int) -> UnsafeRawBufferPointer {
            joined.slice((index > 0 ? ends[index - 1] : 0)..<ends[index])
        }
    }
}
