internal import Inflate

/// Compressed text inside another encoding.
enum Gzip {
    /// The most that one blob may inflate to; of a longer one this much is looked at.
    static let limit = 1 << 20

    /// Whether a file of RFC 1952 may begin so: magic number, deflate, no reserved flags.
    static func begins(_ bytes: [UInt8]) -> Bool {
        bytes.count > 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
            && bytes[3] < 0x20
    }

    /// What a file inflates to, at most one byte more than the budget allows; nil where it is none.
    static func inflate(_ file: [UInt8], budget: DecodeBudget) -> Inflate.Output? {
        file.withUnsafeBytes { Inflate.gzip($0, limit: min(limit, budget.bytes + 1)) }
    }
}
