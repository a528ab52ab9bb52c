/// A place in a YAML text, 1-based, columns in characters as libyaml counts them.
public struct YAMLMark: Sendable, Equatable, Comparable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static func < (a: YAMLMark, b: YAMLMark) -> Bool {
        (a.line, a.column) < (b.line, b.column)
    }
}

/// A YAML document as written: every node knows where it stands, scalars are untyped text.
public struct YAMLNode: Sendable {
    /// What a node is.
    public enum Content: Sendable {
        /// Text; `isPlain` is false for quoted and block scalars.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// Keys in the order of the text; a key may stand twice.
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    public let content: Content
    public let mark: YAMLMark

    public init(content: Content, mark: YAMLMark) {
        self.content = content
        self.mark = mark
    }

    /// The text of a scalar, or nil.
    public var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// The items of a sequence, or nil.
    public var items: [YAMLNode]? {
        if case .sequence(let items) = content { items } else { nil }
    }

    /// The entries of a mapping, or nil.
    public var entries: [(key: YAMLNode, value: YAMLNode)]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }
}

/// A text that is no YAML, or uses what this reader refuses (aliases, several documents, absurd
/// depth).
public struct YAMLError: Error, Sendable {
    public let message: String
    public let mark: YAMLMark

    public init(message: String, mark: YAMLMark) {
        self.message = message
        self.mark = mark
    }
}
