import TestSupport
import Testing

@testable import LeakDetection

@Suite struct SurroundingsTests {
    @Test func `words are the runs of letters and digits`() {
        var generator = SeededGenerator(seed: 9)
        // Each byte with its neighbours in the code, and long runs.
        let kinds = Array("/09:@AZ[`az{\u{7F}é".utf8)
        for count in 0..<300 {
            let isDense = count % 2 == 0
            let text = (0..<count).map { _ in
                isDense && Int.random(in: 0..<20, using: &generator) > 0
                    ? UInt8(ascii: "x") : kinds.randomElement(using: &generator) ?? 0
            }
            var words: [[UInt8]] = []
            text.withUnsafeBytes { $0.forEachWord { words.append(Array($0)) } }
            #expect(words == text.split { !$0.isAlphanumeric }.map(Array.init))
        }
    }
}
