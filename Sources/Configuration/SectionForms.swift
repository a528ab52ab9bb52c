import LeakRules
import LogSources
import YAMLReader

// The keys that have keys of their own.

extension ValueForm<[Allowance]> {
    static var allowances: ValueForm {
        let texts = Allowance.keys.map { key in (key, JSONTree.object([("type", "string")])) }
        return ValueForm(
            read: { node, key, reading in
                guard let items = node.items else {
                    reading.problems.add("'\(key)' is a list", at: node.mark)
                    return nil
                }
                let allowances = Allowance.read(items, problems: &reading.problems)
                return allowances.count == items.count ? allowances : nil
            },
            schema: [
                "type": "array",
                "items": [
                    "type": "object", "properties": .object(texts), "required": ["reason"],
                    "minProperties": .number(2), "additionalProperties": false,
                ],
            ],
            text: { "\($0.count) \($0.count == 1 ? "allowance" : "allowances")" })
    }
}

extension ValueForm<RuleFile> {
    static var ruleFile: ValueForm {
        ValueForm(
            read: { node, _, reading in
                let before = reading.problems.problems.count
                let file = RuleFile(node, problems: &reading.problems)
                return reading.problems.problems.count == before ? file : nil
            },
            schema: [
                "type": "object",
                "properties": [
                    "issuer": ["type": "string"], "reference": ["type": "string"],
                    "rules": ["type": "array", "items": ["type": "object"]],
                    "contexts": ["type": "array", "items": ["type": "object"]],
                    "allow": ["type": "array", "items": ["type": "object"]],
                ],
                "required": ["issuer"], "additionalProperties": false,
            ],
            text: { "\($0.rules.count) \($0.rules.count == 1 ? "rule" : "rules")" })
    }
}

extension ValueForm<[PathRule]> {
    private static var one: ValueForm<PathRule> {
        let score = ValueForm<Int>.number(SettingBounds.scores)
        let severity = ValueForm<Severity>.choice
        let globs = ValueForm<[PathPattern]>.list(of: .glob)
        let ids = ValueForm<[String]>.list(of: .word)
        let keys = ["path", "min-score", "min-severity", "skip", "rules-off"]
        return ValueForm<PathRule>(
            read: { node, _, reading in
                let before = reading.problems.problems.count
                var rule = PathRule(line: node.mark.line)
                guard let entries = node.entries else {
                    reading.problems.add("an entry of 'paths' is a mapping", at: node.mark)
                    return nil
                }
                for (key, value) in entries {
                    switch key.text ?? "" {
                    case "path" where value.items == nil:
                        rule.patterns = PathPatterns(
                            ValueForm<PathPattern>.glob.read(value, "path", &reading).map { [$0] }
                                ?? [])
                    case "path":
                        rule.patterns = PathPatterns(globs.read(value, "path", &reading) ?? [])
                    case "min-score":
                        rule.minimumScore = score.read(value, "min-score", &reading)
                    case "min-severity":
                        rule.minimumSeverity = severity.read(value, "min-severity", &reading)
                    case "skip":
                        rule.isSkipped = ValueForm<Bool>.truth.read(value, "skip", &reading)
                    case "rules-off":
                        rule.rulesOff = ids.read(value, "rules-off", &reading) ?? []
                    case let name:
                        let near = Spelling.suggestion(for: name, among: keys)
                        reading.problems.add("unknown key '\(name)'\(near)", at: key.mark)
                    }
                }
                guard reading.problems.problems.count == before else { return nil }
                if rule.patterns.isEmpty {
                    reading.problems.add("no path: say which files are meant", at: node.mark)
                    return nil
                }
                return rule
            },
            schema: [
                "type": "object",
                "properties": [
                    "path": ["oneOf": [ValueForm<PathPattern>.glob.schema, globs.schema]],
                    "min-score": score.schema, "min-severity": severity.schema,
                    "skip": ValueForm<Bool>.truth.schema, "rules-off": ids.schema,
                ],
                "required": ["path"], "additionalProperties": false,
            ],
            text: { rule in rule.patterns.patterns.map(\.text).joined(separator: ", ") })
    }

    static var pathRules: ValueForm { .list(of: one) }
}
