import LeakDetection
import LeakReport
import LeakRules

/// A rule, explained.
enum RuleSheet {
    static func text(_ rule: Rule) -> String {
        var text = "\(rule.id): \(printable(rule.name))\n"
        func row(_ name: String, _ value: String) {
            guard !value.isEmpty else { return }
            text += "  " + name + String(repeating: " ", count: max(1, 12 - name.utf8.count))
            text += printable(value) + "\n"
        }
        row("issuer", rule.issuer)
        row("reference", rule.reference)
        row("category", rule.category.rawValue)
        row("severity", rule.severity.rawValue)
        row("specificity", rule.specificity.rawValue)
        row("why", rule.why)
        row("prefilter", rule.prefilter.joined(separator: " "))
        row("validate", rule.validators.map(\.rawValue).joined(separator: " "))
        row("entropy", rule.minimumEntropy.map { "at least \($0) bits per byte" } ?? "")
        row("aliases", rule.aliases.joined(separator: " "))
        row(
            "score",
            "up to \(Score.score(severity: rule.severity, confidence: 1)): 100 x "
                + "\(Score.weight(of: rule.severity)) for \(rule.severity.rawValue) x confidence, "
                + "which starts at \(Score.base(of: rule.specificity)) "
                + "for an \(rule.specificity.rawValue) pattern")
        if let context = rule.context {
            row("words", context.words.joined(separator: " "))
            row("shapes", context.shapes.map(\.text).joined(separator: " "))
            return text
        }
        text += "  pattern\n"
        for line in rule.pattern.split(separator: "\n") {
            text += "      " + printable(String(line)) + "\n"
        }
        return text
    }
}
