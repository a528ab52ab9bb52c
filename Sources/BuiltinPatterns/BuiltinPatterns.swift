public import LeakRules

/// The rules of the repository's `Patterns/`, inside the binary.
public enum BuiltinPatterns {
    /// All built-in rules.
    ///
    /// - Complexity: Decodes them on every call: once per process is meant. No YAML is read and no
    ///   pattern compiled.
    public static func ruleSet() -> RuleSet {
        RuleSet(RuleCoding.decode("\(EmbeddedRules.encoded)"))
    }

    /// The rule files themselves, with their examples.
    public static func files() -> [RuleFile] {
        EmbeddedRules.files.map { RuleFile(Array("\($0.text)".utf8), path: "\($0.path)") }
    }
}
