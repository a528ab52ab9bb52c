/// JSON in which keys have an order.
indirect enum JSONTree: Sendable {
    case string(String)
    case number(Int)
    case truth(Bool)
    case array([JSONTree])
    case object([(String, JSONTree)])

    /// As text: short ones on a line, others indented by two.
    func text(indent: Int = 0) -> String {
        let short = line
        if short.utf8.count + indent <= 88 { return short }
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch self {
        case .array(let items):
            let texts = items.map { inner + $0.text(indent: indent + 2) }
            return "[\n\(texts.joined(separator: ",\n"))\n\(outer)]"
        case .object(let entries):
            let texts = entries.map { key, value in
                "\(inner)\(Self.quoted(key)): \(value.text(indent: indent + 2))"
            }
            return "{\n\(texts.joined(separator: ",\n"))\n\(outer)}"
        default: return short
        }
    }

    private var line: String {
        switch self {
        case .string(let text): Self.quoted(text)
        case .number(let number): "\(number)"
        case .truth(let truth): "\(truth)"
        case .array(let items): "[\(items.map(\.line).joined(separator: ", "))]"
        case .object(let entries):
            "{" + entries.map { "\(Self.quoted($0)): \($1.line)" }.joined(separator: ", ") + "}"
        }
    }

    /// A text of ours: there are no control characters in it.
    private static func quoted(_ text: String) -> String {
        let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }
        return "\"\(escaped.joined())\""
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral
{
    init(stringLiteral text: String) { self = .string(text) }
    init(arrayLiteral items: JSONTree...) { self = .array(items) }
    init(dictionaryLiteral entries: (String, JSONTree)...) { self = .object(entries) }
    init(booleanLiteral truth: Bool) { self = .truth(truth) }
}
