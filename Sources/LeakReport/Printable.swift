/// Neutralises what a terminal would obey: control characters and invisible marks are shown as
/// `\x1b` and the like.
public func printable(_ text: String) -> String {
    escaped(text, where: isUnsafe) { scalar in
        let digits = String(scalar.value, radix: 16)
        return scalar.value < 0x100
            ? "\\x\(digits.count < 2 ? "0" : "")\(digits)" : "\\u{\(digits)}"
    }
}

/// Writes what is unsafe in another way.
func escaped(
    _ text: String, where isUnsafe: (Unicode.Scalar) -> Bool, as escape: (Unicode.Scalar) -> String
) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
        if isUnsafe(scalar) {
            result += escape(scalar)
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}

/// Control characters, line and paragraph separators, and marks that change the direction of text
/// or are not seen. All are below U+10000.
func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E,
        0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
        true
    default: false
    }
}
