import PCRE2
package import YAMLReader

/// A rule with its examples and where they stand, as the checker needs them.
public struct CheckableRule: Sendable {
    public let rule: Rule
    public let file: String
    public let line: Int
    public let leaks: [(example: RuleExample, line: Int)]
    public let clean: [(example: RuleExample, line: Int)]

    package init(
        rule: Rule, file: String, line: Int, leaks: [(example: RuleExample, line: Int)],
        clean: [(example: RuleExample, line: Int)]
    ) {
        self.rule = rule
        self.file = file
        self.line = line
        self.leaks = leaks
        self.clean = clean
    }
}

/// What a rule file holds.
public struct RuleFile: Sendable {
    /// The rules that are sound by themselves.
    public let rules: [CheckableRule]

    /// What its rules, and no others, do not mean: they are in force with them.
    public let allowances: [Allowance]

    /// Everything that is wrong, in the order of the file.
    public let problems: [RuleProblem]

    package init(rules: [CheckableRule], allowances: [Allowance], problems: [RuleProblem]) {
        self.rules = rules
        self.allowances = allowances
        self.problems = problems
    }

    /// A file that could not be read.
    public init(unreadable path: String, because reason: String) {
        self.init(
            rules: [], allowances: [],
            problems: [RuleProblem(file: path, line: 1, message: reason)])
    }

    /// Reads a rule file.
    ///
    /// - Parameters:
    ///   - text: The YAML.
    ///   - path: The file's name, for problems.
    public init(_ text: [UInt8], path: String) {
        var problems = ProblemList(file: path)
        do throws(YAMLError) {
            self.init(try readYAML(text), problems: &problems)
        } catch {
            problems.add("not a YAML document: \(error.message)", at: error.mark)
            self.init(rules: [], allowances: [], problems: problems.problems)
        }
    }

    /// Reads what a rule file says, wherever it is written.
    ///
    /// - Parameter root: nil where there is no document.
    package init(_ root: YAMLNode?, problems: inout ProblemList) {
        var rules: [CheckableRule] = []
        let (documents, contexts, allow) = RuleFile.documents(root, problems: &problems)
        let allowances = Allowance.read(allow, problems: &problems)
        for document in documents {
            if let rule = document.validated(problems: &problems) { rules.append(rule) }
        }
        for context in contexts {
            if let rule = context.validated(problems: &problems) { rules.append(rule) }
        }
        self.rules = rules
        // A file's shape is checked before its values: what is found later may stand earlier.
        self.problems = problems.problems.enumerated().sorted { a, b in
            (a.element.line, a.element.column, a.offset)
                < (b.element.line, b.element.column, b.offset)
        }.map(\.element)
        let ids = Set(rules.map(\.rule.id))
        self.allowances = allowances.map { allowance in
            var scoped = allowance
            scoped.scope = ids
            return scoped
        }
    }

    private static func documents(
        _ root: YAMLNode?, problems: inout ProblemList
    ) -> (rules: [RuleDocument], contexts: [ContextDocument], allow: [YAMLNode]) {
        let start = root?.mark ?? YAMLMark(line: 1, column: 1)
        guard let entries = root?.entries else {
            problems.add("a rule file is a mapping with the keys issuer and rules", at: start)
            return ([], [], [])
        }
        var issuer = ""
        var reference = ""
        var items: [YAMLNode] = []
        var contexts: [YAMLNode] = []
        var allow: [YAMLNode] = []
        var seen: Set<String> = []
        for (key, value) in entries {
            guard seen.insert(key.text ?? "").inserted else {
                problems.add("the key '\(key.text ?? "")' stands twice", at: key.mark)
                continue
            }
            switch key.text {
            case "issuer": issuer = value.text ?? ""
            case "reference": reference = value.text ?? ""
            case "rules":
                items = value.items ?? []
                if value.items == nil { problems.add("'rules' is a list", at: value.mark) }
            case "contexts":
                contexts = value.items ?? []
                if value.items == nil { problems.add("'contexts' is a list", at: value.mark) }
            case "allow":
                allow = value.items ?? []
                if value.items == nil { problems.add("'allow' is a list", at: value.mark) }
            default:
                let name = key.text ?? ""
                let near = Spelling.suggestion(
                    for: name, among: ["issuer", "reference", "rules", "contexts", "allow"])
                problems.add("unknown key '\(name)'\(near)", at: key.mark)
            }
        }
        if issuer.isEmpty { problems.add("no issuer: say whose credentials these are", at: start) }
        if items.isEmpty && contexts.isEmpty {
            problems.add("no rules: the file would add nothing", at: start)
        }
        let rules = items.map { item in
            var document = RuleDocument(item, problems: &problems)
            document.issuer = issuer
            document.fileReference = reference
            return document
        }
        return (rules, contexts.map { ContextDocument($0, problems: &problems) }, allow)
    }
}

