public import LeakRules

/// The rules of the repository's `Patterns/`, inside the binary.
public enum BuiltinPatterns {
    /// All built-in rules.
    ///
    /// - Complexity: Makes them on every call: once per process is meant. No YAML is read, no
    ///   pattern compiled, and no text copied before it is asked for.
    public static func ruleSet() -> RuleSet {
        let encoded = EmbeddedRules.encoded
        return RuleSet(
            RuleCoding.decode(
                UnsafeBufferPointer(start: encoded.utf8Start, count: encoded.utf8CodeUnitCount)))
    }

    /// The rule files themselves, with their examples.
    public static func files() -> [RuleFile] {
        EmbeddedRules.files.map { RuleFile(Array("\($0.text)".utf8), path: "\($0.path)") }
    }
}
