package import YAMLReader

/// A rule as written in a file: nothing is checked yet but that it is a mapping of known keys.
package struct RuleDocument {
    /// A value and where it stands.
    package struct Field<Value> {
        package let value: Value
        package let mark: YAMLMark
    }

    package var mark: YAMLMark
    package var issuer = ""
    package var fileReference = ""
    package var id: Field<String>?
    /// The issuer of this rule alone, where a file has rules of many.
    package var ruleIssuer: Field<String>?
    package var name: Field<String>?
    package var category: Field<String>?
    package var severity: Field<String>?
    package var specificity: Field<String>?
    package var reference: Field<String>?
    package var anchor: Field<String>?
    package var gate: Field<String>?
    package var pattern: Field<String>?
    package var entropy: Field<String>?
    package var reach: Field<String>?
    package var why: Field<String>?
    package var prefilter: [Field<String>] = []
    /// Whether there is a list of literals, be it empty.
    package var hasPrefilter = false
    package var validate: [Field<String>] = []
    package var aliases: [Field<String>] = []
    package var leaks: [Field<String>] = []
    package var clean: [Field<String>] = []
    package var blockEnd: Field<String>?
    package var blockCap: Field<String>?

    /// The keys of a rule that hold one text.
    private static let texts:
        [String: any WritableKeyPath<RuleDocument, Field<String>?> & Sendable] = [
            "id": \.id, "name": \.name, "category": \.category, "severity": \.severity,
            "specificity": \.specificity, "reference": \.reference, "anchor": \.anchor,
            "gate": \.gate, "pattern": \.pattern, "entropy": \.entropy, "reach": \.reach,
            "why": \.why, "issuer": \.ruleIssuer,
        ]

    /// The keys of a rule that hold a list of texts.
    private static let lists:
        [String: any WritableKeyPath<RuleDocument, [Field<String>]> & Sendable] =
            [
                "prefilter": \.prefilter, "validate": \.validate, "aliases": \.aliases,
                "leaks": \.leaks, "clean": \.clean,
            ]

    /// Reads one item of `rules:`.
    package init(_ node: YAMLNode, problems: inout ProblemList) {
        mark = node.mark
        guard let entries = node.entries else {
            problems.add("a rule is a mapping with keys such as id and pattern", at: node.mark)
            return
        }
        var seen: Set<String> = []
        for (key, value) in entries {
            let name = key.text ?? ""
            guard seen.insert(name).inserted else {
                problems.add("the key '\(name)' stands twice", at: key.mark)
                continue
            }
            if let path = Self.texts[name] {
                if let text = value.text {
                    self[keyPath: path] = Field(value: text, mark: value.mark)
                } else {
                    problems.add("'\(name)' is one text", at: value.mark)
                }
            } else if let path = Self.lists[name] {
                self[keyPath: path] = problems.texts(of: value, key: name)
                if name == "prefilter" { hasPrefilter = true }
            } else if name == "block" {
                readBlock(value, problems: &problems)
            } else {
                let known = Array(Self.texts.keys) + Array(Self.lists.keys) + ["block"]
                problems.add(
                    "unknown key '\(name)'\(Spelling.suggestion(for: name, among: known))",
                    at: key.mark)
            }
        }
    }

    private mutating func readBlock(_ node: YAMLNode, problems: inout ProblemList) {
        guard let entries = node.entries else {
            problems.add("a block has the keys end and cap", at: node.mark)
            return
        }
        for (key, value) in entries {
            switch (key.text, value.text) {
            case ("end", let text?): blockEnd = Field(value: text, mark: value.mark)
            case ("cap", let text?): blockCap = Field(value: text, mark: value.mark)
            default: problems.add("a block has the keys end and cap", at: key.mark)
            }
        }
    }
}

/// The problems of one file, as they are found.
package struct ProblemList {
    package let file: String
    package private(set) var problems: [RuleProblem] = []

    package init(file: String) {
        self.file = file
    }

    package mutating func add(_ message: String, at mark: YAMLMark) {
        problems.append(
            RuleProblem(file: file, line: mark.line, column: mark.column, message: message))
    }

    mutating func texts(of node: YAMLNode, key: String) -> [RuleDocument.Field<String>] {
        guard let items = node.items else {
            add("'\(key)' is a list", at: node.mark)
            return []
        }
        return items.compactMap { item in
            guard let text = item.text else {
                add("'\(key)' is a list of texts", at: item.mark)
                return nil
            }
            return RuleDocument.Field(value: text, mark: item.mark)
        }
    }
}