extension RuleDocument {
    /// Turns a rule as written into a rule as meant.
    ///
    /// - Returns: nil when something is wrong; everything that is wrong is in `problems`.
    package func validated(problems: inout ProblemList) -> CheckableRule? {
        let before = problems.problems.count
        let id = checkedID(problems: &problems)
        let specificity =
            value(Specificity.self, specificity, "specificity", problems: &problems) ?? .generic
        let rule = Rule(
            id: id, name: required(name, "name", problems: &problems),
            issuer: ruleIssuer?.value ?? issuer,
            reference: reference?.value ?? fileReference,
            category: value(Category.self, category, "category", problems: &problems) ?? .generic,
            severity: value(Severity.self, severity, "severity", problems: &problems) ?? .info,
            specificity: specificity, prefilter: checkedPrefilter(problems: &problems),
            anchor: optionalValue(Anchor.self, anchor, "anchor", problems: &problems) ?? .line,
            gate: optionalValue(Gate.self, gate, "gate", problems: &problems),
            pattern: checkedPattern(problems: &problems),
            validators: validate.compactMap {
                optionalValue(Validator.self, $0, "validate", problems: &problems)
            },
            minimumEntropy: number(entropy, "entropy", 0...8, problems: &problems),
            reach: number(reach, "reach", 1...Double(Rule.largestReach), problems: &problems)
                .map { Int($0) } ?? Rule.defaultReach,
            why: required(why, "why", problems: &problems), aliases: aliases.map(\.value),
            block: checkedBlock(problems: &problems))
        let leaks = examples(leaks, marked: true, problems: &problems)
        let clean = examples(clean, marked: false, problems: &problems)
        guard problems.problems.count == before else { return nil }
        return CheckableRule(
            rule: rule, file: problems.file, line: mark.line, leaks: leaks, clean: clean)
    }

