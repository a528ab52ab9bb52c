public import LeakRules
import YAMLReader

/// What `blot.yml` says.
public struct Config: Sendable {
    /// Where it is written.
    public let path: String
    /// Everything that is wrong, in the order of the file.
    public let problems: [RuleProblem]
    private let settings: [String: any Sendable]

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - text: The YAML.
    ///   - path: The file; its directory is what paths in it are relative to.
    ///   - isNamed: Whether it was named, and not only found: what makes blot write files is a
    ///     problem in one that was found, as it may come with the files that are scanned.
    ///   - home: What `~/` stands for at the start of a path.
    public init(_ text: [UInt8], path: String, isNamed: Bool, home: String? = nil) {
        self.path = path
        var reading = ConfigReading(
            problems: ProblemList(file: path), directory: Self.directory(of: path), home: home,
            isNamed: isNamed)
        var settings: [String: any Sendable] = [:]
        do throws(YAMLError) {
            if let root = try readYAML(text) { settings = Self.settings(root, &reading) }
        } catch {
            reading.problems.add("not a YAML document: \(error.message)", at: error.mark)
        }
        self.settings = settings
        // The parts of a section are checked one after the other.
        problems = reading.problems.problems.enumerated().sorted { a, b in
            (a.element.line, a.element.column, a.offset)
                < (b.element.line, b.element.column, b.offset)
        }.map(\.element)
    }

    /// What it says about a key; nil where it says nothing, or something wrong.
    public subscript<Value>(key: ConfigKey<Value>) -> Setting<Value>? {
        settings[key.name] as? Setting<Value>
    }

    /// The line of a key's value; nil where it says nothing about the key, or something wrong.
    public func line(of key: String) -> Int? { (settings[key] as? any Placed)?.line }

    /// The directory that it is in; empty for the one that blot runs in.
    public var directory: String { Self.directory(of: path) }

    /// The part of a path before its last slash; empty without one.
    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func settings(
        _ root: YAMLNode, _ reading: inout ConfigReading
    ) -> [String: any Sendable] {
        // A file of nothing but comments has no document; one with an empty one says nothing.
        if root.text == "" { return [:] }
        guard let entries = root.entries else {
            reading.problems.add("a configuration is a mapping of keys", at: root.mark)
            return [:]
        }
        var result: [String: any Sendable] = [:]
        var seen: Set<String> = []
        for (key, value) in entries {
            let name = key.text ?? ""
            guard seen.insert(name).inserted else {
                reading.problems.add("the key '\(name)' stands twice", at: key.mark)
                continue
            }
            guard let known = AnyConfigKey.all.first(where: { $0.name == name }) else {
                let near = Spelling.suggestion(for: name, among: AnyConfigKey.all.map(\.name))
                reading.problems.add("unknown key '\(name)'\(near)", at: key.mark)
                continue
            }
            if let setting = known.read(value, &reading) { result[name] = setting }
        }
        return result
    }
}
