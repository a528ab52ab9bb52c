import LeakRules
import Prefilter

/// Turns candidates away before their line is looked at, as cheaply as can be.
///
/// The prefilter compares in any case; most tokens have one. And words such as `token` matter only
/// where something is assigned to them. A door may let through too much, never too little.
struct Door: Sendable {
    /// Bytes of the literal.
    private let length: Int

    /// The spellings that rules anchored at the literal need, where they need one.
    private let spellings: [[UInt8]]

    /// Whether some rule is content with an assignment.
    private let takesAssignments: Bool

    /// Whether some rule takes any candidate.
    private let isOpen: Bool

    init(_ literal: String, rules: [Rule], needsSpelling: [Bool]) {
        length = literal.utf8.count
        let exact = zip(rules, needsSpelling).filter(\.1).map(\.0)
        spellings = Set(
            exact.flatMap(\.prefilter).filter {
                $0.utf8.count == literal.utf8.count
                    && $0.utf8.map(\.lowercased).elementsEqual(literal.utf8)
            }
        ).sorted().map { Array($0.utf8) }
        takesAssignments = rules.contains { $0.gate != nil }
        isOpen = rules.isEmpty || zip(rules, needsSpelling).contains { $0.gate == nil && !$1 }
    }

    /// Whether a rule matches at its literal only, and only as it is spelt.
    static func needsSpelling(_ rule: Rule) -> Bool {
        rule.gate == nil && rule.anchor == .literal && !ignoresCase(rule.pattern)
    }

    /// Whether a pattern sets PCRE2's option `i`, anywhere: `(?i)`, `(?xi)`, `(?i:…)`.
    private static func ignoresCase(_ pattern: String) -> Bool {
        var pattern = pattern
        return pattern.withUTF8 { bytes in
            for at in bytes.indices.dropLast(2)
            where bytes[at] == UInt8(ascii: "(") && bytes[at + 1] == UInt8(ascii: "?") {
                let options = bytes[(at + 2)...].prefix { $0.isLetter || $0 == UInt8(ascii: "^") }
                if options.contains(UInt8(ascii: "i")) { return true }
            }
            return false
        }
    }

    /// Whether the candidate at `offset` may be of use.
    @inline(__always)
    func admits(_ text: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        if isOpen { return true }
        for spelling in spellings where text[offset..<(offset + length)].elementsEqual(spelling) {
            return true
        }
        return takesAssignments
            && Gatekeeper.assigns(text, literal: offset, offset + length)
    }
}