    private func checkedID(problems: inout ProblemList) -> String {
        let text = required(id, "id", problems: &problems)
        guard let id else { return text }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let sound =
            parts.count == 2
            && parts.allSatisfy { part in
                part.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
                    !word.isEmpty
                        && word.utf8.allSatisfy { (0x61...0x7A ~= $0) || (0x30...0x39 ~= $0) }
                }
            }
        if !sound {
            problems.add(
                "id '\(text)' is not <issuer>.<thing> in lower-case letters, digits and dashes",
                at: id.mark)
        }
        return text
    }

    private func checkedPrefilter(problems: inout ProblemList) -> [String] {
        if prefilter.isEmpty && !hasPrefilter {
            problems.add(
                "no prefilter: name a text that every match contains, "
                    + "or [] to try every line (slow)",
                at: mark)
        }
        let isBound = anchor?.value == Anchor.literal.rawValue || gate != nil
        if prefilter.isEmpty && hasPrefilter && isBound {
            problems.add("an empty prefilter has no place for an anchor or a gate", at: mark)
        }
        for literal in prefilter where literal.value.utf8.count < 3 {
            problems.add(
                "prefilter '\(literal.value)' is shorter than three bytes", at: literal.mark)
        }
        return prefilter.map(\.value)
    }

    private func checkedPattern(problems: inout ProblemList) -> String {
        let source = required(pattern, "pattern", problems: &problems)
        guard let mark = pattern?.mark else { return "" }
        let (expanded, unknown) = Fragments.expand(source)
        for name in unknown { problems.add("no fragment is called '\(name)'", at: mark) }
        do throws(RegexError) {
            let regex = try Regex(expanded)
            if regex.groups(named: "secret").isEmpty {
                problems.add("the pattern has no group (?<secret>…)", at: mark)
            }
            if regex.minimumLength == 0 {
                problems.add("the pattern can match nothing at all", at: mark)
            }
            if regex.groupCount >= MatchScratch.pairs {
                problems.add(
                    "the pattern has \(MatchScratch.pairs) groups or more: "
                        + "write (?:…) where no name is needed",
                    at: mark)
            }
            if !regex.isJITCompiled {
                problems.add("the pattern cannot be compiled by the JIT", at: mark)
            }
        } catch {
            // Counted in the expanded pattern; the text around it says more than a number.
            let near = expanded.utf8.dropFirst(max(0, error.offset - 16)).prefix(24)
            let context = String(decoding: near, as: UTF8.self)
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
            problems.add("pattern: \(error) near '\(context)'", at: mark)
        }
        return expanded
    }

    private func checkedBlock(problems: inout ProblemList) -> Block? {
        guard blockEnd != nil || blockCap != nil else { return nil }
        let end = required(blockEnd, "block.end", problems: &problems)
        let cap = number(blockCap, "block.cap", 64...1_048_576, problems: &problems)
        return Block(end: end, cap: Int(cap ?? 65536))
    }

    private func required(
        _ field: Field<String>?, _ key: String, problems: inout ProblemList
    ) -> String {
        guard let field, !field.value.isEmpty else {
            problems.add("no \(key)", at: field?.mark ?? mark)
            return ""
        }
        return field.value
    }

    private func value<Value: RawRepresentable<String> & CaseIterable>(
        _: Value.Type, _ field: Field<String>?, _ key: String, problems: inout ProblemList
    ) -> Value? {
        guard field != nil else {
            problems.add("no \(key)", at: mark)
            return nil
        }
        return optionalValue(Value.self, field, key, problems: &problems)
    }

    private func optionalValue<Value: RawRepresentable<String> & CaseIterable>(
        _: Value.Type, _ field: Field<String>?, _ key: String, problems: inout ProblemList
    ) -> Value? {
        guard let field else { return nil }
        if let value = Value(rawValue: field.value) { return value }
        let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
        problems.add("\(key) '\(field.value)' is none of \(known)", at: field.mark)
        return nil
    }

    private func number(
        _ field: Field<String>?, _ key: String, _ range: ClosedRange<Double>,
        problems: inout ProblemList
    ) -> Double? {
        guard let field else { return nil }
        if let number = Double(field.value), range.contains(number) { return number }
        problems.add(
            "\(key) '\(field.value)' is no number from \(range.lowerBound) to \(range.upperBound)",
            at: field.mark)
        return nil
    }

    private func examples(
        _ fields: [Field<String>], marked: Bool, problems: inout ProblemList
    ) -> [(example: RuleExample, line: Int)] {
        fields.compactMap { field in
            guard let example = try? RuleExample(marked: field.value) else {
                problems.add("« and » do not pair up", at: field.mark)
                return nil
            }
            if marked && example.secrets.isEmpty {
                problems.add("a leak marks its secret: «…»", at: field.mark)
            }
            if !marked && !example.secrets.isEmpty {
                problems.add("a clean example has no «…»", at: field.mark)
            }
            return (example, field.mark.line)
        }
    }
}
