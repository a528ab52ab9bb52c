import LeakRules

/// Looks at what follows a literal before any regex runs.
///
/// Words such as `token` stand in every other line of some logs; an assignment follows few of them. A gate may say
/// "maybe" too often, never a false "no": it allows more than the patterns behind it do.
enum Gatekeeper {
    /// The most bytes of a name after the literal.
    private static let longestName = 64

    /// Whether something is assigned to the name that the literal is part of.
    ///
    /// - Parameters:
    ///   - end: Where the literal ends in `text`.
    ///   - start: Where it begins.
    static func assigns(_ text: UnsafeRawBufferPointer, literal start: Int, _ end: Int) -> Bool {
        var at = end
        let limit = min(text.count, end + longestName)
        while at < limit, belongsToName(text[at]), !WideSign.isAssignment(text, at: at) { at += 1 }
        if WideSign.isAssignment(text, at: at) { return true }
        // What closes a quoted, bracketed or coloured name: `\"`, `']`, `&quot;`, `%22`, ESC[0m.
        let closers = min(text.count, at + 24)
        while at < closers {
            switch text[at] {
            case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: ">"), UInt8(ascii: "%"):
                return true
            case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
                UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "&"), UInt8(ascii: ";"):
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

    /// ` = `, ` : `, ` is `, ` -> `, ` 'quoted'`, or anything when the name is an option (`--password value`).
    private static func assignsAfterBlank(
        _ text: UnsafeRawBufferPointer, from start: Int, name: Int
    ) -> Bool {
        var at = start
        while at < text.count, at - start < 24, text[at].isBlank { at += 1 }
        guard at < text.count else { return false }
        switch text[at] {
        case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "'"),
            UInt8(ascii: "\""), UInt8(ascii: ">"), 0x1B:
            return true
        case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "w"), UInt8(ascii: "t"),
            UInt8(ascii: "f"), UInt8(ascii: "o"):
            // is, was, to, for, of
            return true
        default:
            if WideSign.isAssignment(text, at: at) || hasValueAttribute(text, from: at) {
                return true
            }
            return isOption(text, name: name)
        }
    }

    /// `name="password" value="…"`.
    private static func hasValueAttribute(_ text: UnsafeRawBufferPointer, from start: Int) -> Bool {
        text.slice(start..<min(text.count, start + 5)).lowercasedEquals("value")
    }

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
