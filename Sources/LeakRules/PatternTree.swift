/// The structure of a pattern.
package indirect enum PatternTree {
    /// One byte out of a set; `piece` is the index of the ``PatternPiece``.
    case bytes(Set<UInt8>, piece: Int)
    /// A position, a look-around, or the empty pattern: no byte is used up.
    case nothing
    /// Something that cannot be told, perhaps nothing.
    case unknown
    case sequence([PatternTree])
    case choice([PatternTree])
    /// A capture group, counted from 1.
    case capture(PatternTree, number: Int)
    /// `quantifier` is the index of the ``PatternPiece``.
    case repeated(PatternTree, least: Int, most: Int?, quantifier: Int)

    /// Builds the tree.
    ///
    /// - Throws: ``PatternPiece/Unreadable`` where groups do not pair up or are too deep.
    package init(_ pieces: [PatternPiece]) throws(PatternPiece.Unreadable) {
        var builder = TreeBuilder(pieces: pieces)
        self = try builder.choice(depth: 0)
        guard builder.at == pieces.count else {
            throw PatternPiece.Unreadable(offset: pieces[builder.at].range.lowerBound)
        }
    }

    /// Whether a match may use up no byte.
    package var canBeEmpty: Bool {
        switch self {
        case .bytes: false
        case .nothing, .unknown: true
        case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
        case .choice(let branches): branches.contains(where: \.canBeEmpty)
        case .capture(let inner, _): inner.canBeEmpty
        case .repeated(let inner, let least, _, _): least == 0 || inner.canBeEmpty
        }
    }

    /// The most bytes a match can have, or nil where there is no bound.
    package var longest: Int? {
        switch self {
        case .bytes: return 1
        case .nothing: return 0
        case .unknown: return nil
        case .sequence(let parts): return Self.folded(parts, +)
        case .choice(let branches): return Self.folded(branches, max)
        case .capture(let inner, _): return inner.longest
        case .repeated(let inner, _, let most, _):
            guard let most, let length = inner.longest else { return nil }
            let (product, isTooLarge) = length.multipliedReportingOverflow(by: most)
            return isTooLarge || product > 1 << 20 ? nil : product
        }
    }

    private static func folded(
        _ parts: [PatternTree], _ combine: (Int, Int) -> Int
    ) -> Int? {
        var result = 0
        for part in parts {
            guard let length = part.longest else { return nil }
            result = combine(result, length)
        }
        return result
    }
}

private struct TreeBuilder {
    let pieces: [PatternPiece]
    var at = 0
    private var captures = 0

    /// Groups in groups.
    private static let deepest = 200

    init(pieces: [PatternPiece]) {
        self.pieces = pieces
    }

    mutating func choice(depth: Int) throws(PatternPiece.Unreadable) -> PatternTree {
        guard depth < Self.deepest else {
            throw PatternPiece.Unreadable(offset: pieces[at].range.lowerBound)
        }
        var branches = [try sequence(depth: depth)]
        while at < pieces.count, pieces[at].kind == .bar {
            at += 1
            branches.append(try sequence(depth: depth))
        }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence(depth: Int) throws(PatternPiece.Unreadable) -> PatternTree {
        var parts: [PatternTree] = []
        while at < pieces.count {
            let index = at
            switch pieces[at].kind {
            case .bar, .close: return .sequence(parts)
            case .nothing: break
            case .position: parts.append(.nothing)
            case .unknown: parts.append(.unknown)
            case .bytes(let set): parts.append(.bytes(set, piece: index))
            case .quantifier(let least, let most):
                guard let last = parts.popLast() else {
                    throw PatternPiece.Unreadable(offset: pieces[at].range.lowerBound)
                }
                parts.append(.repeated(last, least: least, most: most, quantifier: index))
            case .open(let group):
                parts.append(try self.group(group, depth: depth))
                continue
            }
            at += 1
        }
        return .sequence(parts)
    }

    private mutating func group(
        _ group: PatternPiece.Group, depth: Int
    ) throws(PatternPiece.Unreadable) -> PatternTree {
        let start = pieces[at].range.lowerBound
        at += 1
        var number = 0
        if group == .capture {
            captures += 1
            number = captures
        }
        let inner = try choice(depth: depth + 1)
        guard at < pieces.count, pieces[at].kind == .close else {
            throw PatternPiece.Unreadable(offset: start)
        }
        at += 1
        return switch group {
        case .capture: .capture(inner, number: number)
        case .plain: inner
        case .look: .nothing
        }
    }
}
