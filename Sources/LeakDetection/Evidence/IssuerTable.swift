import LeakRules
import Prefilter
import Synchronization

/// Finds issuers by their words, and says whether a value can be theirs. Made when the first is
/// asked for: most logs name none.
final class IssuerTable: Sendable {
    private let rules: [Rule]
    private let lazyWords = AtomicLazyReference<Words>()

    /// The words of all issuers.
    private final class Words: Sendable {
        let literals: LiteralSet
        /// For each word the rules of its issuer.
        let rules: [[Int]]
        let contexts: [Int: IssuerContext]

        init(_ rules: [Rule]) {
            var byWord: [String: [Int]] = [:]
            var contexts: [Int: IssuerContext] = [:]
            for (index, rule) in rules.enumerated() where rule.hasContext {
                guard let context = rule.context else { continue }
                contexts[index] = context
                for word in context.words { byWord[word, default: []].append(index) }
            }
            let ordered = byWord.sorted { $0.key < $1.key }
            literals = LiteralSet(ordered.map { Array($0.key.utf8) })
            self.rules = ordered.map(\.value)
            self.contexts = contexts
        }
    }

    /// Bytes before a name in which an issuer's word counts.
    static let nearby = 64

    init(_ rules: [Rule]) {
        self.rules = rules
    }

    private var words: Words { lazyWords.load() ?? lazyWords.storeIfNil(Words(rules)) }

    /// The rule of the issuer whose word stands in a text, and one of whose shapes the value has.
    ///
    /// - Parameters:
    ///   - text: The name of the setting, or what stands before it.
    ///   - value: The value.
    /// - Returns: The rule's index; of several, that of the word that stands last.
    func rule(near text: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Int? {
        let words = words
        guard !words.contexts.isEmpty else { return nil }
        // `X-Algolia-API-Key` and `algoliaApiKey` are the same name.
        let plain = text.filter(\.isAlphanumeric)
        var found: [Candidate] = []
        plain.withUnsafeBytes { words.literals.search($0, into: &found) }
        for candidate in found.sorted(by: { $0.offset > $1.offset }) {
            for rule in words.rules[candidate.literal]
            where words.contexts[rule]?.shapes.contains(where: { $0.matches(value) }) == true {
                return rule
            }
        }
        return nil
    }
}
