import TestSupport
import Testing

@testable import LeakDetection

@Suite struct LineCounterTests {
    private static let bytes = Array("ab\n\ncd\r\nef".utf8)

    @Test(arguments: [(0, 1, 1), (1, 1, 2), (3, 2, 1), (4, 3, 1), (5, 3, 2), (8, 4, 1), (9, 4, 2)])
    func `lines and columns are counted from one, in bytes`(place: Int, line: Int, column: Int) {
        Self.bytes.withUnsafeBytes { bytes in
            let text = Text(bytes: bytes, offset: 0)
            var counter = LineCounter()
            let start = text.startOfLine(at: place, notBefore: 0)
            let found = counter.place(of: place, lineStart: start, in: text, if: true)
            #expect(found.line == line && found.column == column)
        }
    }

    @Test func `nothing is counted where it is not wanted`() {
        Self.bytes.withUnsafeBytes { bytes in
            let text = Text(bytes: bytes, offset: 0)
            var counter = LineCounter()
            let found = counter.place(of: 8, lineStart: 8, in: text, if: false)
            #expect(found.line == 0 && found.column == 0)
            counter.count(upTo: 10, in: text, if: false)
            #expect(counter.complete == 0)
        }
    }

    @Test func `nothing is counted twice`() {
        Self.bytes.withUnsafeBytes { bytes in
            let text = Text(bytes: bytes, offset: 0)
            var counter = LineCounter()
            for place in [4, 4, 2, 8, 0, 8, 10] { counter.count(upTo: place, in: text, if: true) }
            #expect(counter.complete == 3)
        }
    }

    @Test func `counting goes on from buffer to buffer`() {
        var generator = SeededGenerator(seed: 3)
        let stream = (0..<500).map { _ in UInt8.random(in: 9...11, using: &generator) }
        var counter = LineCounter()
        var base = 0
        while base < stream.count {
            let end = min(stream.count, base + Int.random(in: 1...40, using: &generator))
            stream[base..<end].withUnsafeBytes { bytes in
                let text = Text(bytes: bytes, offset: base)
                let half = (base + end) / 2
                let before = stream[..<half].count { $0 == 10 }
                #expect(
                    counter.place(of: half, lineStart: half, in: text, if: true) == (before + 1, 1))
                counter.count(upTo: end, in: text, if: true)
            }
            base = end
        }
        #expect(counter.complete == stream.count { $0 == 10 })
    }
}
