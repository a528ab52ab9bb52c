public import LeakRules

extension Rule {
    /// A rule of which only what matters to a test is given.
    public static func toy(
        _ id: String = "toy.rule", name: String = "Toy", category: Category = .token,
        severity: Severity = .critical, specificity: Specificity = .exact,
        prefilter: [String] = ["abc"], anchor: Anchor = .line, gate: Gate? = nil,
        pattern: String = "(?<secret>abc)", validators: [Validator] = [],
        minimumEntropy: Double? = nil, reach: Int = Rule.defaultReach, why: String = "Why not?",
        aliases: [String] = [], block: Block? = nil, context: IssuerContext? = nil
    ) -> Rule {
        Rule(
            id: id, name: name, issuer: "Toy", reference: "", category: category,
            severity: severity, specificity: specificity, prefilter: prefilter, anchor: anchor,
            gate: gate, pattern: pattern, validators: validators, minimumEntropy: minimumEntropy,
            reach: reach, why: why, aliases: aliases, block: block, context: context)
    }
}
