import Foundation
import YAMLReader

/// As much of JSON Schema as the schema of `blot.yml` uses.
struct SchemaCheck {
    private let schema: [String: Any]

    /// Words of JSON Schema that are checked, or say nothing about validity.
    private static let words: Set = [
        "$schema", "title", "description", "type", "properties", "additionalProperties", "enum",
        "minimum", "maximum", "items", "oneOf", "required", "pattern", "minLength",
        "minProperties",
    ]

    init(_ text: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        schema = object as? [String: Any] ?? [:]
    }

    /// Where a document departs from the schema; one line each.
    func mistakes(_ yaml: String) throws -> [String] {
        guard let node = try readYAML(Array(yaml.utf8)) else { return ["no document"] }
        return mistakes(value(node), schema, at: "")
    }

    /// Plain scalars have types in YAML's core schema.
    private func value(_ node: YAMLNode) -> Any {
        switch node.content {
        case .scalar(let text, let isPlain):
            if isPlain, let number = Int(text) { return number }
            if isPlain, let truth = Bool(text) { return Truth(value: truth) }
            return text
        case .sequence(let items): return items.map(value)
        case .mapping(let entries):
            return Dictionary(
                entries.map { ($0.key.text ?? "", value($0.value)) }, uniquingKeysWith: { $1 })
        }
    }

    private struct Truth { let value: Bool }

    private func mistakes(_ value: Any, _ schema: [String: Any], at place: String) -> [String] {
        var result = Set(schema.keys).subtracting(Self.words).map { "\(place): unchecked \($0)" }
        if let type = schema["type"] as? String, type != self.type(of: value) {
            return result + ["\(place): no \(type)"]
        }
        if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") {
            result.append("\(place): not among \(words)")
        }
        if let least = schema["minimum"] as? Int, let number = value as? Int, number < least {
            result.append("\(place): too small")
        }
        if let most = schema["maximum"] as? Int, let number = value as? Int, number > most {
            result.append("\(place): too large")
        }
        if let least = schema["minLength"] as? Int, let text = value as? String,
            text.count < least
        {
            result.append("\(place): too short")
        }
        if let pattern = schema["pattern"] as? String, let text = value as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            result.append("\(place): not like \(pattern)")
        }
        if let choices = schema["oneOf"] as? [[String: Any]],
            choices.count(where: { mistakes(value, $0, at: place).isEmpty }) != 1
        {
            result.append("\(place): none of the forms, or several")
        }
        if let items = schema["items"] as? [String: Any], let values = value as? [Any] {
            for (index, item) in values.enumerated() {
                result += mistakes(item, items, at: "\(place)/\(index)")
            }
        }
        guard let object = value as? [String: Any] else { return result }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        for (key, item) in object.sorted(by: { $0.key < $1.key }) {
            if let known = properties[key] {
                result += mistakes(item, known, at: "\(place)/\(key)")
            } else if schema["additionalProperties"] as? Bool == false {
                result.append("\(place): unknown \(key)")
            }
        }
        for key in schema["required"] as? [String] ?? [] where object[key] == nil {
            result.append("\(place): no \(key)")
        }
        if let least = schema["minProperties"] as? Int, object.count < least {
            result.append("\(place): too few keys")
        }
        return result
    }

    private func type(of value: Any) -> String {
        switch value {
        case is Int: "integer"
        case is Truth: "boolean"
        case is String: "string"
        case is [Any]: "array"
        default: "object"
        }
    }
}
