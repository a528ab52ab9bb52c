/// Decodes whatever in a text was encoded as a whole: base64, hex, and what is inside them.
struct BlobPass {
    private let text: UnsafeRawBufferPointer
    private var decoder = RunDecoder()
    private var found: [FoundBlob] = []

    /// Decodes a text, or returns nil where there is nothing to decode, or too much.
    static func decode(_ text: UnsafeRawBufferPointer, budget: inout DecodeBudget) -> Peeled? {
        var pass = BlobPass(text: text)
        pass.findColumns()
        let columns = pass.found
        pass.found = []
        var at = 0
        for blob in columns {
            guard pass.findRuns(in: at..<blob.extent.lowerBound, budget: &budget) else {
                return nil
            }
            pass.found.append(blob)
            at = blob.extent.upperBound
        }
        guard pass.findRuns(in: at..<text.count, budget: &budget), !pass.found.isEmpty else {
            return nil
        }
        return pass.peeled(budget: &budget)
    }

    private init(text: UnsafeRawBufferPointer) { self.text = text }

    private func peeled(budget: inout DecodeBudget) -> Peeled? {
        var decoded = DecodedText()
        var layers = LayerSpans()
        var blobs: [Blob] = []
        var at = 0
        for blob in found {
            decoded.copy(at..<blob.extent.lowerBound, of: text)
            let placed = blob.put(into: &decoded)
            for layer in blob.layers { layers.add(layer, at: placed.decoded) }
            blobs.append(placed)
            at = blob.extent.upperBound
        }
        decoded.copy(at..<text.count, of: text)
        guard budget.spend(decoded.bytes.count) else { return nil }
        return Peeled(text: decoded, layers: layers, blobs: blobs)
    }

    // MARK: Columns

    /// Twelve bytes with separators, or an offset and what fills a line of a dump.
    private static let shortestColumns = 32

    private mutating func findColumns() {
        var done = 0
        var probe = Self.shortestColumns - 1
        while probe < text.count {
            // A stretch that is long enough has one of these bytes in any case.
            guard Self.isColumn(text[probe]) else {
                probe += Self.shortestColumns
                continue
            }
            var start = probe
            while start > done, Self.isColumn(text[start - 1]) { start -= 1 }
            var end = probe + 1
            while end < text.count, Self.isColumn(text[end]) { end += 1 }
            if end - start >= Self.shortestColumns {
                done = readColumns(in: start..<end)
            } else {
                done = end
            }
            probe = max(done, end) + Self.shortestColumns - 1
        }
    }

    /// Looks for dumps and columns that begin in a stretch.
    ///
    /// - Returns: Up to where the text is done.
    private mutating func readColumns(in stretch: Range<Int>) -> Int {
        var at = stretch.lowerBound
        while at < stretch.upperBound {
            guard text[at].isHexDigit, at == stretch.lowerBound || !text[at - 1].isAlphanumeric
            else {
                at += 1
                continue
            }
            if let dump = HexDump.read(text, at: at, limit: text.count) {
                if let blob = dump.blob { found.append(blob) }
                at = max(dump.end, at + 1)
            } else if let blob = HexColumns.read(text, at: at, limit: text.count) {
                found.append(blob)
                at = blob.extent.upperBound
            } else {
                at += 1
            }
        }
        return at
    }

    private static func isColumn(_ byte: UInt8) -> Bool {
        byte.isHexDigit || HexColumns.isSeparator(byte)
    }

    // MARK: Runs

    /// Sixteen characters make twelve bytes.
    static let shortestRun = 16

    /// Finds the blobs in a range that has no columns.
    ///
    /// - Returns: Whether the budget sufficed.
    private mutating func findRuns(in range: Range<Int>, budget: inout DecodeBudget) -> Bool {
        var done = range.lowerBound
        var probe = done + Self.shortestRun - 1
        while probe < range.upperBound {
            guard text[probe].isBase64Digit else {
                probe += Self.shortestRun
                continue
            }
            var start = probe
            while start > done, text[start - 1].isBase64Digit { start -= 1 }
            var end = probe + 1
            while end < range.upperBound, text[end].isBase64Digit { end += 1 }
            done = end
            if end - start >= Self.shortestRun {
                if let token = endOfWebToken(start..<end, limit: range.upperBound) {
                    done = token
                } else {
                    done = readRun(start..<end, limit: range.upperBound, budget: &budget)
                    guard !decoder.isStarved else { return false }
                }
            }
            probe = done + Self.shortestRun - 1
        }
        return true
    }

    /// Decodes the blobs that begin in a run.
    ///
    /// - Returns: Up to where the text is done.
    private mutating func readRun(
        _ run: Range<Int>, limit: Int, budget: inout DecodeBudget
    ) -> Int {
        var at = run.lowerBound
        // Up to here a blob may begin anywhere: whatever stands before it may be three characters.
        var anywhere = at + 4
        while run.upperBound - at >= Self.shortestRun {
            if let blob = blob(at: at, in: run, limit: limit, budget: &budget) {
                found.append(blob)
                at = blob.extent.upperBound
                anywhere = at + 4
                continue
            }
            at += 1
            if at < anywhere { continue }
            while at < run.upperBound, text[at - 1].isAlphanumeric { at += 1 }
        }
        return max(at, run.upperBound)
    }

    private mutating func blob(
        at start: Int, in run: Range<Int>, limit: Int, budget: inout DecodeBudget
    ) -> FoundBlob? {
        if mayBeginHex(start) {
            var end = start
            while end < run.upperBound, text[end].isHexDigit { end += 1 }
            if end - start >= 2 * RunBeginning.length,
                end == run.upperBound || !text[end].isAlphanumeric,
                let blob = decoder.decode(
                    text, start..<end, limit: limit, digits: .hex, budget: &budget)
            {
                return blob
            }
        }
        return decoder.decode(
            text, start..<run.upperBound, limit: limit, digits: .base64, budget: &budget)
    }

    /// Whether a number may begin at a place, or goes on after `0x`.
    private func mayBeginHex(_ start: Int) -> Bool {
        guard start > 0, text[start - 1].isAlphanumeric else { return true }
        return text[start - 1] | 0x20 == UInt8(ascii: "x")
            && (start < 2 || !text[start - 2].isAlphanumeric || text[start - 2] == 0x30)
    }

    /// The end of a JSON Web Token whose header is in a run; nil where there is none.
    ///
    /// A token is a secret as it stands: rules know it by its header and payload, which are JSON
    /// (RFC 7519, section 3).
    private func endOfWebToken(_ run: Range<Int>, limit: Int) -> Int? {
        let part = run.upperBound
        guard part + 4 <= limit, text[part] == UInt8(ascii: "."),
            text[part + 1..<part + 4].elementsEqual("eyJ".utf8), text.slice(run).contains("eyJ")
        else { return nil }
        var end = endOfRun(from: part + 1, limit: limit)
        if end < limit, text[end] == UInt8(ascii: ".") {
            end = endOfRun(from: end + 1, limit: limit)
        }
        return end
    }

    private func endOfRun(from start: Int, limit: Int) -> Int {
        var end = start
        while end < limit, text[end].isBase64Digit { end += 1 }
        return end
    }
}
