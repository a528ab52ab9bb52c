/// The keys that go on in the lines to come: several, where several producers write into one
/// stream, each with its own prefix on each line.
struct OpenBlocks {
    /// Blocks that are open at once; the oldest gives way.
    private static let most = 16

    private var blocks: [OpenBlock] = []

    var isEmpty: Bool { blocks.isEmpty }

    /// Where the secrets of those stand of which something was masked.
    var spans: [Range<Int>] {
        blocks.compactMap { block in block.start.map { $0.offset..<block.stop } }
    }

    /// Whether the block that a match opens is there.
    func contains(rule: Int, openedAt place: Int) -> Bool {
        blocks.contains { $0.rule == rule && $0.openedAt == place }
    }

    /// Opens a block; one of the same producer ends without an end.
    mutating func open(_ block: OpenBlock, close: (OpenBlock) -> Void) {
        if let same = blocks.firstIndex(where: { $0.prefix == block.prefix }) {
            close(blocks.remove(at: same))
        }
        if blocks.count == Self.most { close(blocks.removeFirst()) }
        blocks.append(block)
    }

    mutating func closeAll(_ close: (OpenBlock, Bool) -> Void) {
        for block in blocks { close(block, block.isEnded) }
        blocks = []
    }

    /// Gives a line to the block that it belongs to.
    ///
    /// - Parameters:
    ///   - frame: The line.
    ///   - offset: Its offset in the stream.
    ///   - place: The line and column of an offset.
    ///   - close: Is given a block that ends, and whether it ends as it should.
    /// - Returns: What is masked of the line.
    mutating func take(
        _ frame: UnsafeRawBufferPointer, offset: Int,
        place: (Int) -> (line: Int, column: Int), close: (OpenBlock, Bool) -> Void
    ) -> [(range: Range<Int>, rule: Int)] {
        for index in blocks.indices.reversed() where blocks[index].isEnded {
            close(blocks.remove(at: index), true)
        }
        guard !blocks.isEmpty else { return [] }
        let index = owner(of: frame)
        for other in blocks.indices where other != index { blocks[other].pass() }
        let end = blocks[index].ends(at: frame)
        let before = frame.slice(0..<(end ?? frame.count))
        let body = blocks[index].bodySpans(in: before).filter {
            !RedactionMarker.touches($0, in: frame)
        }
        for span in body {
            blocks[index].mask(
                span, in: frame, frameOffset: offset, place: place(offset + span.lowerBound))
        }
        if body.isEmpty { blocks[index].pass() }
        let rule = blocks[index].rule
        if end != nil { close(blocks.remove(at: index), true) }
        while let spent = blocks.firstIndex(where: \.isSpent) {
            close(blocks.remove(at: spent), false)
        }
        return body.map { ($0, rule) }
    }

    /// Gives a line of another stream to the latest block.
    ///
    /// - Returns: What is masked of the line. It is no part of what is reported of the block.
    mutating func takeOther(_ line: UnsafeRawBufferPointer) -> [(range: Range<Int>, rule: Int)] {
        guard let last = blocks.lastIndex(where: { !$0.isEnded }) else { return [] }
        let end = blocks[last].ends(at: line)
        let body = blocks[last].bodySpans(in: line.slice(0..<(end ?? line.count))).filter {
            !RedactionMarker.touches($0, in: line)
        }
        if body.isEmpty { blocks[last].pass() } else { blocks[last].goOn() }
        if end != nil { blocks[last].markEnded() }
        return body.map { ($0, blocks[last].rule) }
    }

    /// The block whose lines have the longest prefix that this one has, too; without one, the
    /// latest.
    private func owner(of line: UnsafeRawBufferPointer) -> Int {
        guard blocks.count > 1 else { return 0 }
        let fitting = blocks.indices.filter { blocks[$0].prefix.end(in: line) != nil }
        return fitting.max { (blocks[$0].prefix.count, $0) < (blocks[$1].prefix.count, $1) }
            ?? blocks.count - 1
    }
}
