import LeakRules
import PCRE2

/// A pattern in the house's form.
package struct RewrittenPattern {
    /// With a group `secret`.
    package let text: String
    /// Texts of which every match contains one, or nil where none can be proved.
    package let literals: [String]?
    /// Bytes that must be seen at once.
    package let reach: Int
    /// What changes its meaning here, each a sentence.
    package let notes: [String]
}

/// Why a pattern cannot be used.
package struct PatternRefusal: Error, CustomStringConvertible {
    package let description: String
}

/// Whose syntax a pattern is in.
package enum PatternDialect {
    /// Go's, used by gitleaks.
    case re2
    /// What Rust's regex crate and Vectorscan both read, used by noseyparker and kingfisher.
    case rust
}

/// Turns patterns that others wrote into ours.
///
/// What differs:
/// - the secret is a numbered group there, a group named `secret` here;
/// - a pattern sees whole files there, one line without its ending here. Where a match may begin or
///   end with the line ending of a neighbouring line, the edge of the line is allowed instead
///   (`[^a-z]` becomes `(?:[^a-z]|$)`);
/// - `{{` begins a fragment here.
package struct PatternRewriter {
    private let source: [UInt8]
    private let pieces: [PatternPiece]
    private let tree: PatternTree
    private let captures: [Int]

    /// Rewrites a pattern.
    ///
    /// - Parameters:
    ///   - secretGroup: The number of the group that is the secret; 0 for the first that holds
    ///     something, or the whole match where none does.
    /// - Throws: ``PatternRefusal`` when PCRE2 does not understand the pattern, or there is no such
    ///   group.
    package static func rewrite(
        _ pattern: String, secretGroup: Int, dialect: PatternDialect
    ) throws(PatternRefusal) -> RewrittenPattern {
        do throws(RegexError) {
            _ = try Regex(pattern)
        } catch {
            throw PatternRefusal(
                description: "the regex is not understood at offset \(error.offset): \(error)")
        }
        let rewriter: PatternRewriter
        do throws(PatternPiece.Unreadable) {
            rewriter = try PatternRewriter(pattern)
        } catch {
            throw PatternRefusal(
                description:
                    "the regex has a syntax that is not supported at offset \(error.offset)")
        }
        return try rewriter.rewritten(secretGroup, dialect)
    }

    private init(_ pattern: String) throws(PatternPiece.Unreadable) {
        source = Array(pattern.utf8)
        pieces = try PatternPiece.pieces(of: pattern)
        tree = try PatternTree(pieces)
        captures = pieces.indices.filter { [pieces] in pieces[$0].kind == .open(.capture) }
    }

    private func rewritten(
        _ secretGroup: Int, _ dialect: PatternDialect
    ) throws(PatternRefusal) -> RewrittenPattern {
        guard secretGroup <= captures.count else {
            throw PatternRefusal(
                description: "secretGroup is \(secretGroup), the regex has \(captures.count) groups"
            )
        }
        guard captures.count < MatchScratch.pairs - 2 else {
            throw PatternRefusal(description: "the regex has \(captures.count) groups: too many")
        }
        var secrets = secretGroup > 0 ? [captures[secretGroup - 1]] : captures
        if dialect == .rust, let named = captures.first(where: isNamedForSecret) {
            secrets = [named]
        }
        let numbers = Set(secrets.compactMap { captures.firstIndex(of: $0).map { $0 + 1 } })
        let edges = edges(outside: numbers)
        var result = text(secrets, edges: edges)
        // At the edges of a line everything might be optional now.
        if (try? Regex(result).minimumLength) ?? 0 == 0 { result = text(secrets, edges: []) }
        if secrets.isEmpty {
            result = "(?<secret>" + result + closing
        } else if secretGroup == 0, !holdsAlways(tree, numbers) {
            result = "(?<otherwise>" + result + closing
        }
        result = Self.withoutFragments(result)
        do throws(RegexError) { _ = try Regex(result) } catch {
            throw PatternRefusal(description: "the regex cannot be rewritten: \(error)")
        }
        let literals = RequiredLiterals.literals(of: String(decoding: source, as: UTF8.self))
        return RewrittenPattern(
            text: result, literals: literals, reach: reach, notes: notes(dialect, edges))
    }

    private func isNamedForSecret(_ index: Int) -> Bool {
        ["token", "secret"].contains(pieces[index].name?.lowercased() ?? "")
    }

    /// A comment at the end would swallow the parenthesis.
    private var closing: String {
        let endsInComment =
            pieces.last.map { last in
                last.kind == .nothing && source[last.range.lowerBound] == UInt8(ascii: "#")
            } ?? false
        return endsInComment ? "\n)" : ")"
    }

    // MARK: Writing

    /// The pieces put together again.
    private func text(_ secrets: [Int], edges: [Edge]) -> String {
        var before: [Int: String] = [:]
        var after: [Int: String] = [:]
        for edge in edges {
            before[edge.first] = "(?:"
            after[edge.last] = edge.isStart ? "|^)" : "|$)"
        }
        for edge in edges
        where edges.contains(where: { $0.first == edge.first && $0.isStart != edge.isStart }) {
            after[edge.last] = "|^|$)"
        }
        // A piece may be a part of a character only, so text is put together as bytes.
        var result: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            result += (before[index] ?? "").utf8
            result += secrets.contains(index) ? Array("(?<secret>".utf8) : bytes(of: piece)
            result += (after[index] ?? "").utf8
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func bytes(of piece: PatternPiece) -> [UInt8] {
        let bytes = Array(source[piece.range])
        if piece.kind == .open(.capture), let name = piece.name {
            return Array((["secret", "otherwise"].contains(name) ? "(" : "(?<\(name)>").utf8)
        }
        if piece.isQuoted, bytes[0] < 0x80 { return Array(("\\x" + Self.hex(bytes[0])).utf8) }
        return bytes
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// Writes the first brace of `{{` as a number, so that it begins no fragment.
    static func withoutFragments(_ pattern: String) -> String {
        var result: [UInt8] = []
        let bytes = Array(pattern.utf8)
        for (index, byte) in bytes.enumerated() {
            guard byte == UInt8(ascii: "{"), index + 1 < bytes.count,
                bytes[index + 1] == UInt8(ascii: "{")
            else {
                result.append(byte)
                continue
            }
            let slashes = result.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
            if slashes % 2 == 1 { result.removeLast() }
            result += Array(#"\x7B"#.utf8)
        }
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: Edges of lines

    /// Pieces that may match the line ending before or after the line.
    private struct Edge: Equatable {
        let first: Int
        let last: Int
        let isStart: Bool
    }

    private func edges(outside secrets: Set<Int>) -> [Edge] {
        var result: [Edge] = []
        collect(tree, isStart: true, secrets: secrets, into: &result)
        collect(tree, isStart: false, secrets: secrets, into: &result)
        return result
    }

    /// Collects what stands first, or last, in every way through a part.
    private func collect(
        _ part: PatternTree, isStart: Bool, secrets: Set<Int>, into edges: inout [Edge]
    ) {
        switch part {
        case .nothing, .unknown: break
        case .bytes(let set, let piece):
            guard set.contains(0x0A), !pieces[piece].isQuoted else { return }
            edges.append(Edge(first: piece, last: piece, isStart: isStart))
        case .choice(let branches):
            for branch in branches {
                collect(branch, isStart: isStart, secrets: secrets, into: &edges)
            }
        case .sequence(let parts):
            for part in isStart ? parts : parts.reversed() {
                collect(part, isStart: isStart, secrets: secrets, into: &edges)
                if !part.canBeEmpty { return }
            }
        case .capture(let inner, let number):
            if !secrets.contains(number) {
                collect(inner, isStart: isStart, secrets: secrets, into: &edges)
            }
        case .repeated(.bytes(let set, let piece), let least, _, let quantifier):
            guard least == 1, set.contains(0x0A) else { return }
            edges.append(Edge(first: piece, last: quantifier, isStart: isStart))
        case .repeated: break
        }
    }

    // MARK: What is known of it

    /// Whether in every match one of the groups holds something.
    private func holdsAlways(_ part: PatternTree, _ groups: Set<Int>) -> Bool {
        switch part {
        case .bytes, .nothing, .unknown: false
        case .sequence(let parts): parts.contains { holdsAlways($0, groups) }
        case .choice(let branches): branches.allSatisfy { holdsAlways($0, groups) }
        case .capture(let inner, let number):
            groups.contains(number) && !inner.canBeEmpty || holdsAlways(inner, groups)
        case .repeated(let inner, let least, _, _): least > 0 && holdsAlways(inner, groups)
        }
    }

    /// A match of bounded length is seen whole; of the others four times the ordinary.
    private var reach: Int {
        guard let longest = tree.longest, longest <= Rule.largestReach - 64 else {
            return 4 * Rule.defaultReach
        }
        return max(Rule.defaultReach, longest + 64)
    }

    private func notes(_ dialect: PatternDialect, _ edges: [Edge]) -> [String] {
        var notes: [String] = []
        var isMultiline = false
        for (index, piece) in pieces.enumerated() {
            let text = String(decoding: source[piece.range], as: UTF8.self)
            if case .bytes(let set) = piece.kind, !edges.contains(where: { $0.first == index }) {
                let namesLineEnding =
                    text.hasPrefix("[") && !text.hasPrefix("[^") && text.contains(#"\n"#)
                    && set.count > 64
                if set.count == 256 || text == #"\n"# || namesLineEnding { isMultiline = true }
            }
            if text.hasPrefix("["), text.utf8.contains(where: { $0 >= 0x80 }) {
                notes.append("'\(text)' is read byte by byte, not as characters")
            }
            if text.hasPrefix(#"\p"#) || text.hasPrefix(#"\P"#) {
                notes.append("'\(text)' knows ASCII and Latin-1 only")
            }
            if dialect == .rust, text.hasPrefix("["), Self.hasSetOperation(text) {
                notes.append("'\(text)' has a set operation, which is read as plain characters")
            }
        }
        if dialect == .rust, !captures.contains(where: isNamedForSecret), hasCompanions(tree) {
            notes.append(
                "a match may hold several groups; only the first that holds something is hidden")
        }
        if isMultiline || spansLines(tree) {
            notes.append(
                "the regex may match over several lines; only what stands on one line is found")
        }
        return notes
    }

    /// Whether two groups, one behind the other, may take part in one match.
    private func hasCompanions(_ part: PatternTree) -> Bool {
        switch part {
        case .bytes, .nothing, .unknown: false
        case .sequence(let parts):
            parts.count(where: hasGroup) > 1 || parts.contains(where: hasCompanions)
        case .choice(let branches): branches.contains(where: hasCompanions)
        case .capture(let inner, _), .repeated(let inner, _, _, _): hasCompanions(inner)
        }
    }

    private func hasGroup(_ part: PatternTree) -> Bool {
        switch part {
        case .bytes, .nothing, .unknown: false
        case .sequence(let parts), .choice(let parts): parts.contains(where: hasGroup)
        case .capture: true
        case .repeated(let inner, _, _, _): hasGroup(inner)
        }
    }

    /// Whether a branch of a choice is a line ending alone, as in `(?:.|\n)`, and is repeated.
    private func spansLines(_ part: PatternTree) -> Bool {
        switch part {
        case .bytes, .nothing, .unknown: false
        case .sequence(let parts), .choice(let parts): parts.contains(where: spansLines)
        case .capture(let inner, _): spansLines(inner)
        case .repeated(let inner, _, _, _): hasLineEndingBranch(inner) || spansLines(inner)
        }
    }

    private func hasLineEndingBranch(_ part: PatternTree) -> Bool {
        switch part {
        case .bytes(let set, _): set.contains(0x0A) && set.isSubset(of: [0x0A, 0x0D])
        case .nothing, .unknown, .repeated: false
        case .sequence(let parts): parts.count == 1 && hasLineEndingBranch(parts[0])
        case .choice(let branches): branches.contains(where: hasLineEndingBranch)
        case .capture(let inner, _): hasLineEndingBranch(inner)
        }
    }

    private static func hasSetOperation(_ text: String) -> Bool {
        let inside = Array(text.utf8.dropFirst())
        return text.contains("&&") || text.contains("~~")
            || inside.indices.contains { index in
                inside[index] == UInt8(ascii: "[")
                    && (index == 0 || inside[index - 1] != UInt8(ascii: "\\"))
                    && index + 1 < inside.count && inside[index + 1] != UInt8(ascii: ":")
            }
    }
}
