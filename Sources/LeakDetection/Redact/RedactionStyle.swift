import KeyedHash

/// How a secret is replaced.
public enum RedactionStyle: String, Sendable, CaseIterable {
    /// `[REDACTED:github.personal-access-token]`.
    case label
    /// `[REDACTED:github.personal-access-token:7f3a9c01]`: the same for the same secret under the
    /// same key.
    case hash
    /// Asterisks, as many as the secret has bytes, at most 64.
    case mask
    /// The first four bytes of a long secret, then `****`.
    case partial
}

/// Writes what stands in a secret's place.
struct Placeholders {
    let style: RedactionStyle
    let hash: KeyedHash

    /// Marks what could not be scanned.
    static let unscanned = Array("[REDACTED:unscanned]".utf8)

    /// Secrets shorter than this show nothing in the `partial` style.
    private static let partialFrom = 16

    /// Appends the placeholder of a secret.
    func append(_ secret: UnsafeRawBufferPointer, rule id: String, to output: inout [UInt8]) {
        switch style {
        case .label:
            output += "[REDACTED:".utf8
            output += id.utf8
            output.append(UInt8(ascii: "]"))
        case .hash:
            output += "[REDACTED:".utf8
            output += id.utf8
            output.append(UInt8(ascii: ":"))
            output += Hexadecimal.text(hash.digest(secret).prefix(4)).utf8
            output.append(UInt8(ascii: "]"))
        case .mask:
            output += repeatElement(UInt8(ascii: "*"), count: min(64, max(4, secret.count)))
        case .partial:
            if secret.count >= Self.partialFrom, secret.prefix(4).allSatisfy(\.isPlain) {
                output += secret.prefix(4)
            }
            output += "****".utf8
        }
    }
}

extension Placeholders {
    /// Appends what stands for the further parts of a secret that other bytes part: in the
    /// `partial` style nothing of them is shown.
    func appendFurther(_ secret: UnsafeRawBufferPointer, rule id: String, to output: inout [UInt8])
    {
        if style == .partial || style == .mask {
            output += "****".utf8
        } else {
            append(secret, rule: id, to: &output)
        }
    }
}

extension UInt8 {
    /// Letters, digits, `-` and `_`: safe in every notation.
    var isPlain: Bool { isAlphanumeric || self == 0x2D || self == 0x5F }
}
