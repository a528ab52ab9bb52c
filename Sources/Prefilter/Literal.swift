/// Bytes to search for.
public struct Literal: Hashable, Sendable {
    /// The shortest literal there can be.
    public static let shortest = 3

    public let bytes: [UInt8]

    /// Whether ASCII letters stand for both of their cases.
    public let ignoresCase: Bool

    /// - Parameter bytes: At least ``shortest`` of them.
    public init(_ bytes: [UInt8], ignoresCase: Bool) {
        precondition(
            bytes.count >= Self.shortest,
            "a prefilter literal needs at least \(Self.shortest) bytes")
        self.bytes = bytes
        self.ignoresCase = ignoresCase
    }

    /// The bit in which the other spelling of a byte differs; 0 if there is none.
    func fold(of byte: UInt8) -> UInt8 {
        ignoresCase && (byte | 0x20) &- 0x61 < 26 ? 0x20 : 0
    }
}
