extension Blob {
    /// Turns changes inside the blob's decoded text into changes of the source.
    ///
    /// - Parameters:
    ///   - edits: Sorted, disjoint and inside; none leaves the blob as it is.
    ///   - text: The whole decoded text.
    func rewrite(_ edits: [Replacement], in text: [UInt8]) -> [Edit] {
        guard let first = edits.first else { return [] }
        switch form {
        case .opaque: return [Edit(pieces: pieces, text: first.text)]
        case .columns(let isUpper): return edits.flatMap { fill($0.range, isUpper: isUpper) }
        case .base64, .hex:
            // Nothing would be left to decode: the replacement may be seen.
            if edits.count == 1, covers(first.range, text) {
                return [Edit(pieces: pieces, text: first.text)]
            }
        }
        if case .base64(let isURL, let ending) = form {
            return groups(of: edits).map { group in
                let reachesEnd = ending != .whole && group.bytes.upperBound == decoded.upperBound
                let replaced = group.rewritten(text, isAligned: !reachesEnd) { bytes in
                    Base64.encode(
                        bytes, isURL: isURL, isPadded: ending == .padded && reachesEnd)
                }
                return Edit(pieces: characters(of: group.bytes, unit: (3, 4)), text: replaced)
            }
        }
        let isUpper = form == .hex(isUpper: true)
        return edits.map { edit in
            let replaced = edit.text.mapped { bytes in
                bytes.flatMap { HexDigits.encode($0, isUpper: isUpper) }
            }
            return Edit(pieces: characters(of: edit.range, unit: (1, 2)), text: replaced)
        }
    }

    /// Whether a range is all of the blob but for white space and quotes around it.
    private func covers(_ range: Range<Int>, _ text: [UInt8]) -> Bool {
        func isAround(_ byte: UInt8) -> Bool {
            byte.isSpace || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        }
        return text[decoded.lowerBound..<range.lowerBound].allSatisfy(isAround)
            && text[range.upperBound..<decoded.upperBound].allSatisfy(isAround)
    }

    /// The source of whole units.
    private func characters(
        of bytes: Range<Int>, unit: (decoded: Int, source: Int)
    ) -> [Range<Int>] {
        var start = (bytes.lowerBound - decoded.lowerBound) / unit.decoded * unit.source
        // The last unit may be shorter, or padded.
        var count =
            bytes.upperBound == decoded.upperBound
            ? Int.max : (bytes.upperBound - decoded.lowerBound) / unit.decoded * unit.source - start
        var result: [Range<Int>] = []
        for piece in pieces where count > 0 {
            guard start < piece.count else {
                start -= piece.count
                continue
            }
            let end = count < piece.count - start ? start + count : piece.count
            result.append(piece.lowerBound + start..<piece.lowerBound + end)
            count -= end - start
            start = 0
        }
        return result
    }

    // MARK: Base64

    /// Three bytes each, and what is changed in them.
    private struct Groups {
        var bytes: Range<Int>
        var edits: [Replacement]

        /// The bytes with the changes, encoded.
        func rewritten(
            _ text: [UInt8], isAligned: Bool, encode: @escaping @Sendable ([UInt8]) -> [UInt8]
        ) -> Filling {
            // Stars follow the first change.
            let first = edits[0]
            var tail: [UInt8] = []
            var at = first.range.upperBound
            for edit in edits.dropFirst() {
                tail += text[at..<edit.range.lowerBound] + edit.text.bytes()
                at = edit.range.upperBound
            }
            tail += text[at..<bytes.upperBound]
            return first.text.encoded(
                after: Array(text[bytes.lowerBound..<first.range.lowerBound]), before: tail,
                isAligned: isAligned, encode: encode)
        }
    }

    /// The groups that edits touch. Edits in the same group come together, and so do the pieces
    /// of one: stars are only for behind the first.
    private func groups(of edits: [Replacement]) -> [Groups] {
        var result: [Groups] = []
        for edit in edits {
            let start = edit.range.lowerBound - decoded.lowerBound
            let end = max(edit.range.upperBound - decoded.lowerBound, start + 1)
            let lower = decoded.lowerBound + start / 3 * 3
            let upper = min(decoded.lowerBound + (end + 2) / 3 * 3, decoded.upperBound)
            if let last = result.last, lower < last.bytes.upperBound || edit.isContinuation {
                result[result.count - 1].bytes =
                    last.bytes.lowerBound..<max(upper, last.bytes.upperBound)
                result[result.count - 1].edits.append(edit)
            } else {
                result.append(Groups(bytes: lower..<upper, edits: [edit]))
            }
        }
        return result
    }

    // MARK: Columns

    /// Stars in the place of bytes, and of the characters that show them, line by line.
    private func fill(_ range: Range<Int>, isUpper: Bool) -> [Edit] {
        let star: UInt8 = UInt8(ascii: "*")
        let digits = HexDigits.encode(star, isUpper: isUpper)
        var result: [Edit] = []
        var index = range.lowerBound - decoded.lowerBound
        let end = range.upperBound - decoded.lowerBound
        while index < end {
            let first = index
            index += 1
            // Bytes are at most two blanks apart in a line.
            while index < end, pieces[index].lowerBound <= pieces[index - 1].upperBound + 2 {
                index += 1
            }
            result.append(
                Edit(
                    pieces: Array(pieces[first..<index]), text: Filling(digits),
                    continuation: digits))
            guard !mirrors.isEmpty else { continue }
            let shown = mirrors[first]..<mirrors[first] + index - first
            result.append(
                Edit(
                    pieces: [shown],
                    text: Filling(Array(repeating: star, count: shown.count))))
        }
        return result
    }
}
