/// A set of words that is searched without making strings: lower-case UTF-8, grouped by length.
struct WordList: Sendable {
    private let byLength: [[[UInt8]]]

    init(_ words: [String]) {
        var byLength: [[[UInt8]]] = []
        for word in words.map({ Array($0.utf8) }) {
            while byLength.count <= word.count { byLength.append([]) }
            byLength[word.count].append(word)
        }
        self.byLength = byLength
    }

    /// Whether a word, in lower case, is in the list.
    func contains(_ word: some Collection<UInt8>) -> Bool {
        let length = word.count
        guard length < byLength.count else { return false }
        return byLength[length].contains { $0.elementsEqual(word) }
    }

    /// Whether a word of the list ends the text.
    func endsAny(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        byLength.indices.contains { length in
            length > 0 && length <= text.count && contains(text.suffix(length))
        }
    }

    /// Whether a word of the list stands anywhere in the text.
    func isInside(_ text: UnsafeRawBufferPointer) -> Bool {
        byLength.contains { words in
            words.contains { word in word.withUnsafeBytes { text.firstOffset(of: $0) != nil } }
        }
    }
}
