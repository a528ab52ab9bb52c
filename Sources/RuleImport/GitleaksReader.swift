import LeakRules
import PCRE2
import YAMLReader

/// Reads the rules of a gitleaks configuration (its README, "Configuration").
struct GitleaksReader {
    private var file: ForeignFile
    private let root: YAMLNode

    /// Keys that only describe.
    private static let descriptive: Set<String> = ["title", "description", "minVersion"]

    static func read(_ root: YAMLNode, into file: ForeignFile) -> ForeignFile {
        var reader = GitleaksReader(file: file, root: root)
        reader.read()
        return reader.file
    }

    private mutating func read() {
        var hasAllowlists = false
        for (key, value) in root.entries ?? [] {
            switch key.text ?? "" {
            case "rules":
                for rule in value.items ?? [value] { readRule(rule) }
            case "allowlist", "allowlists": hasAllowlists = true
            case "extend": warnOfExtension(value)
            case let name where Self.descriptive.contains(name): break
            case let name:
                file.warn("'\(name)' is not supported and has no effect", line: key.mark.line)
            }
        }
        // After the rules, whose ids they may name.
        for (key, value) in root.entries ?? []
        where key.text == "allowlist" || key.text == "allowlists" {
            for list in value.items ?? [value] { readAllowlist(list, rule: nil) }
        }
        if file.rules.isEmpty {
            let what =
                hasAllowlists
                ? "only allow lists: it would find nothing"
                : "no rule that can be used: it would find nothing"
            file.refuse("the file has \(what)", line: root.mark.line)
        }
    }

    private mutating func warnOfExtension(_ node: YAMLNode) {
        for (key, value) in node.entries ?? [] {
            let line = key.mark.line
            switch key.text ?? "" {
            case "useDefault" where value.text == "false": break
            case "useDefault":
                file.warn(
                    "extend.useDefault: gitleaks' own rules are not here; the built-in ones are used beside this file's",
                    line: line)
            case "path":
                file.warn(
                    "extend.path: '\(value.text ?? "")' is not read; give it as another --rules",
                    line: line)
            case "disabledRules":
                file.warn(
                    "extend.disabledRules: gitleaks' own rules are not here to be disabled",
                    line: line)
            case let name:
                file.warn("extend.\(name) is not supported and has no effect", line: line)
            }
        }
    }

    // MARK: Rules

    private mutating func readRule(_ node: YAMLNode) {
        let values = Fields(node)
        let line = node.mark.line
        let original = values.text("id") ?? values.text("description") ?? "without an id"
        func named(_ message: String) -> String { "rule \(original): \(message)" }
        if values.text("id") == nil {
            file.warn(named("it has no id, so it is called after its description"), line: line)
        }
        guard let regex = values.text("regex"), !regex.isEmpty else {
            let reason =
                values.text("path") != nil
                ? "it looks at paths alone, which is not supported"
                : "it has no regex: it changes a rule of gitleaks that is not here"
            file.warn(named("left out: \(reason)"), line: line)
            return
        }
        var secretGroup = 0
        if let text = values.text("secretGroup") {
            guard let number = Int(text), number >= 0 else {
                file.warn(
                    named("left out: secretGroup '\(text)' is no number"),
                    line: values.line("secretGroup"))
                return
            }
            secretGroup = number
        }
        let rewritten: RewrittenPattern
        do throws(PatternRefusal) {
            rewritten = try PatternRewriter.rewrite(regex, secretGroup: secretGroup, dialect: .re2)
        } catch {
            file.warn(named("left out: \(error)"), line: values.line("regex"))
            return
        }
        for note in rewritten.notes { file.warn(named(note), line: values.line("regex")) }
        let id = file.claimID(original, line: line)
        let description = values.text("description") ?? ""
        var rule = ForeignRule(
            id: id, alias: file.alias(original, of: id), name: Self.name(description, original),
            why: description.isEmpty ? "Not said by the file it was imported from." : description,
            line: line)
        rule.pattern = rewritten.text
        rule.reach = rewritten.reach
        rule.severity = severity(values)
        rule.entropy = entropy(values, named)
        rule.prefilter = prefilter(values, rewritten, named)
        file.rules.append(rule)
        warnOfUnsupported(values, named)
        for key in ["allowlist", "allowlists"] {
            for list in values.node(key).map({ $0.items ?? [$0] }) ?? [] {
                readAllowlist(list, rule: (id, original))
            }
        }
    }

