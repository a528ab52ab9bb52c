/// What the value of an assignment looks like.
struct AssignedValue {
    /// Why the value is no secret, or nil.
    static func objection(to value: UnsafeRawBufferPointer, kind: SecretName.Kind) -> String? {
        if value.count < shortest(kind) { return "too short" }
        if looksLikePath(value) { return "a path" }
        if value.contains(UInt8(ascii: ":")), value.contains("://") { return "an address" }
        if looksLikeTimestamp(value) { return "a time" }
        if looksLikeObject(value) { return "an object" }
        if isReference(value) { return "a reference" }
        if value.allSatisfy(\.isUpper) && optionNames.containsLowercased(value) {
            return "the name of an argument"
        }
        guard kind != .password else { return nil }
        if isNumber(value) { return "a number" }
        let isRandom = Randomness.isLikely(value)
        if kind == .session {
            // Trace and span ids have 16 hexadecimal digits, sessions more.
            // `Cookie: name=value` has a rule of its own.
            if value.dropLast(2).contains(UInt8(ascii: "=")) { return "a pair" }
            let isID = isUUID(value) || (value.count < 20 && value.allSatisfy(\.isHexDigit))
            return isRandom && !isID ? nil : "an identifier"
        }
        // People make up secrets, too; they put a digit in.
        return isRandom || (hasLetterAndDigit(value) && !isDotted(value)) ? nil : "a word"
    }

    /// Bytes that a value has at least.
    private static func shortest(_ kind: SecretName.Kind) -> Int {
        switch kind {
        case .password: 4
        case .token: 6
        case .session: 16
        }
    }

    /// Digits and what stands between them, or `0x…` of up to 64 bits: a count, a version, an
    /// address.
    private static func isNumber(_ value: UnsafeRawBufferPointer) -> Bool {
        if value.count <= 18, value[0] == UInt8(ascii: "0"), value[1] | 0x20 == UInt8(ascii: "x") {
            return value.dropFirst(2).allSatisfy(\.isHexDigit)
        }
        return value.count < 32
            && value.allSatisfy {
                $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ",")
            }
    }

    /// `Token{a64f992`, `Token@1b2c3d`, `com.acme.Token[id=1]`: what printing an object gives.
    private static func looksLikeObject(_ value: UnsafeRawBufferPointer) -> Bool {
        let name = value.prefix {
            $0.isIdentifier || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$")
        }
        guard name.count >= 3, name.count < value.count, name[0].isLetter else { return false }
        // `input("Password: ")`, cut at its quote.
        if name.count + 1 == value.count, value[name.count] == UInt8(ascii: "(") { return true }
        // `self.session.get_token(user`, `ENV["TOKEN"`: code.
        let isPath = name.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") }
        if value[name.count] == UInt8(ascii: "("), isPath, !name.contains(where: \.isDigit) {
            return true
        }
        if value[name.count] == UInt8(ascii: "["), name.elementsEqual("ENV".utf8) { return true }
        guard !Randomness.isLikely(UnsafeRawBufferPointer(rebasing: name))
        else { return false }
        switch value[name.count] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): return true
        case UInt8(ascii: "@"):
            let rest = value.dropFirst(name.count + 1)
            return !rest.isEmpty && rest.count <= 16 && rest.allSatisfy(\.isHexDigit)
                && name.contains(UInt8(ascii: "."))
        default: return false
        }
    }

    /// `vault:secret/db#password`, `sha256:…`, `arn:aws:…`: where a secret is, or its digest.
    private static func isReference(_ value: UnsafeRawBufferPointer) -> Bool {
        let head = value.prefix { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
        guard head.count < value.count, value[head.count] == UInt8(ascii: ":") else { return false }
        return schemes.containsLowercased(UnsafeRawBufferPointer(rebasing: head))
    }

    private static let schemes = WordList([
        "vault", "op", "ssm", "arn", "env", "file", "keyring", "sops", "secret", "secrets",
        "sha256",
        "sha1", "sha512", "md5", "sha", "hash", "hmac", "crc32", "ref", "azurekeyvault", "gcpsm",
        "sm",
    ])

    /// `--password=PASSWORD` in a help text.
    private static let optionNames = WordList([
        "password", "passwd", "pass", "secret", "token", "string", "value", "key", "name", "file",
        "user", "text", "apikey", "passphrase", "arg", "word",
    ])

    private static func hasLetterAndDigit(_ value: UnsafeRawBufferPointer) -> Bool {
        value.contains(where: \.isDigit) && value.contains(where: \.isLetter)
    }

    /// `mapreduce.job.token1`, `job_1445_0020`: names of things, with more than one dot or with
    /// underscores between numbers.
    private static func isDotted(_ value: UnsafeRawBufferPointer) -> Bool {
        value.count {
            $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":")
        } > 1
            || value.count { $0 == UInt8(ascii: "_") } > 1
    }

    /// `8-4-4-4-12` hexadecimal digits (RFC 9562).
    static func isUUID(_ value: UnsafeRawBufferPointer) -> Bool {
        value.count == 36
            && value.enumerated().allSatisfy { index, byte in
                index == 8 || index == 13 || index == 18 || index == 23
                    ? byte == UInt8(ascii: "-") : byte.isHexDigit
            }
    }

    /// A word or several, as in prose or as a name: letters with `_ - .` between, no digit, at most
    /// one capital a word.
    static func isWord(_ value: UnsafeRawBufferPointer) -> Bool {
        var previous: UInt8 = 0
        var run = 0
        for byte in value {
            if byte.isLetter {
                if byte.isUpper && previous.isUpper && run > 12 { return false }
                run += 1
                if run > 20 { return false }
            } else if byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "/")
                || byte == UInt8(ascii: ",")
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
        guard rooted, !value.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "=") })
        else { return false }
        // What stands between the separators of a path has names; `/Kz9mQ2vL7pp` is a password.
        // Deep paths may have the id of a container in them.
        let parts = value.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
        let random = parts.count {
            $0.count >= 8 && Randomness.isLikely(UnsafeRawBufferPointer(rebasing: $0))
        }
        return random == 0 || parts.count >= 4 * random
    }

    /// `2026-11-24T…` and `11:22:33`.
    private static func looksLikeTimestamp(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.count >= 8, value[0].isDigit, value[1].isDigit else { return false }
        let isDate =
            value.count >= 10 && value[4] == UInt8(ascii: "-") && value[7] == UInt8(ascii: "-")
        let isTime = value[2] == UInt8(ascii: ":") && value[5] == UInt8(ascii: ":")
        return (isDate || isTime)
            && value.allSatisfy { $0.isDigit || ":-.,+TZ ".utf8.contains($0) }
    }
}
