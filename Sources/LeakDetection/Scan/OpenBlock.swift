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

    /// Bytes of the line before `-----BEGIN`: the prefix that a logger puts on each line.
    let column: Int

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

    init(rule: Int, block: Block, column: Int) {
        self.rule = rule
        end = Array(block.end.utf8)
        cap = block.cap
        self.column = column
    }

    /// Whether nothing more is masked: too much was, or nothing like the key came for long.
    var isSpent: Bool { body.count >= cap || strangers > Self.patience }

    /// Whether the line ends the block.
    func ends(at frame: UnsafeRawBufferPointer) -> Int? {
        end.withUnsafeBytes { frame.firstOffset(of: $0) }
    }

    /// Takes down what is masked.
    mutating func mask(
        _ span: Range<Int>, in frame: UnsafeRawBufferPointer, frameOffset: Int,
        place: (line: Int, column: Int)
    ) {
        if start == nil {
            start = (frameOffset + span.lowerBound, place.line, place.column)
        }
        stop = frameOffset + span.upperBound
        body += frame[span].prefix(cap - body.count)
        strangers = 0
    }

    /// Takes down a line that held nothing of the key.
    mutating func pass() {
        strangers += 1
    }

    /// The part of a line that is the key's base64, or nil.
    ///
    /// - Parameter frame: The line up to the block's end text, if that is in it.
    func bodySpan(in frame: UnsafeRawBufferPointer) -> Range<Int>? {
        if let run = longestRun(in: frame), run.count >= Self.longRun { return run }
        // A short last line stands where the others did.
        if column < frame.count, let run = run(in: frame, at: column), endsCleanly(run, in: frame) {
            return run
        }
        // Behind a prefix of another length: the line's last word, if it is padded or long.
        let last = frame.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? 0
        var from = last
        while from > 0, frame[from - 1].isBase64 { from -= 1 }
        let word = from..<last
        let standsAlone = from == 0 || frame[from - 1].isBlank || frame[from - 1] == 0x7C
        if standsAlone, word.count >= 16 || (word.count >= 4 && frame[last - 1] == 0x3D) {
            return word
        }
        return nil
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
            || rest.allSatisfy(\.isBlank)
    }

    private func longestRun(in frame: UnsafeRawBufferPointer) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        for (index, byte) in frame.enumerated() where !byte.isBase64 {
            if index - start > best?.count ?? 0 { best = start..<index }
            start = index + 1
        }
        if frame.count - start > best?.count ?? 0 { best = start..<frame.count }
        return best
    }
}
