extension ShellWord {
    /// Whether rules read the word as the shell does: without quotes, or with one pair of them
    /// around the value to its end, and nothing escaped.
    func isUsual(in text: UnsafeRawBufferPointer) -> Bool {
        switch pieces.last {
        case .quoted(let inner, let range)?:
            return text[range.lowerBound] != UInt8(ascii: "$") && hasOneQuotedValue(in: text)
                && inner.allSatisfy(\.isPlain)
        default:
            return pieces.allSatisfy(\.isPlain)
        }
    }

    /// What the word stands for, byte by byte; nil if a substitution or a line feed is in it.
    ///
    /// A redaction must not leave quotes that are open. Inside of quotes around all of a value,
    /// each byte has its own source; other quoted parts of a word cannot be parted.
    func units(in text: UnsafeRawBufferPointer) -> [Unit]? {
        Self.units(pieces, whole: nil, isApart: hasOneQuotedValue(in: text), in: text)
    }

    private static func units(
        _ pieces: [Piece], whole: Range<Int>?, isApart: Bool, in text: UnsafeRawBufferPointer
    ) -> [Unit]? {
        var units: [Unit] = []
        for piece in pieces {
            switch piece {
            case .plain(let range):
                guard !text[range].contains(UInt8(ascii: "\n")) else { return nil }
                units += range.map { Unit(byte: text[$0], source: whole ?? $0..<($0 + 1)) }
            case .escape(let bytes, let range):
                units += bytes.map { Unit(byte: $0, source: whole ?? range) }
            case .lineEnding(let range):
                guard whole == nil else { return nil }
                units.append(Unit(byte: nil, source: range))
            case .quoted(let inner, let range):
                guard
                    let more = Self.units(
                        inner, whole: isApart ? nil : range, isApart: isApart, in: text)
                else { return nil }
                units += more
            case .substitution:
                return nil
            }
        }
        return units
    }

    /// Whether the only quotes reach from the beginning of the value to the end of the word.
    private func hasOneQuotedValue(in text: UnsafeRawBufferPointer) -> Bool {
        guard case .quoted? = pieces.last, pieces.count <= 2 else { return false }
        guard pieces.count == 2 else { return true }
        guard case .plain(let name) = pieces[0] else { return false }
        let end = text[name].last
        return end == UInt8(ascii: "=") || end == UInt8(ascii: ":")
            || name.count == 2 && text[name.lowerBound] == UInt8(ascii: "-")
    }
}

extension ShellWord.Piece {
    fileprivate var isPlain: Bool {
        if case .plain = self { true } else { false }
    }
}
