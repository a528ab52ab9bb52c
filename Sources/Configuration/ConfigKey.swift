import LeakRules
import YAMLReader

/// A key of `blot.yml`: what it is called, what it takes, what it means.
///
/// ``ConfigKey/all`` is the one table of them: the reader, the schema for editors and the test of
/// the documentation go by it.
public struct ConfigKey<Value: Sendable>: Sendable {
    /// As it is written; that of the option of the same meaning.
    public let name: String
    /// One sentence, for editors.
    public let about: String
    let form: ValueForm<Value>
    /// Whether a value makes blot write a file: only a configuration that was named may ask for
    /// that.
    let writes: @Sendable (Value) -> Bool

    init(
        _ name: String, _ form: ValueForm<Value>, _ about: String,
        writes: @escaping @Sendable (Value) -> Bool = { _ in false }
    ) {
        self.name = name
        self.form = form
        self.about = about
        self.writes = writes
    }

    /// A value as it is shown to people.
    public func text(_ value: Value) -> String { form.text(value) }
}

/// A key of which the type of the value does not matter.
public struct AnyConfigKey: Sendable {
    public let name: String
    public let about: String
    let schema: JSONTree
    /// Reads the value; nil where something is wrong, which is then among the problems.
    let read: @Sendable (YAMLNode, inout ConfigReading) -> (any Sendable)?

    init<Value>(_ key: ConfigKey<Value>) {
        name = key.name
        about = key.about
        schema = key.form.schema
        read = { node, reading in
            guard let value = key.form.read(node, key.name, &reading) else { return nil }
            if !reading.isNamed && key.writes(value) {
                reading.problems.add(
                    "'\(key.name)' makes blot write a file; it is heeded only in a configuration "
                        + "that is named with --config", at: node.mark)
                return nil
            }
            return Setting(value: value, line: node.mark.line)
        }
    }
}

/// What is written on a line.
protocol Placed {
    var line: Int { get }
}

/// A value and the line that it is written on.
public struct Setting<Value: Sendable>: Sendable, Placed {
    public let value: Value
    public let line: Int
}

/// What goes along when a configuration is read.
struct ConfigReading {
    var problems: ProblemList
    /// What relative paths are relative to; empty for the directory that blot runs in.
    let directory: String
    /// What `~/` stands for.
    let home: String?
    /// Whether the configuration was named, and not only found.
    let isNamed: Bool

    /// The path that a text in the configuration means.
    func path(_ text: String) -> String {
        if text.hasPrefix("~/"), let home { return home + text.dropFirst() }
        return text.hasPrefix("/") || directory.isEmpty
            ? text : directory + (directory == "/" ? "" : "/") + text
    }
}
