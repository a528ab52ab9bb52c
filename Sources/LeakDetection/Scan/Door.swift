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

    init(_ literal: String, rules: [Rule]) {
        length = literal.utf8.count
        let exact = rules.filter(Self.needsSpelling)
        spellings = Set(
            exact.flatMap(\.prefilter).filter {
                $0.utf8.map(\.lowercased).elementsEqual(literal.utf8)
            }
        ).sorted().map { Array($0.utf8) }
        takesAssignments = rules.contains { $0.gate != nil }
        isOpen = rules.contains { $0.gate == nil && !Self.needsSpelling($0) }
    }

    /// Whether a rule matches at its literal only, and only as it is spelt.
    private static func needsSpelling(_ rule: Rule) -> Bool {
        rule.gate == nil && rule.anchor == .literal && !rule.pattern.contains("(?i")
            && !rule.pattern.contains("(?xi") && !rule.pattern.contains("(?s")
            && !rule.pattern.contains("(?m")
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
