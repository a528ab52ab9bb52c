import LeakRules

/// The rules that secrets were found by, in the order in which they came up.
struct NamedRules {
    private(set) var rules: [Rule] = []
    private var indices: [String: Int] = [:]

    mutating func index(of rule: Rule) -> Int {
        if let index = indices[rule.id] { return index }
        indices[rule.id] = rules.count
        rules.append(rule)
        return rules.count - 1
    }
}
