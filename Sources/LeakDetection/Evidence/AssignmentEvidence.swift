import LeakRules

/// Weighs `name = value`: does the name promise a secret, and could the value be one?
enum AssignmentEvidence {
    static func weigh(_ context: MatchContext) -> Evidence? {
        let frame = context.frame
        let name = nameRange(in: frame, around: context.match.lowerBound)
        guard let meaning = SecretName(frame.slice(name)),
            (meaning.kind == .password) == (context.rule.category == .password)
        else { return nil }
        let value = context.value
        guard AssignedValue.objection(to: value, kind: meaning.kind) == nil else { return nil }
        let notation = Notation(
            between: frame.slice(
                min(name.upperBound, context.secret.lowerBound)..<context.secret.lowerBound))
        switch notation {
        case .option:
            // `--password value`; without a dash it is a sentence, unless the value is in quotes.
            let isOption =
                frame[name.lowerBound] == UInt8(ascii: "-")
                || isWindowsOption(name, in: frame)
            guard isOption, value[0] != UInt8(ascii: "-"), ArgumentEvidence.weigh(value) != nil
            else { return nil }
        case .quoted:
            // `secret "default-token-x7k9q" not found` names a secret, it does not give one away.
            guard meaning.kind == .password, !value.contains(where: \.isBlank) else { return nil }
        case .list, .verb:
            guard !AssignedValue.isWord(value) else { return nil }
        case .colon:
            guard !isProse(context, kind: meaning.kind) else { return nil }
            return Evidence(kind: "name", note: "follows a name for a secret", weight: 0.1)
        case .code:
            if meaning.kind == .password && value.allSatisfy(\.isDigit)
                && isCount(frame.slice(name))
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
            frame[max(0, start - 16)..<start].contains(0x1B),
            let end = frame[start..<offset].firstIndex(of: UInt8(ascii: "m"))
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

    /// `/password value`, where the slash begins a word.
    private static func isWindowsOption(_ name: Range<Int>, in frame: UnsafeRawBufferPointer)
        -> Bool
    {
        let slash = name.lowerBound - 1
        return slash >= 0 && frame[slash] == UInt8(ascii: "/")
            && (slash == 0 || frame[slash - 1].isBlank)
    }

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

        /// - Parameter between: What stands between name and value, quotes included.
        init(between: UnsafeRawBufferPointer) {
            let isBlank = between.contains(where: \.isBlank)
            let isQuoted = between.contains {
                $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "`")
            }
            if between.contains(where: {
                $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "%")
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

    /// Whether `name: value` reads as a sentence: the value is a plain word that others follow, or a state.
    private static func isProse(_ context: MatchContext, kind: SecretName.Kind) -> Bool {
        let value = context.value
        guard AssignedValue.isWord(value) else { return false }
        if kind != .password { return true }
        let rest = context.frame[context.secret.upperBound...]
        let isLast = rest.allSatisfy { !$0.isAlphanumeric }
        if !isLast { return true }
        return states.contains(value.map(\.lowercased))
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
        "deprecated",
    ])
}

/// The full-width colon and equals sign (U+FF1A, U+FF1D) that Chinese and Japanese text assigns with.
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
