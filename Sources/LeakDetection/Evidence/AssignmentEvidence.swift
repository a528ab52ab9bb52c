import LeakRules

/// Weighs `name = value`: does the name promise a secret, and could the value be one?
enum AssignmentEvidence {
    static func weigh(_ context: MatchContext) -> Evidence? {
        let frame = context.frame
        let name = nameRange(in: frame, around: context.match.lowerBound)
        guard let meaning = SecretName(frame.slice(name)),
            (meaning.kind == .password) == (context.rule.category == .password),
            !isPartOfResourceName(name, in: frame)
        else { return nil }
        let value = context.value
        guard !closesQuote(context) else { return nil }
        guard AssignedValue.objection(to: value, kind: meaning.kind) == nil else { return nil }
        // The shell's working directory.
        if frame.slice(name).elementsEqual("PWD".utf8), value[0] == UInt8(ascii: "/") { return nil }
        let notation = Notation(
            between: frame.slice(
                min(name.upperBound, context.secret.lowerBound)..<context.secret.lowerBound))
        switch notation {
        case .option:
            // `--password value`; without a dash it is a sentence, or a line of a configuration
            // file.
            let isOption =
                frame[name.lowerBound] == UInt8(ascii: "-")
                || isWindowsOption(name, in: frame)
            if meaning.kind == .token, namesStoredSecret(name, in: frame) { return nil }
            guard isOption || isDirective(context, kind: meaning.kind) || isForeign(name, context),
                value[0] != UInt8(ascii: "-"),
                ArgumentEvidence.weigh(value) != nil
            else { return nil }
        case .quoted:
            // `secret "default-token-x7k9q" not found` names a secret, it does not give one away.
            guard
                meaning.kind == .password
                    ? !isSentence(value) : Randomness.excess(of: value) > clearlyRandom
            else { return nil }
        case .table:
            guard frame[..<name.lowerBound].contains(UInt8(ascii: "|")),
                !AssignedValue.isWord(value)
            else { return nil }
        case .list, .verb:
            guard
                !AssignedValue.isWord(value)
                    || value.contains(where: \.isBlank) && !isSentence(value)
            else { return nil }
        case .colon:
            // `--- PASS: TestLogin`
            if frame.slice(name).elementsEqual("PASS".utf8) { return nil }
            guard !isProse(context, kind: meaning.kind) else { return nil }
            return Evidence(kind: "name", note: "follows a name for a secret", weight: 0.1)
        case .code:
            if isLabel(value) || isSelf(context, name) { return nil }
            if name.upperBound + 1 == context.secret.lowerBound,
                frame[name.upperBound] == UInt8(ascii: ":"), isState(value)
            {
                return nil
            }
            // `--secret=db-password` names one.
            if meaning.kind == .token, namesStoredSecret(name, in: frame),
                !Randomness.isLikely(value) || value.count < 16
            {
                return nil
            }
            if meaning.kind == .password && value.allSatisfy(\.isDigit)
                && value.count <= 4 && isCount(frame.slice(name))
            {
                return nil
            }
        }
        return meaning.kind == .password
            ? Evidence(kind: "name", note: "assigned to a name for a password", weight: 0.3)
            : Evidence(kind: "name", note: "assigned to a name for a token or key", weight: 0.25)
    }

