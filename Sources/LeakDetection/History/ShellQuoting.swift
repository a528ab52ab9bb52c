/// Finds where quotes, substitutions and words end.
///
/// What is once found not to be closed is not looked for again: the time is linear in the text.
struct ShellQuoting {
    private let text: UnsafeRawBufferPointer
    private var isOpen: Set<UInt8> = []
    /// Substitutions inside of each other; deeper ones count as not closed.
    private static let deepest = 16

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    /// Where the word at an offset ends.
    mutating func endOfWord(at start: Int) -> Int {
        var at = start
        while at < text.count, !text[at].isBlank, !text[at].isShellOperator {
            at = end(at: at) ?? at + 1
        }
        return at
    }

    /// Where what begins at an offset ends: quotes, a substitution or an escape; nil for a
    /// character that stands for itself.
    mutating func end(at start: Int) -> Int? {
        var opening = text[start]
        if opening == UInt8(ascii: "\\") { return min(start + 2, text.count) }
        if opening == UInt8(ascii: "$") {
            guard start + 1 < text.count, Self.afterDollar.contains(text[start + 1]) else {
                return nil
            }
            // `$'…'` ends in another way than `'…'`.
            opening = text[start + 1] == UInt8(ascii: "'") ? opening : text[start + 1]
        } else if !Self.quotes.contains(opening) {
            return nil
        }
        guard !isOpen.contains(opening) else { return nil }
        if let end = closing(at: start, depth: 0) { return end }
        isOpen.insert(opening)
        return nil
    }

    private static let quotes = Array("'\"`".utf8)
    private static let afterDollar = Array("'\"({".utf8)

    /// Where quotes or a substitution end; nil if they are not closed.
    private func closing(at start: Int, depth: Int) -> Int? {
        guard depth < Self.deepest else { return nil }
        switch text[start] {
        case UInt8(ascii: "'"):
            return text.firstOffset(of: UInt8(ascii: "'"), from: start + 1).map { $0 + 1 }
        case UInt8(ascii: "\""):
            return scan(from: start + 1, to: UInt8(ascii: "\""), isQuoted: true, depth: depth)
        case UInt8(ascii: "`"):
            return scan(from: start + 1, to: UInt8(ascii: "`"), isQuoted: true, depth: depth)
        default:
            break
        }
        switch text[start + 1] {
        case UInt8(ascii: "'"):
            return scan(from: start + 2, to: UInt8(ascii: "'"), isQuoted: nil, depth: depth)
        case UInt8(ascii: "\""):
            return scan(from: start + 2, to: UInt8(ascii: "\""), isQuoted: true, depth: depth)
        case UInt8(ascii: "{"):
            return scan(from: start + 2, to: UInt8(ascii: "}"), isQuoted: false, depth: depth)
        default:
            return scan(from: start + 2, to: UInt8(ascii: ")"), isQuoted: false, depth: depth)
        }
    }

    /// Just after the first `end` that is neither escaped nor inside of other quotes.
    ///
    /// - Parameter isQuoted: Whether only substitutions begin in between; nil if nothing does.
    private func scan(from start: Int, to end: UInt8, isQuoted: Bool?, depth: Int) -> Int? {
        var at = start
        while at < text.count {
            let byte = text[at]
            if byte == end { return at + 1 }
            if byte == UInt8(ascii: "\\") {
                at += 2
                continue
            }
            let follower = at + 1 < text.count ? text[at + 1] : 0
            let isSubstitution =
                byte == UInt8(ascii: "$")
                && (follower == UInt8(ascii: "(") || follower == UInt8(ascii: "{"))
            let isQuote = isQuoted == false && Self.quotes.contains(byte)
            if isQuote || isSubstitution && isQuoted != nil {
                guard let inner = closing(at: at, depth: depth + 1) else { return nil }
                at = inner
            } else if isQuoted == false, byte == UInt8(ascii: "("), end == UInt8(ascii: ")") {
                guard let inner = scan(from: at + 1, to: end, isQuoted: false, depth: depth + 1),
                    depth + 1 < Self.deepest
                else { return nil }
                at = inner
            } else {
                at += 1
            }
        }
        return nil
    }
}
