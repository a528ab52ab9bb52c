public import LeakRules

/// Rules that tests of the engine use, so that changing a real rule breaks only its own tests.
public enum ToyRules {
    /// Reads rules from YAML; a mistake in them is a mistake in the test.
    public static func read(_ yaml: String) -> [Rule] {
        let file = RuleFile(Array(yaml.utf8), path: "toy.yml")
        precondition(file.problems.isEmpty, "\(file.problems)")
        return file.rules.map(\.rule)
    }

    /// `tok_` and twelve letters or digits (exact, anchored at its literal); `secretword=…`
    /// (generic, gated); `<<…>>` searched in the whole line; and a block from `-----BEGIN TOY
    /// KEY-----` to `-----END`.
    public static let all = RuleSet(read(yaml))

    private static let yaml = #"""
        issuer: Toy
        reference: none
        rules:
          - id: toy.token
            name: Toy token
            category: token
            severity: critical
            specificity: exact
            prefilter: [tok_]
            anchor: literal
            pattern: (?<![0-9A-Za-z_])(?<secret>tok_[0-9A-Za-z]{12})(?![0-9A-Za-z])
            reach: 32
            why: Opens the toy box.
            leaks: ['a «tok_Ab3dEf6hIj9l» b']
            clean: ['tok_short']
          - id: toy.assignment
            name: Toy assignment
            category: password
            severity: high
            specificity: generic
            prefilter: [secretword]
            anchor: literal
            gate: assignment
            pattern: secretword\s?[=:]\s?(?<secret>[^\s"]+)
            reach: 1024
            why: Opens the toy box, too.
            leaks: ['secretword=«hunter22»']
            clean: ['secretword is unknown']
          - id: toy.bracket
            name: Toy bracket
            category: token
            severity: medium
            specificity: contextual
            prefilter: ['>>>']
            pattern: <<<(?<secret>[^<>]{4,40})>>>
            reach: 64
            why: Opens the toy box, as well.
            leaks: ['a <<<«abcd»>>> b']
            clean: ['<<<>>>']
          - id: toy.key
            name: Toy key
            category: private-key
            severity: critical
            specificity: exact
            prefilter: [BEGIN TOY KEY]
            pattern: -----BEGIN\ TOY\ KEY-----(?<secret>(?:(?!-----END)[^"])*)
            block: {end: '-----END', cap: 4096}
            reach: 1024
            why: Opens everything.
            leaks: ['-----BEGIN TOY KEY-----«\nQUJDREVGR0hJSktMTU5PUFFS\n»-----END TOY KEY-----']
            clean: ['BEGIN TOY KEY']
        """#
}