    /// The identifier around an offset.
    static func nameRange(in frame: UnsafeRawBufferPointer, around offset: Int) -> Range<Int> {
        func belongs(at index: Int) -> Bool {
            let byte = frame[index]
            return byte.isIdentifier || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "$")
        }
        var start = offset
        while start > 0, offset - start < 64, belongs(at: start - 1) { start -= 1 }
        // A letter that ends an escape (`\npassword`) is no part of the name.
        if start > 0, start < offset, frame[start - 1] == UInt8(ascii: "\\") { start += 1 }
        // Nor are the digits and the `m` of a change of colour (ESC[36m).
        if start > 1,
            frame[start - 1] == UInt8(ascii: "[") || frame[start - 1] == UInt8(ascii: ";"),
            let end = frame[start..<offset].firstIndex(of: UInt8(ascii: "m")),
            frame[start..<end].allSatisfy(\.isDigit)
        {
            start = end + 1
        }
        var end = offset
        while end < frame.count, end - offset < 64, belongs(at: end),
            !WideSign.isAssignment(frame, at: end)
        {
            end += 1
        }
        return start..<end
    }

    /// `bindpw value`, `db_password<tab>value`: the name and a value that is no word, and nothing
    /// after them.
    private static func isDirective(_ context: MatchContext, kind: SecretName.Kind) -> Bool {
        let value = context.value
        if kind == .token {
            // `license_key<tab>W4HESLVB…`
            let name = nameRange(in: context.frame, around: context.match.lowerBound)
            return context.frame[name].contains(UInt8(ascii: "_"))
                && Randomness.excess(of: value) > clearlyRandom
        }
        guard kind == .password, value.count >= 6, value.contains(where: \.isDigit),
            value.contains(where: \.isLetter), !isState(value)
        else { return false }
        return context.frame[context.secret.upperBound...].allSatisfy {
            $0.isSpace || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
        }
    }

    /// A quote before the value that closes a text begun before the name: `msg="Enter password:"
    /// component=…`.
    private static func closesQuote(_ context: MatchContext) -> Bool {
        let frame = context.frame
        let start = context.secret.lowerBound
        guard start > 0, frame[start - 1] == UInt8(ascii: "\"") else { return false }
        let depth = escapes(before: start - 1, in: frame)
        let first = context.value[0]
        guard
            depth > 0 || first.isBlank || first == UInt8(ascii: ",") || first == UInt8(ascii: "}")
                || first == UInt8(ascii: ")")
        else { return false }
        var isOpen = false
        for index in 0..<(start - 1)
        where frame[index] == UInt8(ascii: "\"") && escapes(before: index, in: frame) == depth {
            isOpen.toggle()
        }
        return isOpen
    }

    /// Backslashes directly before a place.
    private static func escapes(before place: Int, in frame: UnsafeRawBufferPointer) -> Int {
        var at = place
        while at > 0, frame[at - 1] == UInt8(ascii: "\\") { at -= 1 }
        return place - at
    }

    /// `"login.password": "Password"`: the word itself, as a label has it.
    private static func isLabel(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value[0].isUpper, !value.contains(where: \.isDigit) else { return false }
        let words = value.split(separator: 0x20).map { $0.map(\.lowercased) }
        let namesOne = words.contains { word in
            word.withUnsafeBytes { SecretName($0)?.kind == .password }
        }
        return namesOne && value.dropFirst().allSatisfy { !$0.isUpper }
    }

    /// `this.password = password`.
    private static func isSelf(_ context: MatchContext, _ name: Range<Int>) -> Bool {
        let before = context.secret.lowerBound - 1
        guard before >= 0, context.frame[before].isBlank else { return false }
        let value = context.value.prefix { $0.isIdentifier }.map(\.lowercased)
        return context.frame.slice(name).withNameWords { words in
            words.last?.elementsEqual(value) ?? false || words.joined.elementsEqual(value)
        }
    }

    /// `--secret`, `--secret-id`: the name of a secret in a store.
    private static func namesStoredSecret(
        _ name: Range<Int>, in frame: UnsafeRawBufferPointer
    ) -> Bool {
        let option = frame.slice(name)
        return option.starts(with: "--secret".utf8) && option.count <= 11
    }

    /// A value after a word that is not English, by a blank: `パスワードは 99522694 です`, `Kennwort
    /// H4s+wSw`.
    private static func isForeign(_ name: Range<Int>, _ context: MatchContext) -> Bool {
        let word = context.frame.slice(name)
        let lower = word.map(\.lowercased)
        // `пользователя web01`: what follows a word of another language may be a name; digits and
        // signs decide.
        guard
            context.value.count(where: \.isDigit) * 2 >= context.value.count
                || context.value.contains(where: {
                    !$0.isAlphanumeric && $0 < 0x80 && $0 != UInt8(ascii: ".")
                        && $0 != UInt8(ascii: "-")
                })
        else { return false }
        let isOther =
            word.contains { $0 >= 0x80 } || lower.starts(with: "kennwort".utf8)
            || lower.starts(with: "passwort".utf8)
        return isOther
    }

    /// `arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db`: the name of a secret, not
    /// the secret.
    private static func isPartOfResourceName(
        _ name: Range<Int>, in frame: UnsafeRawBufferPointer
    ) -> Bool {
        var start = name.lowerBound
        while start > 0, !frame[start - 1].isSpace, frame[start - 1] != UInt8(ascii: "\""),
            name.lowerBound - start < 128
        {
            start -= 1
        }
        let before = frame.slice(start..<name.lowerBound)
        guard before.count >= 7 else { return false }
        return before.contains("arn:aws") || before.contains("secretsmanager")
    }

    /// Words with blanks between that read like a sentence rather than a pass phrase.
    static func isSentence(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.contains(where: \.isBlank) else { return false }
        if value[0].isBlank { return true }
        return value.split(separator: 0x20).contains {
            functionWords.containsLowercased(UnsafeRawBufferPointer(rebasing: $0))
        }
    }

    /// Words that pass phrases are not made of.
    private static let functionWords = WordList([
        "a", "an", "the", "is", "was", "are", "be", "must", "should", "cannot", "can", "not", "no",
        "at",
        "least", "for", "to", "of", "and", "or", "in", "on", "with", "your", "from", "by", "has",
        "have",
        "does", "do", "did", "this", "that", "it", "as", "if", "than", "required", "invalid",
        "failed",
    ])

    /// Whether a word told after `with password` can be one.
    static func isSpoken(_ value: UnsafeRawBufferPointer) -> Bool {
        !isSentence(value) && !isState(value)
            && (value.contains(where: \.isDigit) || value.contains(where: \.isBlank)
                || !AssignedValue.isWord(value) || value.count >= 8)
    }

    private static func isState(_ value: UnsafeRawBufferPointer) -> Bool {
        states.containsLowercased(value)
    }

    /// `/password value`, where the slash begins a word.
    private static func isWindowsOption(_ name: Range<Int>, in frame: UnsafeRawBufferPointer)
        -> Bool
    {
        let slash = name.lowerBound - 1
        return slash >= 0 && frame[slash] == UInt8(ascii: "/")
            && (slash == 0 || frame[slash - 1].isBlank)
    }

    /// Bits of ``Randomness/excess(of:)`` that no name has: `default-token-x7k9q` has 20.
    private static let clearlyRandom = 30.0

    /// How a value is tied to its name.
    private enum Notation {
        /// `name=value`, `"name": "value"`, `name => 'value'`, `<name>value<`.
        case code
        /// `name: value`, as people write too.
        case colon
        /// `name is value`.
        case verb
        /// `name value`.
        case option
        /// `name 'value'`.
        case quoted
        /// `'name', 'value'`.
        case list
        /// `| name | value |`.
        case table

        /// - Parameter between: What stands between name and value, quotes included.
        init(between: UnsafeRawBufferPointer) {
            let isBlank = between.contains(where: \.isBlank)
            let isQuoted = between.contains {
                $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "`")
            }
            if between.contains(UInt8(ascii: "|")) {
                self = .table
            } else if between.contains(where: {
                $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "=")
                    || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "%")
            }) {
                self = .code
            } else if between.contains(where: { $0 == UInt8(ascii: ":") || $0 >= 0x80 }) {
                // `name:value` without a blank is code, too.
                self = isQuoted || !isBlank ? .code : .colon
            } else if between.contains(UInt8(ascii: ",")) {
                self = .list
            } else if between.contains(where: \.isLetter) {
                self = .verb
            } else {
                self = isQuoted ? .quoted : .option
            }
        }
    }

    /// Whether `name: value` reads as a sentence: the value is a plain word that others follow, or
    /// a state.
    private static func isProse(_ context: MatchContext, kind: SecretName.Kind) -> Bool {
        let value = context.value
        guard AssignedValue.isWord(value) else { return false }
        if kind != .password { return true }
        let rest = context.frame[context.secret.upperBound...]
        let isLast = rest.allSatisfy { !$0.isAlphanumeric }
        if !isLast { return true }
        return isState(value)
    }

    /// `pass=12`: test results.
    private static func isCount(_ name: UnsafeRawBufferPointer) -> Bool {
        name.count == 4 && name.lowercasedEquals("pass")
    }

    /// What a password may be said to be.
    private static let states = WordList([
        "expired", "incorrect", "invalid", "wrong", "changed", "reset", "updated", "accepted",
        "rejected", "failed", "failure", "success", "successful", "ok", "valid", "correct",
        "needed",
        "given", "entered", "used", "weak", "strong", "mismatch", "matched", "verified",
        "authentication", "error", "denied", "prompt", "stdin", "file", "hashed", "sent", "ignored",
        "deprecated", "chauthtok", "authenticated", "hashing", "complexity", "protected",
        "strength",
        "recovery", "management", "encryption", "verification", "validation", "credentials",
    ])
}

/// The full-width colon and equals sign (U+FF1A, U+FF1D) that Chinese and Japanese text assigns
/// with.
enum WideSign {
    static func isAssignment(_ text: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        offset + 2 < text.count && text[offset] == 0xEF && text[offset + 1] == 0xBC
            && (text[offset + 2] == 0x9A || text[offset + 2] == 0x9D)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are `text` (lower case), in any case.
    func lowercasedEquals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount
            && zip(self, UnsafeBufferPointer(start: text.utf8Start, count: count)).allSatisfy {
                $0.lowercased == $1
            }
    }
}
