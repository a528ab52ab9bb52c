internal import Inflate

/// Compressed text inside another encoding.
enum Gzip {
    /// The most that one blob may inflate to; of a longer one this much is looked at.
    static let limit = 1 << 20

    /// What a file inflates to, at most one byte more than the budget allows; nil where it is none.
    static func inflate(_ file: [UInt8], budget: DecodeBudget) -> Inflate.Output? {
        file.withUnsafeBytes { Inflate.gzip($0, limit: min(limit, budget.bytes + 1)) }
    }
}
