import YAMLReader

/// An entry of `contexts:` as written.
struct ContextDocument {
    private let mark: YAMLMark
    private var texts: [String: RuleDocument.Field<String>] = [:]
    private var words: [RuleDocument.Field<String>] = []
    private var shapes: [RuleDocument.Field<String>] = []

    private static let required = ["id", "name", "severity", "reference"]

    init(_ node: YAMLNode, problems: inout ProblemList) {
        mark = node.mark
        for (key, value) in node.entries ?? [] {
            switch key.text ?? "" {
            case "words": words = problems.texts(of: value, key: "words")
            case "shapes": shapes = problems.texts(of: value, key: "shapes")
            case let name where Self.required.contains(name):
                texts[name] = value.text.map { RuleDocument.Field(value: $0, mark: value.mark) }
            case let name:
                let near = Spelling.suggestion(
                    for: name, among: Self.required + ["words", "shapes"])
                problems.add("unknown key '\(name)'\(near)", at: key.mark)
            }
        }
    }

    /// Turns an entry as written into a rule.
    ///
    /// - Returns: nil when something is wrong.
    func validated(problems: inout ProblemList) -> CheckableRule? {
        let before = problems.problems.count
        for key in Self.required where texts[key]?.value.isEmpty ?? true {
            problems.add("no \(key)", at: mark)
        }
        let severity = texts["severity"].flatMap { Severity(rawValue: $0.value) }
        if severity == nil {
            problems.add("severity is none of info, low, medium, high, critical", at: mark)
        }
        for word in words {
            let isSound =
                word.value.utf8.count >= 4
                && word.value.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
                }
            if !isSound {
                problems.add(
                    "word '\(word.value)' is not four or more lower-case letters and digits",
                    at: word.mark)
            }
        }
        if words.isEmpty {
            problems.add("no words: say how the issuer's name stands in variables", at: mark)
        }
        let forms = shapes.compactMap { shape -> ValueShape? in
            let form = ValueShape(shape.value)
            if form == nil {
                problems.add(
                    "shape '\(shape.value)' is not like hex:32, alnum:20-64 or uuid", at: shape.mark
                )
            }
            return form
        }
        if shapes.isEmpty { problems.add("no shapes: say what the value looks like", at: mark) }
        guard problems.problems.count == before, let severity, let id = texts["id"]?.value else {
            return nil
        }
        let name = texts["name"]?.value ?? ""
        let rule = Rule(
            id: id, name: name, issuer: String(id.prefix { $0 != "." }),
            reference: texts["reference"]?.value ?? "", category: .token, severity: severity,
            specificity: .contextual, prefilter: [], anchor: .literal, gate: nil, pattern: "",
            validators: [], minimumEntropy: nil, reach: Rule.defaultReach,
            why:
                "Acts as the account it was issued to. Revoke it at the issuer, see the reference.",
            aliases: [], block: nil,
            context: IssuerContext(words: words.map(\.value), shapes: forms))
        return CheckableRule(rule: rule, file: problems.file, line: mark.line, leaks: [], clean: [])
    }
}
