/// A pattern for one name of a path: `*`, `?`, `[a-z]`, and bytes that stand for themselves.
struct NamePattern: Sendable, Equatable {
    private let pieces: [Piece]

    private enum Piece: Sendable, Equatable {
        case byte(UInt8)
        /// `?`
        case any
        /// `*`
        case run
        case oneOf([ClosedRange<UInt8>], isNegated: Bool)

        /// Whether a byte fits; a run is not asked.
        func matches(_ byte: UInt8) -> Bool {
            switch self {
            case .byte(let own): own == byte
            case .any: true
            case .run: false
            case .oneOf(let ranges, let isNegated):
                ranges.contains { $0.contains(byte) } != isNegated
            }
        }
    }

    /// Reads the pattern of a name.
    ///
    /// - Parameter text: The whole pattern, for the mistake.
    init(_ name: ArraySlice<UInt8>, of text: String) throws(PathPattern.Mistake) {
        var pieces: [Piece] = []
        var rest = name
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"): if pieces.last != .run { pieces.append(.run) }
            case UInt8(ascii: "?"): pieces.append(.any)
            case UInt8(ascii: "["): pieces.append(try Self.oneOf(&rest, of: text))
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else {
                    throw PathPattern.Mistake(description: "'\(text)' ends with a backslash")
                }
                pieces.append(.byte(escaped))
            default: pieces.append(.byte(byte))
            }
        }
        self.pieces = pieces
    }

    /// Reads a class behind its bracket; `]` is one of the class where it stands first.
    private static func oneOf(
        _ rest: inout ArraySlice<UInt8>, of text: String
    ) throws(PathPattern.Mistake) -> Piece {
        let isNegated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
        if isNegated { rest = rest.dropFirst() }
        var ranges: [ClosedRange<UInt8>] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "]"), !ranges.isEmpty {
                return .oneOf(ranges, isNegated: isNegated)
            }
            let first = byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte
            var last = first
            if rest.first == UInt8(ascii: "-"), let end = rest.dropFirst().first,
                end != UInt8(ascii: "]")
            {
                rest = rest.dropFirst(2)
                last = end == UInt8(ascii: "\\") ? rest.popFirst() ?? end : end
            }
            guard first <= last else {
                throw PathPattern.Mistake(description: "'\(text)' has a range that runs backwards")
            }
            ranges.append(first...last)
        }
        throw PathPattern.Mistake(description: "'\(text)' has a '[' without its ']'")
    }

    /// Whether a name matches; goes back to the last `*` only, which is enough.
    func matches(_ name: ArraySlice<UInt8>) -> Bool {
        var piece = 0
        var place = name.startIndex
        var retry: (piece: Int, place: Int)?
        while true {
            if piece == pieces.count && place == name.endIndex { return true }
            if piece < pieces.count {
                if pieces[piece] == .run {
                    retry = (piece, place)
                    piece += 1
                    continue
                }
                if place < name.endIndex, pieces[piece].matches(name[place]) {
                    piece += 1
                    place += 1
                    continue
                }
            }
            guard let last = retry, last.place < name.endIndex else { return false }
            retry = (last.piece, last.place + 1)
            piece = last.piece + 1
            place = last.place + 1
        }
    }
}
