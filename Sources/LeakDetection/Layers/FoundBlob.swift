/// A blob before its place in the decoded text is known.
struct FoundBlob {
    var form: Blob.Form
    var layers: [Layer]
    var bytes: [UInt8]

    /// As in ``Blob/pieces``.
    var pieces: [Range<Int>]

    /// Decoded bytes and characters that cannot be parted.
    var unit: (decoded: Int, source: Int)

    /// All of the source that the blob takes the place of.
    var extent: Range<Int>
    var mirrors: [Int] = []

    /// Appends the blob to a decoded text. What stands between pieces in different lines is kept.
    func put(into text: inout DecodedText) -> Blob {
        let start = text.bytes.count
        switch form {
        case .opaque:
            if let first = pieces.first, let last = pieces.last {
                text.put(bytes, for: first.lowerBound..<last.upperBound)
                for (piece, next) in zip(pieces, pieces.dropFirst()) {
                    text.keep(piece.upperBound..<next.lowerBound)
                }
            }
        case .columns: putColumns(into: &text)
        case .base64, .hex: putUnits(into: &text)
        }
        return Blob(
            form: form, decoded: start..<text.bytes.count, pieces: pieces, mirrors: mirrors)
    }

    private func putColumns(into text: inout DecodedText) {
        text.keep(extent.lowerBound..<(pieces.first?.lowerBound ?? extent.upperBound))
        var end: Int?
        for (byte, piece) in zip(bytes, pieces) {
            // Bytes in a line are at most two blanks apart.
            if let end, piece.lowerBound > end + 2 { text.keep(end..<piece.lowerBound) }
            text.put(CollectionOfOne(byte), for: piece)
            end = piece.upperBound
        }
        if let end { text.keep(end..<extent.upperBound) }
    }

    /// A unit may begin in one line and end in the next.
    private func putUnits(into text: inout DecodedText) {
        var at = 0
        var owed = 0
        var unitStart = 0
        for (index, piece) in pieces.enumerated() {
            var start = piece.lowerBound
            if index > 0 { text.keep(pieces[index - 1].upperBound..<start) }
            if owed > 0 {
                let rest = min(owed, piece.count)
                owed -= rest
                start += rest
                guard owed == 0 || index == pieces.count - 1 else { continue }
                let next = min(at + unit.decoded, bytes.count)
                text.put(bytes[at..<next], for: unitStart..<start)
                at = next
                owed = 0
            }
            let isLast = index == pieces.count - 1
            let units = (piece.upperBound - start) / unit.source
            let whole = isLast ? piece.upperBound - start : units * unit.source
            let next = isLast ? bytes.count : at + units * unit.decoded
            text.put(bytes[at..<next], for: start..<start + whole, unit: unit)
            at = next
            if start + whole < piece.upperBound {
                unitStart = start + whole
                owed = unit.source - (piece.upperBound - unitStart)
            }
        }
    }
}