    /// A short name: the description, or else the id.
    private static func name(_ description: String, _ id: String) -> String {
        description.isEmpty || description.count > 60 || description.contains("\n")
            ? id : description
    }

    /// `high`, unless the file says otherwise in `severity` or `tags`.
    private func severity(_ values: Fields) -> Severity {
        let said = [values.text("severity")].compactMap { $0 } + values.texts("tags")
        return said.lazy.compactMap { Severity(rawValue: $0.lowercased()) }.first ?? .high
    }

    private mutating func entropy(_ values: Fields, _ named: (String) -> String) -> Double? {
        guard let text = values.text("entropy") else { return nil }
        guard let number = Double(text), number >= 0 else {
            file.warn(
                named("entropy '\(text)' is no number and has no effect"),
                line: values.line("entropy"))
            return nil
        }
        if number > 8 {
            file.warn(
                named("entropy \(text) is more than a byte can have: it finds nothing"),
                line: values.line("entropy"))
        }
        return number == 0 ? nil : min(8, number)
    }

    private mutating func prefilter(
        _ values: Fields, _ rewritten: RewrittenPattern, _ named: (String) -> String
    ) -> [String] {
        var seen: Set<String> = []
        let keywords = values.texts("keywords").filter {
            !$0.isEmpty && seen.insert($0.lowercased()).inserted
        }
        let line = values.node("keywords") == nil ? values.line("regex") : values.line("keywords")
        if !keywords.isEmpty, keywords.allSatisfy({ $0.utf8.count >= 3 }) {
            let folded = keywords.map { $0.lowercased() }
            let isCovered =
                rewritten.literals.map { literals in
                    literals.allSatisfy { literal in folded.contains { literal.contains($0) } }
                } ?? false
            if !isCovered {
                file.warn(
                    named(
                        "a match counts only where a keyword stands on the same line; gitleaks looks for it in the whole file"
                    ),
                    line: line)
            }
            return keywords
        }
        if !keywords.isEmpty {
            file.warn(named("keywords of less than three bytes are not asked for"), line: line)
        }
        if let literals = rewritten.literals { return literals }
        file.warn(
            named(
                "no text of three bytes stands in every match, so the regex is tried on every line: slow"
            ),
            line: line)
        return []
    }

    private mutating func warnOfUnsupported(_ values: Fields, _ named: (String) -> String) {
        let known: Set = [
            "id", "description", "regex", "secretGroup", "entropy", "keywords", "tags", "severity",
            "allowlist", "allowlists",
        ]
        for key in values.keys where !known.contains(key) {
            let line = values.line(key)
            switch key {
            case "path":
                file.warn(
                    named("path is not supported: the rule holds for every input"), line: line)
            case "required":
                file.warn(
                    named("required is not supported: the rule reports without its companions"),
                    line: line)
            case "skipReport":
                file.warn(named("skipReport is not supported: the rule reports"), line: line)
            default: file.warn(named("'\(key)' is not supported and has no effect"), line: line)
            }
        }
    }

    // MARK: Allow lists

    /// Reads one allow list: of a rule (its id here and there), or of the whole file.
    private mutating func readAllowlist(_ node: YAMLNode, rule: (id: String, original: String)?) {
        let values = Fields(node)
        let line = node.mark.line
        let owner = rule.map { "rule \($0.original): " } ?? ""
        let known: Set = [
            "description", "regexes", "regexTarget", "stopwords", "paths", "commits", "condition",
            "targetRules",
        ]
        for key in values.keys where !known.contains(key) {
            file.warn(
                "\(owner)allowlist: '\(key)' is not supported and has no effect",
                line: values.line(key))
        }
        let kinds = ["regexes", "stopwords", "paths", "commits"].filter {
            !values.texts($0).isEmpty
        }
        if kinds.isEmpty {
            file.warn("\(owner)allowlist: it allows nothing", line: line)
            return
        }
        let condition = values.text("condition")?.uppercased() ?? "OR"
        let isAll = ["AND", "&&"].contains(condition)
        if !isAll && !["OR", "||"].contains(condition) {
            file.warn(
                "\(owner)allowlist left out: condition '\(condition)' is neither OR nor AND",
                line: values.line("condition"))
            return
        }
        if isAll && kinds.count > 1 {
            file.warn(
                "\(owner)allowlist left out: condition AND over \(kinds.joined(separator: " and ")) is not supported",
                line: values.line("condition"))
            return
        }
        if kinds.contains("commits") {
            file.warn(
                "\(owner)allowlist: commits mean nothing for logs and allow nothing",
                line: values.line("commits"))
        }
        for scope in scopes(values, rule) { add(values, scope: scope, owner: owner, line: line) }
    }

