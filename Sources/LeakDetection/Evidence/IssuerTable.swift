import LeakRules
import Prefilter

/// Finds issuers by their words, and says whether a value can be theirs.
final class IssuerTable: Sendable {
    private let words: LiteralSet
    /// For each word the rules of its issuer.
    private let rulesOfWord: [[Int]]
    private let contexts: [Int: IssuerContext]

    /// Bytes before a name in which an issuer's word counts.
    static let nearby = 64

    init(_ rules: [Rule]) {
        var byWord: [String: [Int]] = [:]
        var contexts: [Int: IssuerContext] = [:]
        for (index, rule) in rules.enumerated() {
            guard let context = rule.context else { continue }
            contexts[index] = context
            for word in context.words { byWord[word, default: []].append(index) }
        }
        let ordered = byWord.sorted { $0.key < $1.key }
        words = LiteralSet(ordered.map { Array($0.key.utf8) })
        rulesOfWord = ordered.map(\.value)
        self.contexts = contexts
    }

    /// The rule of the issuer whose word stands in a text, and one of whose shapes the value has.
    ///
    /// - Parameters:
    ///   - text: The name of the setting, or what stands before it.
    ///   - value: The value.
    /// - Returns: The rule's index; of several, that of the word that stands last.
    func rule(near text: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Int? {
        guard !contexts.isEmpty else { return nil }
        // `X-Algolia-API-Key` and `algoliaApiKey` are the same name.
        let list = CandidateList()
        withUnsafeTemporaryAllocation(byteCount: text.count, alignment: 1) { plain in
            var count = 0
            for byte in text where byte.isAlphanumeric {
                plain[count] = byte
                count += 1
            }
            words.search(UnsafeRawBufferPointer(plain).slice(0..<count), into: list)
        }
        guard list.count > 0 else { return nil }
        let found = (0..<list.count).map { list[$0] }.sorted { $0.offset > $1.offset }
        for candidate in found {
            for rule in rulesOfWord[candidate.literal]
            where contexts[rule]?.shapes.contains(where: { $0.matches(value) }) == true {
                return rule
            }
        }
        return nil
    }
}
