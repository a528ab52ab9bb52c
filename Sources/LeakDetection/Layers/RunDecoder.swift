internal import Inflate

/// Decodes a run of base64 or hex digits, if what it stands for is text.
struct RunDecoder {
    /// Files that were no text after all. Each had to be read to its end, which must not be done
    /// too often: after so many, what else is compressed there counts as not decoded.
    private var failedFiles = 0
    private static let mostFailedFiles = 64

    /// Bytes of a file that are read before its end is looked for; a multiple of three.
    private static let firstLook = 3 << 10

    /// Whether the budget did not suffice.
    private(set) var isStarved = false

    /// Decodes the text that begins with a run, up to where it ends being text.
    ///
    /// - Parameter run: Digits in one line; they may go on in the next lines.
    mutating func decode(
        _ text: UnsafeRawBufferPointer, _ run: Range<Int>, limit: Int, digits: RunReader.Digits,
        budget: inout DecodeBudget
    ) -> FoundBlob? {
        guard let beginning = RunBeginning(text, at: run.lowerBound, digits) else { return nil }
        let reader = RunReader(text, run, limit: limit, digits: digits)
        switch beginning.content {
        case .text: return Self.text(reader)
        case .utf16:
            return UTF16Text(beginning: beginning.bytes).flatMap { Self.utf16(reader, $0) }
        case .gzip:
            guard failedFiles < Self.mostFailedFiles else {
                budget.exhaust()
                isStarved = true
                return nil
            }
            if let blob = gzip(reader, budget: &budget) { return blob }
            failedFiles += 1
            return nil
        }
    }

    private static func text(_ reader: RunReader) -> FoundBlob? {
        var reader = reader
        var check = TextCheck()
        var bytes: [UInt8] = []
        var characters = 0
        var isTerminal = false
        while true {
            guard let group = reader.next() else {
                isTerminal = true
                break
            }
            var next = check
            if next.accept(group.text) {
                // A single character of base64 makes no byte: it stays behind.
                guard !group.text.isEmpty else { break }
                bytes += group.text
                characters = reader.count
                check = next
                isTerminal = group.characters < reader.unit.source
                if isTerminal { break }
                continue
            }
            // The run may have ended inside of the group, without padding.
            guard let boundary = reader.boundary else { break }
            let short = reader.shortened(group, to: boundary - characters)
            next = check
            if next.accept(short.text), short.characters != 1 {
                bytes += short.text
                characters += short.characters
                isTerminal = true
            }
            break
        }
        guard bytes.count >= RunBeginning.length else { return nil }
        return found(
            reader, bytes: bytes, layers: [], characters: characters, isTerminal: isTerminal)
    }

    private static func utf16(_ reader: RunReader, _ beginning: UTF16Text) -> FoundBlob? {
        var reader = reader
        var units = beginning
        var isWhole = true
        reading: while let group = reader.next() {
            for byte in group.text where !units.accept(byte) {
                isWhole = false
                break reading
            }
        }
        var bytes = units.completeBytes
        // What follows must stay on the boundary of a group.
        if !isWhole { bytes -= bytes % 6 }
        let unit = reader.unit
        let characters =
            isWhole ? reader.count : bytes / unit.decoded * unit.source
        guard bytes >= 2 * RunBeginning.length || isWhole && !units.text.isEmpty else { return nil }
        var blob = found(
            reader, bytes: units.text, layers: [.utf16], characters: characters,
            isTerminal: isWhole)
        blob.form = .opaque
        return blob
    }

    /// What was compressed, up to where it ends being text.
    private mutating func gzip(_ reader: RunReader, budget: inout DecodeBudget) -> FoundBlob? {
        var reader = reader
        var file: [UInt8] = []
        while let group = reader.next() {
            file += group.text
            // What is no file shows it soon.
            guard file.count != Self.firstLook || Gzip.inflate(file, budget: budget) != nil else {
                return nil
            }
        }
        guard let output = Gzip.inflate(file, budget: budget) else { return nil }
        guard budget.spend(output.bytes.count) else {
            isStarved = true
            return nil
        }
        if output.isCut { budget.exhaust() }
        var check = TextCheck()
        let text = Array(output.bytes.prefix { check.accept($0) })
        guard !text.isEmpty else { return nil }
        var blob = Self.found(
            reader, bytes: text, layers: [.gzip], characters: reader.count, isTerminal: true)
        blob.form = .opaque
        return blob
    }

    private static func found(
        _ reader: RunReader, bytes: [UInt8], layers: [Layer], characters: Int, isTerminal: Bool
    ) -> FoundBlob {
        var pieces = reader.pieces(upTo: characters, padding: 0)
        let end = pieces.last?.upperBound ?? 0
        let padding = isTerminal ? reader.padding(at: end, characters: characters) : 0
        if padding > 0 { pieces = reader.pieces(upTo: characters, padding: padding) }
        let isHex = reader.unit.source == 2
        let isURL = reader.contains("-_", in: pieces)
        let isWhole = !isTerminal || characters % 4 == 0
        let ending: Blob.Ending = isWhole ? .whole : padding > 0 ? .padded : .bare
        return FoundBlob(
            form: isHex
                ? .hex(isUpper: reader.contains("ABCDEF", in: pieces))
                : .base64(isURL: isURL, ending: ending),
            layers: [isHex ? .hex : .base64] + layers, bytes: bytes, pieces: pieces,
            unit: reader.unit, extent: (pieces.first?.lowerBound ?? 0)..<end + padding)
    }
}
