import LeakRules

/// Writes a rule file in the house's form.
struct HouseYAML {
    private(set) var text = ""
    /// For each line of the text the line of the foreign file that it comes from.
    private(set) var origins: [Int] = []
    /// For each line of the text the id of the rule that it belongs to.
    private(set) var owners: [String?] = []
    private var origin = 1
    private var owner: String?

    init(_ file: ForeignFile) {
        put("# Imported from \(Self.oneLine(file.path)).")
        put("issuer: Imported")
        put("rules:")
        for rule in file.rules { write(rule) }
        owner = nil
        guard !file.allowances.isEmpty else { return }
        put("allow:")
        for allowance in file.allowances { write(allowance) }
    }

    private mutating func put(_ line: String) {
        text += line + "\n"
        origins.append(origin)
        owners.append(owner)
    }

    private mutating func write(_ rule: ForeignRule) {
        origin = rule.line
        owner = rule.id
        put("  - id: \(rule.id)")
        put("    name: \(Self.quoted(rule.name))")
        put("    issuer: \(rule.id.prefix { $0 != "." })")
        if let reference = rule.reference { put("    reference: \(Self.quoted(reference))") }
        put("    category: token")
        put("    severity: \(rule.severity.rawValue)")
        put("    specificity: \(rule.specificity.rawValue)")
        put("    prefilter: \(Self.list(rule.prefilter))")
        writePattern(rule.pattern)
        if let entropy = rule.entropy { put("    entropy: \(entropy)") }
        put("    reach: \(rule.reach)")
        put("    why: \(Self.quoted(rule.why))")
        if let alias = rule.alias { put("    aliases: \(Self.list([alias]))") }
        for (key, examples) in [("leaks", rule.leaks), ("clean", rule.clean)]
        where !examples.isEmpty {
            put("    \(key):")
            for example in examples { put("      - \(Self.quoted(example))") }
        }
    }

    /// A pattern of several lines keeps them.
    private mutating func writePattern(_ pattern: String) {
        let isPlain = pattern.unicodeScalars.allSatisfy {
            $0 == "\n" || $0 == "\t" || (" "..."~") ~= $0
        }
        let lines = pattern.split(separator: "\n", omittingEmptySubsequences: false)
        // At most one line ending at the end, which the block scalar keeps.
        let isOpen = lines.count > 2 && lines.last == ""
        guard isPlain, lines.count > 1, lines.first != "", lines.dropLast().last != "",
            isOpen || lines.last != ""
        else {
            put("    pattern: \(Self.quoted(pattern))")
            return
        }
        put(isOpen ? "    pattern: |2" : "    pattern: |2-")
        for line in isOpen ? lines.dropLast() : lines[...] {
            put(line.isEmpty ? "" : "      \(line)")
        }
    }

    private mutating func write(_ allowance: ForeignAllowance) {
        origin = allowance.line
        put("  - reason: \(Self.quoted(allowance.reason))")
        if let rule = allowance.rule { put("    rule: \(rule)") }
        if let path = allowance.pathPattern { put("    path-regex: \(Self.quoted(path))") }
        if let pattern = allowance.pattern { put("    regex: \(Self.quoted(pattern))") }
    }

    private static func list(_ items: [String]) -> String {
        "[" + items.map(quoted).joined(separator: ", ") + "]"
    }

    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    /// A YAML scalar in quotes: single ones where nothing needs an escape.
    static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            (" "..."~") ~= $0 || "«»·".unicodeScalars.contains($0)
        }
        if isPlain {
            return "'"
                + text.split(separator: "'", omittingEmptySubsequences: false).joined(
                    separator: "''") + "'"
        }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += #"\""#
            case "\\": result += #"\\"#
            case "\n": result += #"\n"#
            case "\t": result += #"\t"#
            case "\r": result += #"\r"#
            case " "..."~", "\u{A1}"..."\u{2027}", "\u{202A}"..."\u{D7FF}":
                result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                result += #"\U"# + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
