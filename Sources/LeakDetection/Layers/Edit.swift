/// A change of a decoded text.
struct Replacement: Sendable {
    var range: Range<Int>
    var text: Filling

    /// Whether this is a further piece of the change before it: the two are one secret, with
    /// something between them that stays.
    var isContinuation = false

    init(range: Range<Int>, bytes: [UInt8]) {
        self.init(range: range, text: Filling(bytes))
    }

    init(range: Range<Int>, text: Filling, isContinuation: Bool = false) {
        self.range = range
        self.text = text
        self.isContinuation = isContinuation
    }
}

/// A change of a source text.
struct Edit: Sendable, Equatable {
    /// What is taken out, in order; what stands between two pieces stays.
    var pieces: [Range<Int>]

    /// What the first piece becomes, as long as an outer level may want it.
    var text: Filling

    /// What each further piece becomes.
    var continuation: [UInt8] = []

    init(pieces: [Range<Int>], text: Filling, continuation: [UInt8] = []) {
        self.pieces = pieces
        self.text = text
        self.continuation = continuation
    }

    /// What the first piece becomes where this is the outermost level.
    var replacement: [UInt8] { text.bytes() }

    /// The same, piece by piece: what the next level outside is to rewrite.
    var replacements: [Replacement] {
        pieces.enumerated().map { index, piece in
            Replacement(
                range: piece, text: index == 0 ? text : Filling(continuation),
                isContinuation: index > 0)
        }
    }

    static func == (a: Edit, b: Edit) -> Bool {
        a.pieces == b.pieces && a.replacement == b.replacement
            && a.continuation == b.continuation
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
            let rendition = lastRendition(in: place) ?? []
            let text = edit.text.mapped { escaping.escape($0) + rendition }
            // Two ranges may share a character, which is then gone already.
            if let last = result.last, let end = last.pieces.last?.upperBound,
                end > place.lowerBound
            {
                let rest = pieces.filter { $0.upperBound > end }.map {
                    max(end, $0.lowerBound)..<$0.upperBound
                }
                result[result.count - 1] = Edit(
                    pieces: last.pieces + rest, text: text.mapped { last.replacement + $0 })
            } else {
                result.append(Edit(pieces: pieces, text: text))
            }
        }
        return result
    }

    /// The sequence that sets the colours for what follows a range, where one is inside.
    private func lastRendition(in source: Range<Int>) -> [UInt8]? {
        let next = renditions.partitioningIndex { $0.start >= source.upperBound }
        guard next > 0, renditions[next - 1].start >= source.lowerBound else { return nil }
        return renditions[next - 1].bytes
    }

    // MARK: Blobs

    /// Parts each range where a blob begins or ends: the first part takes the replacement.
    private func rewriteBlobs(_ edits: [Replacement]) -> [Edit] {
        var result: [Edit] = []
        var inside: [Replacement] = []
        var index = 0
        for edit in edits {
            var at = edit.range.lowerBound
            var part = edit
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
                part.range = at..<end
                if isInside {
                    inside.append(part)
                } else {
                    result.append(
                        Edit(pieces: [text.map.source(of: at..<end)], text: part.text))
                }
                part = Replacement(range: end..<end, bytes: [])
                at = end
            } while at < edit.range.upperBound
        }
        if index < blobs.count { result += blobs[index].rewrite(inside, in: text.bytes) }
        return result
    }
}
