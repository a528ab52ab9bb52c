/// Rules that are used together.
public struct RuleSet: Sendable {
    /// In order of definition; ids are unique.
    public private(set) var rules: [Rule]

    public init(_ rules: [Rule] = []) {
        self.rules = rules
    }

    /// The rule with an id or a former id.
    public func rule(_ id: String) -> Rule? {
        rules.first { $0.id == id } ?? rules.first { $0.aliases.contains(id) }
    }

    /// Adds rules; one that has the id of a rule already there takes its place.
    public mutating func add(_ more: [Rule]) {
        let replaced = Set(more.map(\.id))
        rules.removeAll { replaced.contains($0.id) }
        rules += more
    }
}