    /// The rules that a list holds for: one entry for each, nil for all of the file.
    private mutating func scopes(_ values: Fields, _ rule: (id: String, original: String)?)
        -> [String?]
    {
        if let rule { return [rule.id] }
        guard values.node("targetRules") != nil else { return [nil] }
        var scopes: [String?] = []
        for target in values.texts("targetRules") {
            if let known = file.rules.first(where: { $0.alias == target || $0.id == target }) {
                scopes.append(known.id)
            } else {
                file.warn(
                    "allowlist: targetRules names '\(target)', which is no rule of this file",
                    line: values.line("targetRules"))
            }
        }
        return scopes
    }

    private mutating func add(_ values: Fields, scope: String?, owner: String, line: Int) {
        let reason =
            values.text("description").flatMap { $0.isEmpty ? nil : $0 }
            ?? "allow list of the imported file"
        func entry(_ line: Int) -> ForeignAllowance {
            ForeignAllowance(rule: scope, reason: reason, line: line)
        }
        let target = values.text("regexTarget") ?? "secret"
        if target == "secret" || target.isEmpty {
            for (pattern, line) in values.placedTexts("regexes")
            where isUsable(pattern, owner, line) {
                var allowance = entry(line)
                allowance.pattern = pattern
                file.allowances.append(allowance)
            }
        } else if !values.texts("regexes").isEmpty {
            file.warn(
                "\(owner)allowlist: regexes with regexTarget '\(target)' are not supported and allow nothing",
                line: values.line("regexTarget"))
        }
        for (pattern, line) in values.placedTexts("paths") where isUsable(pattern, owner, line) {
            var allowance = entry(line)
            allowance.pathPattern = pattern
            file.allowances.append(allowance)
        }
        let stopwords = values.placedTexts("stopwords").filter { word, line in
            if word.isEmpty {
                file.warn(
                    "\(owner)allowlist: an empty stopword would allow everything; left out",
                    line: line)
            }
            return !word.isEmpty
        }
        // PCRE2 compiles patterns of up to 64 KiB.
        for start in stride(from: 0, to: stopwords.count, by: 200) {
            let words = stopwords[start..<min(stopwords.count, start + 200)]
            var allowance = entry(words.first?.line ?? line)
            allowance.pattern = "(?i)" + words.map { Self.escaped($0.text) }.joined(separator: "|")
            file.allowances.append(allowance)
        }
    }

    /// Whether an allowing pattern compiles and does not allow everything.
    private mutating func isUsable(_ pattern: String, _ owner: String, _ line: Int) -> Bool {
        do throws(RegexError) {
            let regex = try Regex(pattern)
            // No secret is a control character alone: what matches it matches anything.
            let allowsAll = [UInt8(1)].withUnsafeBytes {
                regex.firstMatch(in: $0, from: 0, scratch: MatchScratch()) == .matched
            }
            if allowsAll {
                file.warn(
                    "\(owner)allowlist: '\(pattern)' matches anything and would allow every secret; left out",
                    line: line)
            }
            return !allowsAll
        } catch {
            file.warn(
                "\(owner)allowlist: '\(pattern)' is not understood at offset \(error.offset) and allows nothing: \(error)",
                line: line)
            return false
        }
    }

    /// A text as a pattern that matches it.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            let isWord =
                scalar.value >= 0x80 || scalar == "_" || ("a"..."z") ~= scalar
                || ("A"..."Z") ~= scalar
                || ("0"..."9") ~= scalar
            if scalar.value < 0x20 || scalar.value == 0x7F {
                result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            } else {
                result += isWord ? "" : "\\"
                result.unicodeScalars.append(scalar)
            }
        }
    }
}
