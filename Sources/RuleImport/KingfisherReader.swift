import LeakRules
import PCRE2
import YAMLReader

/// Reads rules in the YAML of noseyparker and kingfisher (their documentation of custom rules).
struct KingfisherReader {
    private var file: ForeignFile

    /// What a rule may have that is used here, or only describes.
    private static let known: Set<String> = [
        "name", "id", "description", "pattern", "examples", "negative_examples", "references",
        "categories", "min_entropy", "confidence", "visible",
    ]

    /// Whether a document is in this form and not in the house's.
    static func recognizes(_ root: YAMLNode) -> Bool {
        let fields = Fields(root)
        guard let rules = fields.node("rules")?.items, !fields.keys.contains("issuer") else {
            return false
        }
        let foreign: Set = [
            "examples", "negative_examples", "references", "categories", "min_entropy",
            "confidence",
            "visible", "validation",
        ]
        let ours: Set = [
            "category", "severity", "specificity", "prefilter", "why", "leaks", "clean",
        ]
        let keys = Set(rules.flatMap { Fields($0).keys })
        return !keys.isDisjoint(with: foreign)
            || keys.contains("pattern") && keys.isDisjoint(with: ours)
    }

    static func read(_ root: YAMLNode, into file: ForeignFile) -> ForeignFile {
        var reader = KingfisherReader(file: file)
        for (key, value) in root.entries ?? [] {
            if key.text == "rules" {
                for rule in value.items ?? [] { reader.readRule(rule) }
            } else {
                reader.file.warn(
                    "'\(key.text ?? "")' is not supported and has no effect", line: key.mark.line)
            }
        }
        if reader.file.rules.isEmpty {
            reader.file.refuse(
                "the file has no rule that can be used: it would find nothing", line: root.mark.line
            )
        }
        return reader.file
    }

    private mutating func readRule(_ node: YAMLNode) {
        let values = Fields(node)
        let line = node.mark.line
        let original = values.text("id") ?? values.text("name") ?? "without an id"
        func named(_ message: String) -> String { "rule \(original): \(message)" }
        if values.text("id") == nil {
            file.warn(named("it has no id, so it is called after its name"), line: line)
        }
        guard let pattern = values.text("pattern"), !pattern.isEmpty else {
            file.warn(named("left out: it has no pattern"), line: line)
            return
        }
        if values.text("visible") == "false" {
            file.warn(
                named("left out: it is not visible, a help to other rules"),
                line: values.line("visible"))
            return
        }
        let rewritten: RewrittenPattern
        do throws(PatternRefusal) {
            rewritten = try PatternRewriter.rewrite(pattern, secretGroup: 0, dialect: .rust)
        } catch {
            file.warn(named("left out: \(error)"), line: values.line("pattern"))
            return
        }
        for note in rewritten.notes { file.warn(named(note), line: values.line("pattern")) }
        let id = file.claimID(original, line: line)
        func said(_ key: String) -> String? { values.text(key).flatMap { $0.isEmpty ? nil : $0 } }
        var rule = ForeignRule(
            id: id, alias: file.alias(original, of: id), name: said("name") ?? original,
            why: said("description") ?? "Not said by the file it was imported from.",
            reference: values.texts("references").first, line: line)
        rule.pattern = rewritten.text
        rule.reach = rewritten.reach
        rule.specificity = values.text("confidence")?.lowercased() == "low" ? .generic : .contextual
        rule.entropy = entropy(values, named)
        rule.prefilter = rewritten.literals ?? []
        if rewritten.literals == nil {
            file.warn(
                named(
                    "no text of three bytes stands in every match, so the pattern is tried on every line: slow"
                ),
                line: values.line("pattern"))
        }
        for key in values.keys where !Self.known.contains(key) {
            file.warn(named("'\(key)' is not supported and has no effect"), line: values.line(key))
        }
        readExamples(values, into: &rule, named)
        file.rules.append(rule)
    }

    private mutating func entropy(_ values: Fields, _ named: (String) -> String) -> Double? {
        guard let text = values.text("min_entropy") else { return nil }
        guard let number = Double(text), (0...8).contains(number) else {
            file.warn(
                named("min_entropy '\(text)' is no number from 0 to 8 and has no effect"),
                line: values.line("min_entropy"))
            return nil
        }
        return number == 0 ? nil : number
    }

    // MARK: Examples

    private mutating func readExamples(
        _ values: Fields, into rule: inout ForeignRule, _ named: (String) -> String
    ) {
        guard let regex = try? Regex(rule.pattern) else { return }
        let marker = ExampleMarker(regex: regex, minimumEntropy: rule.entropy)
        for (text, line) in values.placedTexts("examples") {
            switch marker.mark(text) {
            case .marked(let example): rule.leaks.append(example)
            case .silent:
                file.warn(named("an example does not match\(Self.hint(text))"), line: line)
            case .unmarkable:
                file.warn(
                    named("an example holds «, » or ·, which mean something here; left out"),
                    line: line)
            }
        }
        for (text, line) in values.placedTexts("negative_examples") {
            switch marker.mark(text) {
            case .marked: file.warn(named("a negative example matches"), line: line)
            case .silent: rule.clean.append(ExampleMarker.splintered(text))
            case .unmarkable:
                file.warn(
                    named("an example holds «, » or ·, which mean something here; left out"),
                    line: line)
            }
        }
    }

    private static func hint(_ text: String) -> String {
        text.utf8.dropLast().contains(0x0A)
            ? ": it has several lines, and each is looked at by itself" : ""
    }
}
