internal import CBytes
import LeakRules

/// Looks at what follows a literal before any regex runs.
///
/// Words such as `token` stand in every other line of some logs; an assignment follows few of them.
/// A gate may say "maybe" too often, never a false "no": it allows more than the patterns behind it
/// do.
enum Gatekeeper {
    /// The most bytes of a name after the literal.
    private static let longestName = 64

    /// How far behind the literal a tag ends or begins.
    private static let longestTag = 256

    /// Whether what follows a literal is what a gate asks for.
    ///
    /// - Parameters:
    ///   - start: Where the literal begins in `text`.
    ///   - end: Where it ends.
    ///   - isOneText: Whether a pattern sees all of `text`, be it of several lines, and not each
    ///     line by itself.
    static func isOpen(
        _ gate: Gate, _ text: UnsafeRawBufferPointer, literal start: Int, _ end: Int,
        isOneText: Bool = true
    ) -> Bool {
        switch gate {
        case .assignment: assigns(text, literal: start, end)
        case .element:
            isTagged(
                text, from: endOfName(text, literal: start, end), goesOnInLines: isOneText)
        case .quote: isQuoted(text, from: endOfName(text, literal: start, end))
        }
    }

    /// Where what may follow a name begins: a literal may hold some of it, as in `pw"` and `pw>`.
    private static func endOfName(
        _ text: UnsafeRawBufferPointer, literal start: Int, _ end: Int
    ) -> Int {
        var at = end
        while at > start, !belongsToName(text[at - 1]) { at -= 1 }
        return at
    }

    private static func isTagged(
        _ text: UnsafeRawBufferPointer, from end: Int, goesOnInLines: Bool
    ) -> Bool {
        guard let base = text.baseAddress else { return false }
        let limit = min(text.count, end + longestTag)
        var at = end
        while true {
            at = blot_find_tag(base, at, limit)
            guard at < limit else { return false }
            if text[at] != UInt8(ascii: "\n") { return true }
            guard goesOnInLines else { return false }
            at += 1
        }
    }

    private static func isQuoted(_ text: UnsafeRawBufferPointer, from end: Int) -> Bool {
        let limit = min(text.count, end + longestName)
        var at = end
        while at < limit, belongsToQuotedName(text[at]) { at += 1 }
        return isQuote(text, at: at)
    }

    /// Whether a quote stands at a place, or a backslash that may escape one.
    private static func isQuote(_ text: UnsafeRawBufferPointer, at place: Int) -> Bool {
        guard place < text.count else { return false }
        return text[place] == UInt8(ascii: "\"") || text[place] == UInt8(ascii: "'")
            || text[place] == UInt8(ascii: "\\")
    }

    private static func belongsToQuotedName(_ byte: UInt8) -> Bool {
        belongsToName(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "$")
    }

