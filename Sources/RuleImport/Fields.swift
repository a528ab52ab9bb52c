import YAMLReader

/// The entries of a mapping by name.
struct Fields {
    private let entries: [(key: YAMLNode, value: YAMLNode)]
    private let start: Int

    init(_ node: YAMLNode) {
        entries = node.entries ?? []
        start = node.mark.line
    }

    /// The names, in their order.
    var keys: [String] { entries.compactMap(\.key.text) }

    func node(_ key: String) -> YAMLNode? {
        entries.first { $0.key.text == key }?.value
    }

    /// Where a key stands, or the mapping where it is not there.
    func line(_ key: String) -> Int {
        entries.first { $0.key.text == key }?.key.mark.line ?? start
    }

    func text(_ key: String) -> String? {
        node(key)?.text
    }

    /// The texts of a list; a text alone counts as a list of one.
    func texts(_ key: String) -> [String] {
        placedTexts(key).map(\.text)
    }

    /// The texts of a list, each with its line.
    func placedTexts(_ key: String) -> [(text: String, line: Int)] {
        guard let node = node(key) else { return [] }
        return (node.items ?? [node]).compactMap { item in item.text.map { ($0, item.mark.line) } }
    }
}
