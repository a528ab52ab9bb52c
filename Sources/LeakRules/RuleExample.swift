/// A line (or several) that a rule must match, or must not.
public struct RuleExample: Sendable, Equatable {
    /// The bytes, without markers.
    public let text: [UInt8]

    /// Where the secrets are.
    public let secrets: [Range<Int>]

    /// The mark of an unbalanced `«` or `»`.
    public struct Unbalanced: Error {}

    /// Reads an example as it stands in a rule file: `«…»` around each secret, and `·` anywhere,
    /// which is deleted.
    ///
    /// The splinter `·` breaks the shape of a token on disk, so that no scanner fires on a rule
    /// file.
    public init(marked: String) throws(Unbalanced) {
        var text: [UInt8] = []
        var secrets: [Range<Int>] = []
        var start: Int?
        for character in marked.unicodeScalars {
            switch character {
            case "·": continue
            case "«":
                guard start == nil else { throw Unbalanced() }
                start = text.count
            case "»":
                guard let from = start else { throw Unbalanced() }
                secrets.append(from..<text.count)
                start = nil
            default:
                text += UTF8.encode(character).map(Array.init) ?? []
            }
        }
        guard start == nil else { throw Unbalanced() }
        self.text = text
        self.secrets = secrets
    }
}
