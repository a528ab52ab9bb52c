/// Values that stand where a secret would, but are none.
enum Placeholder {
    /// What a value is instead of a secret, or nil.
    ///
    /// `changeme`, `admin` and the like are not here: people use them as passwords.
    /// - Parameters:
    ///   - value: The value, in lower case.
    ///   - isExact: Whether the value has the shape of an issuer's token: then a part of it may be
    ///     any word.
    static func kind(of value: [UInt8], isExact: Bool) -> String? {
        if isMasked(value) { return "masked" }
        if isExact { return value.suffix(7).elementsEqual("example".utf8) ? "an example" : nil }
        if isReference(value) { return "a variable or a template" }
        if words.contains(value) { return "a word for no value" }
        // A digit and a sign make a password of `MyExample123!`.
        let isMixed =
            value.contains(where: \.isDigit)
            && value.contains {
                !$0.isAlphanumeric && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_")
                    && $0 < 0x80
            }
        return !isMixed && value.withUnsafeBytes(stems.isInside) ? "a placeholder" : nil
    }

    /// `****`, `xxxxxxxx`, `…`, `[FILTERED]`, one letter repeated, or blotted out already.
    private static func isMasked(_ value: [UInt8]) -> Bool {
        guard let first = value.first else { return true }
        if value.count > 3 && !first.isDigit && value.allSatisfy({ $0 == first }) { return true }
        // `\u2022\u2022\u2022`
        if value.count >= 12, first == UInt8(ascii: "\\"),
            value.indices.dropFirst(6).allSatisfy({ value[$0] == value[$0 - 6] })
        {
            return true
        }
        let stars = value.count { $0 == UInt8(ascii: "*") }
        if stars >= 3 && 2 * stars >= value.count { return true }
        // What the `mask` style leaves before a quote that a word follows: `'****'and`.
        let leading = value.prefix { $0 == UInt8(ascii: "*") }
        if leading.count >= 4, let next = value.dropFirst(leading.count).first,
            next == UInt8(ascii: "'") || next == UInt8(ascii: "\"")
        {
            return true
        }
        return value.withUnsafeBytes { bytes in
            // What the `partial` style leaves: four bytes and asterisks.
            bytes.drop { $0 != UInt8(ascii: "*") }.allSatisfy { $0 == UInt8(ascii: "*") }
                && stars >= 4 && value.count - stars <= 4
                || 2 * bytes.count { $0 == UInt8(ascii: "x") } >= bytes.count
                    && bytes.containsRun(of: UInt8(ascii: "x"), length: 8)
                || bytes.contains("•••") || bytes.contains("…") || bytes.contains("●●●")
        }
    }

    /// `${NAME}`, `$(command)`, `{{ template }}`, `<value>`, `%s`, `@param`, `:bind`, `#{…}`,
    /// `process.env.X`, `f()`.
    private static func isReference(_ value: [UInt8]) -> Bool {
        guard let first = value.first, let last = value.last else { return false }
        let second = value.count > 1 ? value[1] : 0
        switch (first, last) {
        case (UInt8(ascii: "<"), UInt8(ascii: ">")), (UInt8(ascii: "["), UInt8(ascii: "]")),
            (UInt8(ascii: "{"), UInt8(ascii: "}")), (UInt8(ascii: "("), UInt8(ascii: ")")):
            // `<your token>`, but not `{MgS*kvfAsKR}`, as ODBC quotes its passwords.
            let isName = value.dropFirst().dropLast().allSatisfy { byte in
                byte.isIdentifier && !byte.isDigit || byte == UInt8(ascii: " ")
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "/")
            }
            if isName { return true }
        default: break
        }
        switch first {
        case UInt8(ascii: "$"):
            if second == UInt8(ascii: "{") || second == UInt8(ascii: "(") { return true }
            // $NAME and $1, but not $ecret! or $2y$…
            return value.dropFirst().allSatisfy { $0.isLetter || $0 == UInt8(ascii: "_") }
                || value.dropFirst().allSatisfy(\.isDigit)
        case UInt8(ascii: "%"):
            return value.count <= 4 || last == UInt8(ascii: "%")
                || (second == UInt8(ascii: "(") && value.contains(UInt8(ascii: ")")))
        case UInt8(ascii: "{"): return second == UInt8(ascii: "{") || second == UInt8(ascii: "%")
        case UInt8(ascii: "#"): return second == UInt8(ascii: "{")
        case UInt8(ascii: "<"):
            return second == UInt8(ascii: "%")
                || value.dropFirst().first?.isLetter == true
                    && value.contains(UInt8(ascii: ">")) && !value.contains(where: \.isDigit)
        default: break
        }
        return value.withUnsafeBytes { bytes in
            bytes.contains("process.env") || bytes.contains("os.environ")
                || bytes.contains("getenv")
                || (bytes.contains("${") && bytes.contains("}"))
                || (bytes.contains("{{") && (bytes.contains("}}") || second == UInt8(ascii: "{")))
                || bytes.contains("secrets.")
                || (last == UInt8(ascii: ")") && bytes.contains("(")
                    && bytes.prefix { $0 != UInt8(ascii: "(") }.allSatisfy {
                        $0.isIdentifier || $0 == UInt8(ascii: ".")
                    })
        }
    }

    /// Whole values that say that there is no value, or what type it has.
    private static let words = WordList([
        "null", "nil", "none", "undefined", "unset", "empty", "blank", "true", "false", "yes", "no",
        "n/a", "na", "nan", "(null)", "(none)", "string", "str", "text", "varchar", "char",
        "boolean", "bool", "int", "integer", "number", "object", "bytes", "enabled", "disabled",
        "required", "optional", "default", "unknown", "missing", "present", "set", "not",
        "provided",
        "redacted", "removed", "hidden", "filtered", "masked", "value", "sensitive", "protected",
        "encrypted", "private", "confidential",
        "omitted", "suppressed", "stripped", "obfuscated", "username", "apikey", "api_key",
        "api-key", "bearer", "basic", "digest", "negotiate", "ntlm", "self", "this",
        "todo", "fixme", "dummy", "and", "for", "from", "the", "with", "new", "old", "your", "auto",
        "public", "type", "name",
    ])

    /// Parts that only an invented value has.
    private static let stems = WordList([
        "redacted", "[filtered", "<hidden", "example", "placeholder", "your_", "your-", "yourpass",
        "yourtoken", "yourapi", "yoursecret", "insert_", "insert-", "replace_me", "replaceme",
        "replace-me", "sample_", "dummy_", "dummy-", "xxxx", "not_set", "not-set", "notset",
    ])
}
