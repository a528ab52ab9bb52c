/// Command lines in a normal form: words that are quoted in an unusual way are written as one plain
/// word, or with one pair of quotes, so that rules see what the shell sees.
enum ShellLayer {
    /// The normal form of a text, or nil if it is the text itself.
    static func peel(_ text: UnsafeRawBufferPointer) -> DecodedText? {
        guard text.contains(where: { $0 == 0x22 || $0 == 0x27 || $0 == 0x5C }) else { return nil }
        var form = NormalForm(text)
        for token in ShellTokens(text) {
            form.copyGap(to: token.range.lowerBound)
            if token.kind == .operator {
                form.copy(token.range)
            } else {
                form.write(ShellWord(token.range, of: text), of: token.range)
            }
        }
        form.copyGap(to: text.count)
        return form.isChanged ? form.result : nil
    }
}

/// Writes a normal form.
private struct NormalForm {
    let text: UnsafeRawBufferPointer
    var result = DecodedText()
    var isChanged = false
    private var at = 0

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    mutating func copy(_ range: Range<Int>) {
        guard range.upperBound > at else { return }
        result.copy(max(at, range.lowerBound)..<range.upperBound, of: text)
        at = range.upperBound
    }

    /// Copies what is between two words, without escaped line endings; a comment has none.
    mutating func copyGap(to end: Int) {
        let comment = text[at..<max(at, end)].firstIndex(of: UInt8(ascii: "#")) ?? end
        while let mark = (at..<max(at, comment)).first(where: { text.isEscapedLineFeed(at: $0) }) {
            copy(at..<mark)
            at = result.join(.seamless, over: mark..<(mark + 2), limit: comment, of: text)
            isChanged = true
        }
        copy(at..<max(at, end))
    }

    /// Writes a word, in quotes if it needs some.
    mutating func write(_ word: ShellWord, of range: Range<Int>) {
        guard !word.isUsual(in: text), let units = word.units(in: text) else {
            copy(range)
            return
        }
        isChanged = true
        at = range.upperBound
        let quotes = WordQuotes(around: units.compactMap(\.byte))
        var count = 0
        for unit in units {
            guard let byte = unit.byte else {
                result.keep(unit.source)
                continue
            }
            if let quotes, quotes.start == count {
                result.put(
                    CollectionOfOne(quotes.quote),
                    for: unit.source.lowerBound..<unit.source.lowerBound)
            }
            let isInside = quotes.map { count >= $0.start } ?? false
            let written = isInside ? quotes?.inside(byte) ?? byte : byte
            if unit.source.count == 1, text[unit.source.lowerBound] == written {
                result.copy(unit.source, of: text)
            } else {
                result.put(CollectionOfOne(written), for: unit.source)
            }
            count += 1
        }
        guard let quotes else { return }
        let end = range.upperBound..<range.upperBound
        if quotes.start == count { result.put(CollectionOfOne(quotes.quote), for: end) }
        result.put(CollectionOfOne(quotes.quote), for: end)
    }
}
