import LeakReport
import Testing

@testable import LeakAudit

/// Context lines are the same however the output comes.
@Suite struct OutputContextTests {
    /// Runs a stream through: `<` and `>` stand around what is replaced by `[R]`; the buffer ends
    /// at each of `cuts`.
    private func contexts(_ text: String, cuts: [Int]) -> [[String]] {
        let all = Array(text.utf8)
        var marks: [(start: Int, end: Int)] = []
        var source: [UInt8] = []
        for byte in all {
            switch byte {
            case UInt8(ascii: "<"): marks.append((source.count, source.count))
            case UInt8(ascii: ">"): marks[marks.count - 1].end = source.count
            default: source.append(byte)
            }
        }
        let context = OutputContext()
        var result: [[String]] = []
        var at = 0
        func take(isFinal: Bool) {
            for (tag, around) in context.takeComplete(isFinal: isFinal) {
                result.append(
                    ["\(tag)"] + around.lines(number: 5).map { "\($0.number) \($0.text)" })
            }
        }
        // No cut is inside of what is replaced.
        let ends = (cuts + [source.count]).filter { cut in
            !marks.contains { $0.start < cut && cut < $0.end }
        }
        for end in ends.sorted() where end >= at {
            Array(source[at..<end]).withUnsafeBytes { bytes in
                let openBefore = context.openCount
                context.begin(bytes, at: at)
                var written = at
                func slice(_ range: Range<Int>) {
                    context.write(
                        UnsafeRawBufferPointer(
                            rebasing: bytes[(range.lowerBound - at)..<(range.upperBound - at)]))
                }
                for mark in marks where mark.start >= at && mark.start < end {
                    slice(written..<mark.start)
                    Array("[R]".utf8).withUnsafeBytes { context.write($0) }
                    written = mark.end
                }
                slice(written..<end)
                for (tag, mark) in marks.enumerated() where mark.start >= at && mark.start < end {
                    context.add(mark.start, tag: tag)
                }
                context.end(openBefore: openBefore)
            }
            take(isFinal: false)
            at = end
        }
        take(isFinal: true)
        return result
    }

    @Test func `the line, and those around it`() {
        #expect(
            contexts("one\ntwo <secret> three\nfour\nfive\n", cuts: []) == [
                ["0", "4 one", "5 two [R] three", "6 four"]
            ])
        #expect(contexts("a <secret>", cuts: []) == [["0", "5 a [R]"]])
        #expect(contexts("\n<secret>\r\n\r\nx", cuts: []) == [["0", "4 ", "5 [R]", "6 "]])
    }

    @Test func `several in a line`() {
        let text = "x\na <one> b <two><three> c\ny\n"
        let expected = ["4 x", "5 a [R] b [R][R] c", "6 y"]
        #expect(contexts(text, cuts: []) == (0..<3).map { ["\($0)"] + expected })
    }

    @Test func `long lines are cut`() throws {
        let long = String(repeating: "0123456789", count: 100)
        let lines = try #require(contexts("\(long)\n\(long)<s>\(long)\n\(long)\n", cuts: []).first)
        #expect(lines.count == 2)
        #expect(lines[1].contains("[R]"))
        for line in lines.dropFirst() { #expect(line.utf8.count < 300, "\(line)") }
        #expect(lines[1].hasPrefix("5 …"))
        #expect(lines[1].hasSuffix("…"))
    }

    @Test func `however the output comes, the same`() {
        let filler = String(repeating: "some words of a log line, and more of them\n", count: 30)
        let text = "\(filler)a <one> b\n<two> <three>\n\(filler)x=<four>\n"
        let whole = contexts(text, cuts: [])
        #expect(whole.count == 4)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let cuts = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Int.random(in: 0..<text.utf8.count - 20, using: &generator)
            }
            #expect(contexts(text, cuts: cuts) == whole, "\(cuts)")
        }
        for cut in stride(from: 1200, to: 1500, by: 1) {
            #expect(contexts(text, cuts: [cut]) == whole, "\(cut)")
        }
    }
}
