/// Which bytes a match may begin with: for each of its first places those that can stand there.
///
/// Cheaper than a regex, and turns away most places where only a literal stands. It may say "maybe"
/// too often, never a false "no".
package struct PatternOpening: Equatable {
    /// Places that are looked at.
    package static let longest = 32

    /// For each byte a bit for each place, the first one lowest, at which it can stand.
    package private(set) var places: [UInt32]

    /// Bytes that every match has, up to ``longest``; later places say nothing.
    package private(set) var length = 0

    /// - Parameters:
    ///   - pattern: In PCRE2's syntax. Of one that is not understood the opening has no length.
    ///   - ignoresCase: Whether the pattern sets the option `i`, be it for a part only.
    package init(_ pattern: String, ignoresCase: Bool) {
        places = Array(repeating: 0, count: 256)
        guard let pieces = try? PatternPiece.pieces(of: pattern),
            let tree = try? PatternTree(pieces)
        else { return }
        let ends = walk(tree, from: 1)
        // After a match anything may follow.
        length = ends == 0 ? 0 : min(ends.trailingZeroBitCount, Self.longest)
        guard ignoresCase else { return }
        for upper in 0x41...0x5A {
            let both = places[upper] | places[upper | 0x20]
            places[upper] = both
            places[upper | 0x20] = both
        }
    }

    /// Goes through a part of the pattern.
    ///
    /// - Parameter starts: A bit for each place at which it may begin; the bit ``longest`` stands
    ///   for all beyond.
    /// - Returns: The same for where it may end.
    private mutating func walk(_ tree: PatternTree, from starts: UInt64) -> UInt64 {
        let beyond = UInt64(1) << UInt64(Self.longest)
        switch tree {
        case .bytes(let set, _):
            let here = UInt32(truncatingIfNeeded: starts)
            for byte in set { places[Int(byte)] |= here }
            return (starts & ~beyond) << 1 | starts & beyond
        case .nothing: return starts
        case .unknown:
            guard starts != 0 else { return 0 }
            let all = ~(starts & (0 &- starts) &- 1) & (beyond << 1 &- 1)
            for byte in places.indices { places[byte] |= UInt32(truncatingIfNeeded: all) }
            return all
        case .sequence(let parts):
            return parts.reduce(starts) { walk($1, from: $0) }
        case .choice(let branches):
            return branches.reduce(0) { $0 | walk($1, from: starts) }
        case .capture(let inner, _): return walk(inner, from: starts)
        case .repeated(let inner, let least, let most, _):
            var ends = least == 0 ? starts : 0
            var current = starts
            for count in 1...max(1, min(most ?? .max, Self.longest + 1)) where most != 0 {
                current = walk(inner, from: current)
                if count >= least { ends |= current }
                // More of it changes nothing.
                if current & ~beyond == 0 { return ends | current }
            }
            return least > Self.longest ? ends | current : ends
        }
    }
}
