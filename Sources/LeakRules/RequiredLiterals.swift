/// Finds texts that every match of a pattern contains.
public enum RequiredLiterals {
    /// Texts of which every match of a pattern contains at least one, ASCII letters in any case.
    ///
    /// - Parameters:
    ///   - pattern: In PCRE2's syntax, flags inside (`(?i)`).
    ///   - shortest: Bytes below which a text is of no use.
    /// - Returns: Texts in lower case; nil where it cannot be proved that a match contains any.
    public static func literals(of pattern: String, shortest: Int = 3) -> [String]? {
        guard let pieces = try? PatternPiece.pieces(of: pattern),
            let tree = try? PatternTree(pieces)
        else { return nil }
        let best = Knowledge(tree, shortest: shortest).best(shortest: shortest)
        return best.map { texts in
            // A text that contains another one is found whenever that one is.
            texts.filter { text in !texts.contains { $0 != text && holds(text, $0) } }
                .map { String(decoding: $0, as: UTF8.self) }.sorted()
        }
    }

    private static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        text.indices.contains { text[$0...].starts(with: part) }
    }
}

/// What is known of all matches of a part of a pattern.
private struct Knowledge {
    typealias Texts = Set<[UInt8]>

    /// Every match is one of these, in lower case; nil where there are too many.
    private var exact: Texts?

    /// Every match contains one of these.
    private var required: Texts?

    /// Every match begins, or ends, with one of these; what is exact does so with itself.
    private var start: Texts?
    private var end: Texts?

    /// More texts than this are no help to a search.
    private static let mostTexts = 32

    /// Longer texts are cut: they are rare enough.
    private static let longestText = 48

    private init(exact: Texts?, required: Texts?, start: Texts? = nil, end: Texts? = nil) {
        self.exact = exact
        self.required = required
        self.start = exact ?? start
        self.end = exact ?? end
    }

    init(_ tree: PatternTree, shortest: Int) {
        switch tree {
        case .bytes(let set, _): self.init(exact: Self.letters(set), required: nil)
        case .nothing: self.init(exact: [[]], required: nil)
        case .unknown: self.init(exact: nil, required: nil)
        case .capture(let inner, _): self.init(inner, shortest: shortest)
        case .choice(let branches):
            self.init(branches: branches.map { Knowledge($0, shortest: shortest) }, shortest)
        case .sequence(let parts):
            self.init(parts: parts.map { Knowledge($0, shortest: shortest) }, shortest)
        case .repeated(let inner, let least, let most, _):
            self.init(
                Knowledge(inner, shortest: shortest), least: least, most: most, shortest: shortest)
        }
    }

    /// The letters of a small set; what is not printable ASCII gives nothing.
    private static func letters(_ set: Set<UInt8>) -> Texts? {
        guard set.count <= 16, set.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        let folded = Set(set.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
        return folded.isEmpty || folded.count > 8 ? nil : Set(folded.map { [$0] })
    }

    private init(branches: [Knowledge], _ shortest: Int) {
        var exact: Texts? = []
        var required: Texts? = []
        for branch in branches {
            exact = exact.flatMap { all in branch.exact.map(all.union) }
            required = required.flatMap { all in branch.best(shortest: shortest).map(all.union) }
        }
        if let all = exact, all.count > Self.mostTexts { exact = nil }
        // More than the ordinary: each issuer's prefix is a branch of its own.
        if let all = required, all.count > 4 * Self.mostTexts { required = nil }
        self.init(exact: exact, required: required)
    }

    private init(parts: [Knowledge], _ shortest: Int) {
        var run: Texts = [[]]
        var isExact = true
        var required: Texts?
        var start: Texts?
        func offer(_ texts: Texts?) {
            guard let texts else { return }
            required = required.map { Self.better($0, texts, shortest) } ?? texts
        }
        for part in parts {
            if let texts = part.exact, let product = Self.product(run, texts) {
                run = product
                continue
            }
            isExact = false
            let joined = part.start.flatMap { Self.product(run, $0) } ?? run
            start = start ?? joined
            offer(joined)
            offer(part.best(shortest: shortest))
            run = part.end ?? [[]]
        }
        offer(run)
        self.init(exact: isExact ? run : nil, required: required, start: start, end: run)
    }

    private init(_ inner: Knowledge, least: Int, most: Int?, shortest: Int) {
        guard least > 0 else {
            let isOptional = most == 1
            let exact: Texts? = most == 0 ? [[]] : isOptional ? inner.exact?.union([[]]) : nil
            self.init(exact: exact, required: nil)
            return
        }
        var power: Texts? = [[]]
        var times = 0
        while times < least, let texts = inner.exact, let all = power,
            let product = Self.product(all, texts)
        {
            power = product
            times += 1
        }
        let isWhole = times == least
        self.init(
            exact: isWhole && most == least ? power : nil,
            required: times > 0 ? power : inner.best(shortest: shortest),
            start: times > 0 ? power : inner.start, end: times > 0 ? power : inner.end)
    }

    /// What every match contains one of, or nil where nothing is long enough.
    func best(shortest: Int) -> Texts? {
        let all = [exact, required].compactMap { $0 }
        guard var result = all.first else { return nil }
        for texts in all.dropFirst() { result = Self.better(result, texts, shortest) }
        return (result.map(\.count).min() ?? 0) >= shortest ? result : nil
    }

    /// Every text followed by every other, or nil where that is too much.
    private static func product(_ a: Texts, _ b: Texts) -> Texts? {
        guard a.count * b.count <= mostTexts,
            (a.map(\.count).max() ?? 0) + (b.map(\.count).max() ?? 0) <= longestText
        else { return nil }
        var result: Texts = []
        for first in a { for second in b { result.insert(first + second) } }
        return result
    }

    /// The set whose texts are longer; each doubling of their number weighs as much as half a byte.
    private static func better(_ a: Texts, _ b: Texts, _ shortest: Int) -> Texts {
        func worth(_ texts: Texts) -> Int {
            let length = texts.map(\.count).min() ?? 0
            guard length >= shortest else { return Int.min }
            return 2 * min(length, 10) - (Int.bitWidth - texts.count.leadingZeroBitCount)
        }
        return worth(b) > worth(a) ? b : a
    }
}
