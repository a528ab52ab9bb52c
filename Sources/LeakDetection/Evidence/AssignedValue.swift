/// What the value of an assignment looks like.
struct AssignedValue {
    /// Why the value is no secret, or nil.
    static func objection(to value: UnsafeRawBufferPointer, kind: SecretName.Kind) -> String? {
        if value.count < (kind == .password ? 4 : 8) { return "too short" }
        if looksLikePath(value) { return "a path" }
        if value.contains("://") { return "an address" }
        if looksLikeTimestamp(value) { return "a time" }
        if kind == .token {
            if value.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) && value.count < 16 { return "a number" }
            if isWord(value) { return "a word" }
        }
        return nil
    }

    /// A word or several, as in prose or as a name: letters with `_ - .` between, no digit, at most one capital a word.
    static func isWord(_ value: UnsafeRawBufferPointer) -> Bool {
        var previous: UInt8 = 0
        var run = 0
        for byte in value {
            if byte.isLetter {
                if byte.isUpper && previous.isUpper && run > 12 { return false }
                run += 1
                if run > 20 { return false }
            } else if byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ",")
                || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ":")
            {
                run = 0
            } else {
                return false
            }
            previous = byte
        }
        return changesOfCase(value) <= 1 + value.count / 5
    }

    /// How often a lower-case letter stands directly before a capital or after it.
    private static func changesOfCase(_ value: UnsafeRawBufferPointer) -> Int {
        zip(value, value.dropFirst()).count {
            ($0.isLower && $1.isUpper) || ($0.isUpper && $1.isLower)
        }
    }

    /// `/run/secrets/db`, `./key.pem`, `~/.netrc`, `C:\keys\a.key`.
    private static func looksLikePath(_ value: UnsafeRawBufferPointer) -> Bool {
        let first = value[0]
        let rooted =
            first == UInt8(ascii: "/") || first == UInt8(ascii: "~")
            || (first == UInt8(ascii: ".") && value.count > 1
                && (value[1] == UInt8(ascii: "/") || value[1] == UInt8(ascii: ".")))
            || (value.count > 2 && first.isLetter && value[1] == UInt8(ascii: ":")
                && value[2] == UInt8(ascii: "\\"))
        guard rooted else { return false }
        let separators = value.count { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
        // Base64 has a slash in 64 characters; a path has one in ten or so, between words.
        return separators * 24 >= value.count
            && !value.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "=") }
    }

    /// `2026-11-24T…` and `11:22:33`.
    private static func looksLikeTimestamp(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.count >= 8, value[0].isDigit, value[1].isDigit else { return false }
        let isDate =
            value.count >= 10 && value[4] == UInt8(ascii: "-") && value[7] == UInt8(ascii: "-")
            && value[2].isDigit && value[3].isDigit && value[5].isDigit
        let isTime = value[2] == UInt8(ascii: ":") && value[5] == UInt8(ascii: ":")
        return isDate || (isTime && value[3].isDigit && value[6].isDigit)
    }
}
