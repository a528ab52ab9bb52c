import LeakRules

/// A secret that goes on over lines, such as a PEM key whose `BEGIN` line has passed.
///
/// Lines go out as they come in, so a key is masked line by line: what looks like its base64 is
/// blotted out in each, whatever prefix a logger puts before it, until the `END` line, or the
/// block's cap.
struct OpenBlock {
    /// The rule's index.
    let rule: Int
    let end: [UInt8]
    let cap: Int

    /// What its producer puts before each line.
    let prefix: LinePrefix

    /// Where in the stream it was opened.
    let openedAt: Int

    /// Texts of which one stands in the line that ends the block, beside ``end``: another's `END`
    /// is none.
    private let labels: [[UInt8]]

    /// Where the first line of the key began: behind the prefix that a logger puts on each line.
    private var column: Int?

    /// Where the first secret byte stood, and its line and column.
    private(set) var start: (offset: Int, line: Int, column: Int)?
    private(set) var stop = 0

    /// The base64 that was masked, for the fingerprint; at most `cap` bytes.
    private(set) var body: [UInt8] = []

    /// Lines in a row that held no base64.
    private var strangers = 0

    /// Lines of others that may come between two lines of a key: what several containers in one
    /// stream produce.
    private static let patience = 64

    /// A run of base64 this long is taken for the key wherever it stands in a line.
    private static let longRun = 40

    /// A shorter one must look random.
    private static let shortRun = 16

    init(rule: Int, block: Block, labels: [String], prefix: LinePrefix, openedAt: Int) {
        self.rule = rule
        self.prefix = prefix
        self.openedAt = openedAt
        end = Array(block.end.utf8)
        cap = block.cap
        // `BEGIN TOY KEY` begins what `END TOY KEY` ends.
        self.labels = labels.map { label in
            Array((label.hasPrefix("BEGIN ") ? label.dropFirst(6) : label[...]).utf8)
        }
    }

    /// Whether nothing like the key has come for long.
    ///
    /// A key that is longer than the cap is masked on; only its fingerprint stops there.
    var isSpent: Bool { strangers > Self.patience }

    /// Where the line ends the block, or nil.
    func ends(at frame: UnsafeRawBufferPointer) -> Int? {
        guard let place = end.withUnsafeBytes({ frame.firstOffset(of: $0) }),
            labels.contains(where: { $0.withUnsafeBytes { frame.firstOffset(of: $0) != nil } })
        else { return nil }
        return place
    }

    /// Takes down what is masked.
    mutating func mask(
        _ span: Range<Int>, in frame: UnsafeRawBufferPointer, frameOffset: Int,
        place: (line: Int, column: Int)
    ) {
        if column == nil { column = span.lowerBound }
        if start == nil {
            start = (frameOffset + span.lowerBound, place.line, place.column)
        }
        stop = frameOffset + span.upperBound
        body += frame[span].prefix(max(0, cap - body.count))
        strangers = 0
    }

    /// Whether its end came in another stream.
    private(set) var isEnded = false

    mutating func markEnded() { isEnded = true }

    /// Takes down a line of another stream that held a part of the key.
    mutating func goOn() { strangers = 0 }

    /// Takes down a line that held nothing of the key.
    mutating func pass() {
        strangers += 1
    }

    /// The parts of a line that are the key's base64.
    ///
    /// - Parameter frame: The line up to the block's end text, if that is in it.
    func bodySpans(in frame: UnsafeRawBufferPointer) -> [Range<Int>] {
        let long = runs(in: frame).filter { isBody(frame[$0]) }
        if !long.isEmpty { return long }
        // A short last line stands where the others did.
        if let column, column < frame.count, let run = run(in: frame, at: column),
            endsCleanly(run, in: frame)
        {
            return [run]
        }
        // Behind a prefix of another length: the line's last word, if it is padded, or looks like
        // base64 and comes directly after the header or a line of the key.
        let last = frame.lastIndex { !$0.isBlank && $0 != 0x0D }.map { $0 + 1 } ?? 0
        var from = last
        while from > 0, frame[from - 1].isBase64 { from -= 1 }
        let word = from..<last
        let standsAlone = from == 0 || frame[from - 1].isBlank || frame[from - 1] == 0x7C
        guard standsAlone, word.count >= 4 else { return [] }
        let isPadded = frame[last - 1] == 0x3D
        let follows =
            strangers == 0 && word.count >= 8 && word.count % 4 == 0
            && frame[word].contains(where: \.isUpper) && frame[word].contains(where: \.isLower)
        return isPadded || follows ? [word] : []
    }

    /// Whether a run is long enough to be taken for the key wherever it stands, and no word.
    private func isBody(_ run: Slice<UnsafeRawBufferPointer>) -> Bool {
        run.count >= Self.longRun
            || run.count >= Self.shortRun && run.contains(where: \.isDigit)
                && run.contains(where: \.isUpper) && run.contains(where: \.isLower)
    }

    private func run(in frame: UnsafeRawBufferPointer, at offset: Int) -> Range<Int>? {
        guard offset == 0 || !frame[offset - 1].isBase64 else { return nil }
        var end = offset
        while end < frame.count, frame[end].isBase64 { end += 1 }
        return end > offset ? offset..<end : nil
    }

    /// Whether a run is followed by nothing but blanks, or by what ends a string.
    private func endsCleanly(_ run: Range<Int>, in frame: UnsafeRawBufferPointer) -> Bool {
        guard run.count % 4 == 0 || !frame[run].contains(0x3D) else { return false }
        let rest = frame[run.upperBound...]
        guard let next = rest.first else { return true }
        return next == UInt8(ascii: "\\") || next == UInt8(ascii: "\"") || next == UInt8(ascii: "'")
            || next == UInt8(ascii: ",") || next == 0x1B || next == 0x0D
            || rest.allSatisfy(\.isBlank)
    }

    /// The runs of base64 characters in a line.
    private func runs(in frame: UnsafeRawBufferPointer) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for (index, byte) in frame.enumerated() where !byte.isBase64 {
            if index - start >= Self.shortRun { runs.append(start..<index) }
            start = index + 1
        }
        if frame.count - start >= Self.shortRun { runs.append(start..<frame.count) }
        return runs
    }
}
