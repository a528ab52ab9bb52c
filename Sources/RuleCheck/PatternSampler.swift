import LeakRules

/// Makes up texts that a pattern may match, the same in every run.
///
/// Look-arounds and back-references are passed over, so not every text matches: ask the pattern.
struct PatternSampler {
    private let tree: PatternTree
    private var state: UInt64 = 0x2545_F491_4F6C_DD1D

    /// - Returns: nil where the pattern has a syntax that is not understood.
    init?(_ pattern: String) {
        guard let pieces = try? PatternPiece.pieces(of: pattern),
            let tree = try? PatternTree(pieces)
        else { return nil }
        self.tree = tree
    }

    /// Another text.
    mutating func next() -> [UInt8] {
        text(of: tree)
    }

    private mutating func text(of part: PatternTree) -> [UInt8] {
        switch part {
        case .bytes(let set, _): return [byte(of: set)]
        case .nothing, .unknown: return []
        case .sequence(let parts):
            var result: [UInt8] = []
            for part in parts { result += text(of: part) }
            return result
        case .choice(let branches): return text(of: branches[random(branches.count)])
        case .capture(let inner, _): return text(of: inner)
        case .repeated(let inner, let least, let most, _):
            let extra = random(min(2, (most ?? Int.max) - least) + 1)
            var result: [UInt8] = []
            for _ in 0..<(least + extra) { result += text(of: inner) }
            return result
        }
    }

    /// A letter or digit where there is one, else something printable: what look-arounds ask for
    /// most.
    private mutating func byte(of set: Set<UInt8>) -> UInt8 {
        let printable = set.filter { (0x21...0x7E).contains($0) }
        let words = printable.filter {
            $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A
        }
        let best = !words.isEmpty ? words : !printable.isEmpty ? printable : set
        let sorted = best.sorted()
        return sorted.isEmpty ? 0x20 : sorted[random(sorted.count)]
    }

    /// xorshift64 (Marsaglia 2003).
    private mutating func random(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, bound)))
    }
}
