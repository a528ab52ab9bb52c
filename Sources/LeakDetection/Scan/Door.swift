import LeakRules
import Prefilter

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Turns candidates away before their line is looked at, as cheaply as can be.
///
/// The prefilter compares in any case; most tokens have one. And words such as `token` matter only
/// where something is assigned to them. A door may let through too much, never too little.
struct Door: Sendable {
    /// Bytes of the literal.
    private let length: Int

    /// The spellings that rules anchored at the literal need, where they need one; each has the
    /// literal's length.
    private let spellings: [UInt8]

    /// Whether some rule is content with an assignment.
    private let takesAssignments: Bool

    /// Whether some rule takes any candidate.
    private let isOpen: Bool

    /// - Parameters:
    ///   - length: Bytes of the literal.
    ///   - uses: The rules that name it, and how they spell it.
    init(length: Int, uses: some Collection<(rule: Rule, spelling: ArraySlice<UInt8>)>) {
        var spellings: [UInt8] = []
        var takesAssignments = false
        var isOpen = uses.isEmpty
        for (rule, spelling) in uses {
            if rule.gate != nil {
                takesAssignments = true
            } else if rule.anchor != .literal || rule.ignoresCase {
                isOpen = true
            } else {
                spellings += spelling
            }
        }
        self.length = length
        self.spellings = spellings
        self.takesAssignments = takesAssignments
        self.isOpen = isOpen
    }

    /// Whether the candidate at `offset` may be of use.
    @inline(__always)
    func admits(_ text: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        if isOpen { return true }
        return isSpelt(text.slice(offset..<(offset + length)))
            || takesAssignments && Gatekeeper.assigns(text, literal: offset, offset + length)
    }

    /// Whether a text is one of the spellings.
    @inline(__always)
    private func isSpelt(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let text = text.baseAddress else { return false }
        return spellings.withUnsafeBytes { spellings in
            guard let base = spellings.baseAddress else { return false }
            return stride(from: 0, to: spellings.count, by: length).contains {
                memcmp(text, base + $0, length) == 0
            }
        }
    }
}
