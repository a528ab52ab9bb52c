/// Values that stand where a secret would, but are none.
enum Placeholder {
    /// What a value is instead of a secret, or nil.
    ///
    /// `changeme`, `admin` and the like are not here: people use them as passwords.
    /// - Parameters:
    ///   - value: The value, in lower case.
    ///   - isExact: Whether the value has the shape of an issuer's token: then a part of it may be
    ///     any word.
    static func kind(of value: UnsafeRawBufferPointer, isExact: Bool) -> String? {
        if isMasked(value) { return "masked" }
        if isExact {
            let end = value.slice(max(0, value.count - 7)..<value.count)
            return end.reads("example") ? "an example" : nil
        }
        if isReference(value) { return "a variable or a template" }
        if words.contains(value) { return "a word for no value" }
        // A digit and a sign make a password of `MyExample123!`.
        let isMixed =
            value.contains(where: \.isDigit)
            && value.contains {
                !$0.isAlphanumeric && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_")
                    && $0 < 0x80
            }
        return !isMixed && stems.isInside(value) ? "a placeholder" : nil
    }

    /// `****`, `xxxxxxxx`, `…`, `[FILTERED]`, one letter repeated, or blotted out already.
    private static func isMasked(_ value: UnsafeRawBufferPointer) -> Bool {
        guard let first = value.first else { return true }
        if value.count > 3 && !first.isDigit && value.allSatisfy({ $0 == first }) { return true }
        // `\u2022\u2022\u2022`
        if value.count >= 12, first == UInt8(ascii: "\\"),
            value.indices.dropFirst(6).allSatisfy({ value[$0] == value[$0 - 6] })
        {
            return true
        }
        var stars = 0
        var crosses = 0
        var isASCII = true
        for byte in value {
            if byte == UInt8(ascii: "*") { stars += 1 }
            if byte == UInt8(ascii: "x") { crosses += 1 }
            if byte >= 0x80 { isASCII = false }
        }
        if stars >= 3 && 2 * stars >= value.count { return true }
        if stars >= 4 {
            // What the `mask` style leaves before a quote that a word follows: `'****'and`.
            let leading = value.prefix { $0 == UInt8(ascii: "*") }.count
            if leading >= 4, leading < value.count,
                value[leading] == UInt8(ascii: "'") || value[leading] == UInt8(ascii: "\"")
            {
                return true
            }
            // What the `partial` style leaves: four bytes and asterisks.
            if value.count - stars <= 4,
                value.drop(while: { $0 != UInt8(ascii: "*") })
                    .allSatisfy({ $0 == UInt8(ascii: "*") })
            {
                return true
            }
        }
        if 2 * crosses >= value.count, value.containsRun(of: UInt8(ascii: "x"), length: 8) {
            return true
        }
        return !isASCII
            && (value.contains("•••") || value.contains("…") || value.contains("●●●"))
    }

    /// `${NAME}`, `$(command)`, `{{ template }}`, `<value>`, `%s`, `@param`, `:bind`, `#{…}`,
    /// `process.env.X`, `f()`.
    private static func isReference(_ value: UnsafeRawBufferPointer) -> Bool {
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
        if expressions.isInside(value) { return true }
        if value.contains(UInt8(ascii: "{")) {
            if value.contains("${") && value.contains("}") { return true }
            if value.contains("{{"), value.contains("}}") || second == UInt8(ascii: "{") {
                return true
            }
        }
        guard last == UInt8(ascii: ")"),
            let call = value.firstOffset(of: UInt8(ascii: "("), from: 0)
        else { return false }
        return value[..<call].allSatisfy { $0.isIdentifier || $0 == UInt8(ascii: ".") }
    }

    /// What code reads a secret from.
    private static let expressions = WordList(["process.env", "os.environ", "getenv", "secrets."])

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
