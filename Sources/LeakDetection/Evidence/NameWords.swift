/// The words of a name in lower case: parted by `_ - . $` and by capitals.
///
/// A view of memory that ``Swift/UnsafeRawBufferPointer/withNameWords(_:)`` lends.
struct NameWords: RandomAccessCollection {
    /// The words without what parts them.
    let joined: UnsafeRawBufferPointer
    /// Where each word ends.
    private let ends: UnsafePointer<Int32>

    let endIndex: Int
    var startIndex: Int { 0 }

    subscript(index: Int) -> UnsafeRawBufferPointer {
        joined.slice((index > 0 ? Int(ends[index - 1]) : 0)..<Int(ends[index]))
    }

    /// Parts a name.
    ///
    /// - Parameters:
    ///   - letters: Receives the words: three times the bytes of the name.
    ///   - ends: Receives their ends: one for each byte of the name.
    fileprivate init(
        _ name: UnsafeRawBufferPointer, letters: UnsafeMutableRawBufferPointer,
        ends: UnsafeMutablePointer<Int32>
    ) {
        var count = 0
        var start = 0
        var end = 0
        var isForeign = false
        var previous: UInt8 = 0
        func finish() {
            guard end > start else { return }
            // Cyrillic and Greek have capitals, too.
            if isForeign {
                let word = String(decoding: letters[start..<end], as: UTF8.self).lowercased()
                end = start
                for byte in word.utf8 {
                    letters[end] = byte
                    end += 1
                }
                isForeign = false
            }
            ends[count] = Int32(end)
            count += 1
            start = end
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
            letters[end] = byte.lowercased
            end += 1
            previous = byte
        }
        finish()
        joined = UnsafeRawBufferPointer(letters).slice(0..<end)
        self.ends = UnsafePointer(ends)
        endIndex = count
    }
}

extension UnsafeRawBufferPointer {
    /// Gives out the words of a name, for the time of the call.
    func withNameWords<Result>(_ body: (NameWords) -> Result) -> Result {
        // No letter is more than half as long again in lower case; a byte that is no UTF-8 becomes
        // three.
        withUnsafeTemporaryAllocation(byteCount: 3 * count, alignment: 1) { letters in
            withUnsafeTemporaryAllocation(byteCount: 4 * Swift.max(1, count), alignment: 4) {
                ends in
                let ends = ends.bindMemory(to: Int32.self)
                guard let first = ends.baseAddress else {
                    preconditionFailure("an allocation has an address")
                }
                return body(NameWords(self, letters: letters, ends: first))
            }
        }
    }
}
