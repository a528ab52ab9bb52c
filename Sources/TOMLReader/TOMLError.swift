public import YAMLReader

/// A text that is no TOML, or that is larger or deeper than this reader allows.
public struct TOMLError: Error, Sendable {
    /// One lower-case sentence, on one line.
    public let message: String
    public let mark: YAMLMark

    public init(message: String, mark: YAMLMark) {
        self.message = message
        self.mark = mark
    }
}
