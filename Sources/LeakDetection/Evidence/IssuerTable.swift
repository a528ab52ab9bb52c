import LeakRules
import Prefilter
import Synchronization

/// Finds issuers by their words, and says whether a value can be theirs. Made when the first is
/// asked for: most logs name none.
final class IssuerTable: Sendable {
    private let rules: [Rule]
    private let lazyWords = AtomicLazyReference<Words>()

    /// The words of all issuers, and the rules that name them.
    private final class Words: Sendable {
        let index: LiteralIndex
        let literals: LiteralSet
        /// Whether some issuer's values can have as many bytes as the index tells.
        private let lengths: [Bool]

        init(_ rules: [Rule]) {
            index = LiteralIndex(rules) { $0.forEachWord($1) }
            literals = LiteralSet(index.literals, kernel: .scalar)
            var lengths = [Bool](repeating: false, count: Self.longest + 1)
            for shape in rules.lazy.compactMap(\.context).flatMap(\.shapes) {
                for length in shape.length.clamped(to: 0...Self.longest) { lengths[length] = true }
            }
            self.lengths = lengths
        }

        /// Longer values count as that long.
        private static let longest = 512

        func mayHave(_ length: Int) -> Bool { lengths[min(length, Self.longest)] }
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
        guard words.mayHave(value.count) else { return nil }
        guard words.index.count > 0 else { return nil }
        // `X-Algolia-API-Key` and `algoliaApiKey` are the same name.
        let list = CandidateList(capacity: 64)
        withUnsafeTemporaryAllocation(byteCount: text.count, alignment: 1) { plain in
            var count = 0
            for byte in text where byte.isAlphanumeric {
                plain[count] = byte
                count += 1
            }
            words.literals.search(UnsafeRawBufferPointer(plain).slice(0..<count), into: list)
        }
        guard list.count > 0 else { return nil }
        let found = (0..<list.count).map { list[$0] }.sorted { $0.offset > $1.offset }
        for candidate in found {
            for use in words.index.uses(of: candidate.literal)
            where rules[use.rule].context?.shapes.contains(where: { $0.matches(value) }) == true {
                return use.rule
            }
        }
        return nil
    }
}
