import LeakRules
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct OpenBlockTests {
    private static let line = String(repeating: "QUJDRGVm", count: 8)

    private func block(cap: Int = 4096) -> OpenBlock {
        OpenBlock(
            rule: 3, block: Block(end: "-----END", cap: cap), labels: ["TOY KEY"],
            prefix: "".withBytes { LinePrefix($0) }, openedAt: 0)
    }

    /// What is masked in a line, after one whose base64 began at a column.
    private func span(_ line: String, column: Int? = nil) -> Range<Int>? {
        var open = block()
        if let column {
            String(repeating: " ", count: column + 1).withBytes {
                open.mask(column..<(column + 1), in: $0, frameOffset: 0, place: (1, 1))
            }
        }
        open.pass()
        return line.withBytes { open.bodySpans(in: $0).first }
    }

    @Test(arguments: ["", "  ", "2026-11-24 app[1]: ", "> "])
    func `a line of base64 is the key's wherever it begins`(prefix: String) {
        let start = prefix.utf8.count
        #expect(span(prefix + Self.line) == start..<(start + 64))
        #expect(span(prefix + Self.line, column: start) == start..<(start + 64))
        #expect(span(prefix + Self.line + " # tail", column: 7) == start..<(start + 64))
    }

    @Test(arguments: [
        ("QUJD", 0, 0..<4), ("QUJD  ", 0, 0..<4), ("QUI=", 0, 0..<4), ("QUJDR", 0, 0..<5),
        ("app: QUJD", 5, 5..<9), ("QUJD\\n", 0, 0..<4), ("QUJD\"", 0, 0..<4),
        ("prefix of another length: QUI=", 0, 26..<30), ("app| QUJDx1JDQUJDQUJD", 0, 5..<21),
        ("QUJD\",", 0, 0..<4), ("QUJD\u{1B}[0m", 0, 0..<4),
    ])
    func `a short last line is the key's where the others began, or at the end`(
        line: String, column: Int, expected: Range<Int>
    ) {
        #expect(span(line, column: column) == expected)
    }

    @Test(arguments: [
        ("", 0), ("user logged in", 0), ("GET /index.html 200", 0), ("app: user logged in", 5),
        ("short", 9), ("2026-11-24 12:00:00 done", 0), ("  ", 0), ("x-QUJD: y", 2),
    ])
    func `a line of somebody else is let through`(line: String, column: Int) {
        #expect(span(line, column: column) == nil)
    }

    @Test func `all of a key is masked where two runs of it stand in one line`() {
        let line = Self.line + " " + Self.line
        #expect(line.withBytes { block().bodySpans(in: $0) } == [0..<64, 65..<129])
    }

    @Test func `a short line is the key's directly after the header`() {
        #expect("10:00 x QUJDRGVmQUJD".withBytes { block().bodySpans(in: $0) } == [8..<20])
    }

    @Test func `the end is found in a line`() {
        let block = block()
        #expect("QUI=-----END TOY KEY-----".withBytes(block.ends) == 4)
        #expect("-----END CERTIFICATE-----".withBytes(block.ends) == nil)
        #expect("-----ENX".withBytes(block.ends) == nil)
    }

    @Test func `what is masked is taken down`() {
        var block = block(cap: 6)
        #expect(block.start == nil && !block.isSpent)
        "abcd".withBytes { block.mask(1..<4, in: $0, frameOffset: 100, place: (7, 2)) }
        #expect(block.start?.offset == 101 && block.start?.line == 7 && block.start?.column == 2)
        #expect(block.stop == 104 && block.body == Array("bcd".utf8) && !block.isSpent)
        "efghij".withBytes { block.mask(0..<6, in: $0, frameOffset: 200, place: (8, 1)) }
        #expect(block.start?.offset == 101 && block.stop == 206)
        #expect(block.body == Array("bcdefg".utf8))
        #expect(!block.isSpent)
    }

    @Test func `a block is given up after too many lines of somebody else`() {
        var block = block()
        for _ in 0..<64 { block.pass() }
        #expect(!block.isSpent)
        "abcd".withBytes { block.mask(0..<4, in: $0, frameOffset: 0, place: (1, 1)) }
        for _ in 0..<64 { block.pass() }
        #expect(!block.isSpent)
        block.pass()
        #expect(block.isSpent)
    }
}
