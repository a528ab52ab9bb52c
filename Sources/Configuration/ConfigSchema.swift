/// The JSON Schema of `blot.yml`, for editors.
public enum ConfigSchema {
    /// The schema (draft 2020-12, <https://json-schema.org/draft/2020-12>), written from the table
    /// of keys.
    public static var text: String {
        let properties = AnyConfigKey.all.map { key in
            guard case .object(let entries) = key.schema else { return (key.name, key.schema) }
            return (key.name, .object([("description", .string(key.about))] + entries))
        }
        let schema: JSONTree = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "blot.yml", "description": "The configuration of blot.", "type": "object",
            "properties": .object(properties), "additionalProperties": false,
        ]
        return schema.text() + "\n"
    }
}