    /// Whether something is assigned to the name that the literal is part of.
    ///
    /// - Parameters:
    ///   - end: Where the literal ends in `text`.
    ///   - start: Where it begins.
    static func assigns(_ text: UnsafeRawBufferPointer, literal start: Int, _ end: Int) -> Bool {
        // A literal may hold the sign that assigns, as in `pw=`.
        var at = endOfName(text, literal: start, end)
        let limit = min(text.count, end + longestName)
        while at < limit, belongsToName(text[at]), !WideSign.isAssignment(text, at: at) { at += 1 }
        if WideSign.isAssignment(text, at: at) { return true }
        // What closes a quoted, bracketed or coloured name: `\"`, `']`, `&quot;`, `%22`, ESC[0m.
        let closers = min(text.count, at + 24)
        while at < closers {
            switch text[at] {
            case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: ">"), UInt8(ascii: "%"),
                UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: "|"):
                return true
            case UInt8(ascii: "\\") where startsEscape(text, at: at): return true
            case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
                UInt8(ascii: "]"), UInt8(ascii: "&"):
                at += 1
            case 0x1B, UInt8(ascii: ","): return true
            case UInt8(ascii: "q"), UInt8(ascii: "u"), UInt8(ascii: "o"), UInt8(ascii: "t"):
                // Inside &quot;
                at += 1
            case 0x20, 0x09:
                return assignsAfterBlank(text, from: at, name: start)
            case UInt8(ascii: "-"):
                return at + 1 < text.count && text[at + 1] == UInt8(ascii: ">")
            default: return false
            }
        }
        return false
    }

    /// ` = `, ` : `, ` is `, ` -> `, ` 'quoted'`, or anything when the name is an option
    /// (`--password value`).
    private static func assignsAfterBlank(
        _ text: UnsafeRawBufferPointer, from start: Int, name: Int
    ) -> Bool {
        var at = start
        while at < text.count, at - start < 24, text[at].isBlank { at += 1 }
        guard at < text.count else { return false }
        switch text[at] {
        case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "'"),
            UInt8(ascii: "\""), UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "."),
            UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "("), 0x1B, 0x80...0xFF:
            return true
        default:
            let word = text.slice(at..<endOfWord(text, from: at))
            let end = at + word.count
            let isOwner =
                end < text.count && text[end].isBlank && owners.containsLowercased(word)
            if isOwner ? isSaidOfOwner(text, from: end) : ties.containsLowercased(word) {
                return true
            }
            return isOption(text, name: name) || hasDigit(text, wordAt: at)
        }
    }

    /// `\u001b`, `\x1b`, `\e`, `\033`, `\t`: a colour or a tab, written out.
    private static func startsEscape(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start + 1 < text.count else { return false }
        switch text[start + 1] {
        case UInt8(ascii: "u"), UInt8(ascii: "x"), UInt8(ascii: "e"), UInt8(ascii: "0"),
            UInt8(ascii: "t"):
            return true
        default: return false
        }
    }

    /// A word with a digit may be a value; prose has few of them.
    private static func hasDigit(_ text: UnsafeRawBufferPointer, wordAt start: Int) -> Bool {
        var at = start
        while at < text.count, at - start < 32, !text[at].isSpace {
            if text[at].isDigit { return true }
            at += 1
        }
        return false
    }

    /// ` for bob is `, ` for user bob: `, ` of bob from "…" to `: what says something of an owner.
    /// A failed login `for bob from 10.0.0.9` does not.
    private static func isSaidOfOwner(_ text: UnsafeRawBufferPointer, from start: Int) -> Bool {
        var at = start
        for index in 0..<ownerWords {
            while at < text.count, text[at].isBlank { at += 1 }
            guard at < text.count, !text[at].isSpace else { return false }
            // The name itself may be any word, and hold or be followed by a colon.
            if index > 0 {
                let word = text.slice(at..<endOfWord(text, from: at))
                let isFrom = word.lowercasedEquals("from")
                if isFrom ? isQuoted(text, behind: at + word.count) : ties.containsLowercased(word)
                {
                    return true
                }
            }
            while at < text.count, !text[at].isSpace {
                if text[at] == UInt8(ascii: ":") { return true }
                at += 1
            }
        }
        return false
    }

    /// Whether a quote follows blanks, which backslashes may escape.
    private static func isQuoted(_ text: UnsafeRawBufferPointer, behind start: Int) -> Bool {
        var at = start
        while at < text.count, text[at].isBlank { at += 1 }
        return isQuote(text, at: at)
    }

    /// Words after `for` among which is one that ties, if any does: `user`, a name, and that.
    private static let ownerWords = 3

    /// Where the letters at a place end, the tenth at the latest.
    private static func endOfWord(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
        let limit = min(text.count, start + 10)
        var end = start
        while end < limit, text[end].isLetter || text[end] >= 0x80 { end += 1 }
        return end
    }

    private static let owners = WordList(["for", "of"])

    /// Words that tie a value to a name, or begin what does: `is`, `was set to`, `from "…" to`,
    /// `value="…"`, `a1="…"`.
    private static let ties = WordList([
        "is", "was", "are", "has", "been", "now", "set", "changed", "updated", "reset", "rotated",
        "for", "of", "to", "as", "from", "value", "val", "content", "v", "default", "string",
        "text",
        "ist", "lautet", "est", "es", "jest", "a", "è", "é", "är",
    ])

    private static func isOption(_ text: UnsafeRawBufferPointer, name: Int) -> Bool {
        var at = name
        while at > 0, name - at < longestName, belongsToName(text[at - 1]) { at -= 1 }
        return at < text.count && (text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "/"))
            || (at > 0 && text[at - 1] == UInt8(ascii: "/"))
    }

    private static func belongsToName(_ byte: UInt8) -> Bool {
        byte.isIdentifier || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
