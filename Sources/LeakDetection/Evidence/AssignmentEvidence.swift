import LeakRules

/// Weighs `name = value`: does the name promise a secret, and could the value be one?
enum AssignmentEvidence {
    static func weigh(_ context: MatchContext) -> Evidence? {
        let frame = context.frame
        let name = nameRange(in: frame, around: context.match.lowerBound)
        guard let meaning = SecretName(frame.slice(name)) else { return nil }
        let value = context.value
        guard AssignedValue.objection(to: value, kind: meaning.kind) == nil else { return nil }
        let style = notation(in: frame, from: name.upperBound, to: context.secret.lowerBound)
        if style == .prose {
            guard !isProse(context, kind: meaning.kind) else { return nil }
            return Evidence(kind: "name", note: "follows a name for a secret", weight: 0.1)
        }
        if meaning.kind == .password && value.allSatisfy(\.isDigit) && isCount(frame.slice(name)) {
            return nil
        }
        return meaning.kind == .password
            ? Evidence(kind: "name", note: "assigned to a name for a password", weight: 0.3)
            : Evidence(kind: "name", note: "assigned to a name for a token or key", weight: 0.25)
    }

    /// The identifier around an offset.
    static func nameRange(in frame: UnsafeRawBufferPointer, around offset: Int) -> Range<Int> {
        func belongs(_ byte: UInt8) -> Bool {
            byte.isIdentifier || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "$")
        }
        var start = offset
        while start > 0, offset - start < 64, belongs(frame[start - 1]) { start -= 1 }
        // A letter that ends an escape (`\npassword`) is no part of the name.
        if start > 0, start < offset, frame[start - 1] == UInt8(ascii: "\\") { start += 1 }
        var end = offset
        while end < frame.count, end - offset < 64, belongs(frame[end]) { end += 1 }
        return start..<end
    }

    private enum Notation {
        /// `name=value`, `"name": "value"`, `name => 'value'`.
        case code
        /// `name: value`, as people write too.
        case prose
    }

    private static func notation(
        in frame: UnsafeRawBufferPointer, from start: Int, to end: Int
    ) -> Notation {
        guard start < end else { return .code }
        let between = frame.slice(start..<end)
        if between.contains(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }) {
            return .code
        }
        // `name:value` without a blank is code, too.
        return between.contains(where: \.isBlank) ? .prose : .code
    }

    /// Whether `name: value` reads as a sentence: the value is a plain word that others follow, or a state.
    private static func isProse(_ context: MatchContext, kind: SecretName.Kind) -> Bool {
        let value = context.value
        guard AssignedValue.isWord(value) else { return false }
        if kind == .token { return true }
        let rest = context.frame[context.secret.upperBound...]
        let isLast = rest.allSatisfy { !$0.isAlphanumeric }
        if !isLast { return true }
        return states.contains(String(decoding: value.map(\.lowercased), as: UTF8.self))
    }

    /// `pass=12`: test results.
    private static func isCount(_ name: UnsafeRawBufferPointer) -> Bool {
        name.count == 4 && name.lowercasedEquals("pass")
    }

    /// What a password may be said to be.
    private static let states: Set<String> = [
        "expired", "incorrect", "invalid", "wrong", "changed", "reset", "updated", "accepted",
        "rejected", "failed", "failure", "success", "successful", "ok", "valid", "correct", "needed",
        "given", "entered", "used", "weak", "strong", "mismatch", "matched", "verified", "authentication",
        "error", "denied", "prompt", "stdin", "file", "hashed", "sent", "ignored", "deprecated",
    ]
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
