/// A change of a text, as the reader of that text sees it.
struct Replacement: Sendable, Equatable {
    var range: Range<Int>
    var bytes: [UInt8]

    /// What may follow the bytes, any number of times, where a length must be filled. Its own
    /// length is no multiple of three.
    ///
    /// A star by itself. In a text that holds base64 this is the base64 of stars: a bare one would
    /// part the run.
    var filler: [UInt8] = [UInt8(ascii: "*")]
}

/// A change of a source text.
struct Edit: Sendable, Equatable {
    /// What is taken out, in order; what stands between two pieces stays.
    var pieces: [Range<Int>]

    /// What the first piece becomes.
    var replacement: [UInt8]

    /// What each further piece becomes.
    var continuation: [UInt8] = []

    /// As in ``Replacement/filler``.
    var filler: [UInt8] = [UInt8(ascii: "*")]

    /// The same, piece by piece: what the next level outside is to rewrite.
    var replacements: [Replacement] {
        pieces.enumerated().map { index, piece in
            Replacement(
                range: piece, bytes: index == 0 ? replacement : continuation, filler: filler)
        }
    }
}

extension Peeled {
    /// Turns changes of the decoded text into changes of the source, which still decodes after
    /// them: to the same text, with the replacements in the place of the ranges.
    ///
    /// What cannot be parted goes as a whole, so that more than the range may be gone; padding
    /// (`*`) may follow a replacement inside base64, and in columns stars stand for the bytes.
    ///
    /// - Parameter edits: Sorted and disjoint.
    /// - Returns: Disjoint edits; their first pieces are sorted.
    func rewrite(_ edits: [Replacement]) -> [Edit] {
        blobs.isEmpty ? rewriteCharacters(edits) : rewriteBlobs(edits)
    }

    // MARK: Characters

    private func rewriteCharacters(_ edits: [Replacement]) -> [Edit] {
        let escaping = Escaping(layers.present)
        var result: [Edit] = []
        for edit in edits {
            let place = text.map.source(of: edit.range)
            var pieces = text.map.sources(of: edit.range)
            if pieces.isEmpty { pieces = [place] }
            var replacement = escaping.escape(edit.bytes)
            if let rendition = lastRendition(in: place) { replacement += rendition }
            // Two ranges may share a character, which is then gone already.
            if let end = result.last?.pieces.last?.upperBound, end > place.lowerBound {
                let rest = pieces.filter { $0.upperBound > end }.map {
                    max(end, $0.lowerBound)..<$0.upperBound
                }
                result[result.count - 1].replacement += replacement
                result[result.count - 1].pieces += rest
                result[result.count - 1].filler = escaping.escape(edit.filler)
            } else {
                result.append(
                    Edit(
                        pieces: pieces, replacement: replacement,
                        filler: escaping.escape(edit.filler)))
            }
        }
        return result
    }

    /// The sequence that sets the colours for what follows a range, where one is inside.
    private func lastRendition(in source: Range<Int>) -> [UInt8]? {
        var low = 0
        var high = renditions.count
        while low < high {
            let middle = (low + high) / 2
            if renditions[middle].start < source.upperBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low > 0, renditions[low - 1].start >= source.lowerBound else { return nil }
        return renditions[low - 1].bytes
    }

    // MARK: Blobs

    /// Parts each range where a blob begins or ends: the first part takes the replacement.
    private func rewriteBlobs(_ edits: [Replacement]) -> [Edit] {
        var result: [Edit] = []
        var inside: [Replacement] = []
        var index = 0
        for edit in edits {
            var at = edit.range.lowerBound
            var bytes = edit.bytes
            repeat {
                while index < blobs.count, blobs[index].decoded.upperBound <= at {
                    result += blobs[index].rewrite(inside, in: text.bytes)
                    inside = []
                    index += 1
                }
                let isInside = index < blobs.count && blobs[index].decoded.contains(at)
                var end = edit.range.upperBound
                if index < blobs.count {
                    let blob = blobs[index].decoded
                    end = min(end, isInside ? blob.upperBound : blob.lowerBound)
                }
                if isInside {
                    inside.append(Replacement(range: at..<end, bytes: bytes, filler: edit.filler))
                } else {
                    let copied = text.map.source(of: at..<end)
                    result.append(
                        Edit(pieces: [copied], replacement: bytes, filler: edit.filler))
                }
                bytes = []
                at = end
            } while at < edit.range.upperBound
        }
        if index < blobs.count { result += blobs[index].rewrite(inside, in: text.bytes) }
        return result
    }
}
