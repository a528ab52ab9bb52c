/// A word of a command line, taken apart into what its characters stand for.
struct ShellWord {
    /// A part of a word.
    enum Piece: Equatable {
        /// Characters that stand for themselves.
        case plain(Range<Int>)
        /// What an escape stands for.
        case escape([UInt8], Range<Int>)
        /// An escaped line ending, which stands for nothing.
        case lineEnding(Range<Int>)
        /// Quotes around pieces.
        case quoted([Piece], Range<Int>)
        /// A substitution, as it is written.
        case substitution(Range<Int>)
    }

    let pieces: [Piece]

    /// A byte that a word stands for, and what stands for it; no byte for a line ending that the
    /// shell takes out.
    struct Unit: Equatable {
        let byte: UInt8?
        let source: Range<Int>
    }

    /// - Parameter range: A word as ``ShellTokens`` gives it.
    init(_ range: Range<Int>, of text: UnsafeRawBufferPointer) {
        let word = UnsafeRawBufferPointer(rebasing: text[..<range.upperBound])
        var quoting = ShellQuoting(word)
        var pieces: [Piece] = []
        var at = range.lowerBound
        var plain = at
        while at < word.count {
            guard let end = quoting.end(at: at), at + 1 < word.count else {
                at += 1
                continue
            }
            if plain < at { pieces.append(.plain(plain..<at)) }
            pieces.append(Self.piece(at..<end, of: word))
            (at, plain) = (end, end)
        }
        if plain < at { pieces.append(.plain(plain..<at)) }
        self.pieces = pieces
    }

    private static func piece(_ range: Range<Int>, of word: UnsafeRawBufferPointer) -> Piece {
        let start = range.lowerBound
        switch word[start] {
        case UInt8(ascii: "\\"):
            if word[start + 1] == UInt8(ascii: "\n") { return .lineEnding(range) }
            return .escape([word[start + 1]], range)
        case UInt8(ascii: "'"):
            let inside = (start + 1)..<(range.upperBound - 1)
            return .quoted(inside.isEmpty ? [] : [.plain(inside)], range)
        case UInt8(ascii: "\""):
            return .quoted(doubleQuoted((start + 1)..<(range.upperBound - 1), of: word), range)
        case UInt8(ascii: "`"):
            return .substitution(range)
        default:
            break
        }
        let inside = (start + 2)..<max(start + 2, range.upperBound - 1)
        switch word[start + 1] {
        case UInt8(ascii: "'"): return .quoted(ANSIQuote.pieces(inside, of: word), range)
        case UInt8(ascii: "\""): return .quoted(doubleQuoted(inside, of: word), range)
        default: return .substitution(range)
        }
    }

    /// What is between double quotes: four characters and the line feed are escaped there.
    private static func doubleQuoted(
        _ range: Range<Int>, of word: UnsafeRawBufferPointer
    ) -> [Piece] {
        var pieces: [Piece] = []
        var plain = range.lowerBound
        var at = plain
        var quoting = ShellQuoting(UnsafeRawBufferPointer(rebasing: word[..<range.upperBound]))
        while at < range.upperBound {
            let isEscape =
                word[at] == UInt8(ascii: "\\") && at + 1 < range.upperBound
                && "$`\"\\\n".utf8.contains(word[at + 1])
            let isSubstitution =
                word[at] == UInt8(ascii: "`")
                || word[at] == UInt8(ascii: "$") && at + 1 < range.upperBound
                    && "({".utf8.contains(word[at + 1])
            guard isEscape || isSubstitution, let end = quoting.end(at: at) else {
                at += 1
                continue
            }
            if plain < at { pieces.append(.plain(plain..<at)) }
            pieces.append(isEscape ? piece(at..<end, of: word) : .substitution(at..<end))
            (at, plain) = (end, end)
        }
        if plain < at { pieces.append(.plain(plain..<at)) }
        return pieces
    }
}
