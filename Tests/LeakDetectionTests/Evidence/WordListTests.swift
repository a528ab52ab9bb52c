import TestSupport
import Testing

@testable import LeakDetection

@Suite struct WordListTests {
    private static let words = WordList(["pass", "password", "pw", "é"])

    @Test(arguments: [
        ("pass", true), ("password", true), ("pw", true), ("é", true), ("passw", false),
        ("", false),
        ("PASS", false), ("a very long word that is not in the list", false),
    ])
    func `a word is in the list or not`(word: String, isIn: Bool) {
        #expect(Self.words.contains(Array(word.utf8)) == isIn)
    }

    @Test(arguments: [
        ("dbpass", true), ("pass", true), ("mypw", true), ("caé", true), ("passx", false),
        ("", false),
        ("s", false),
    ])
    func `a word of the list ends a text or not`(text: String, ends: Bool) {
        #expect(text.withBytes(Self.words.endsAny) == ends)
    }

    @Test(arguments: [("a pass b", true), ("xpwx", true), ("p w", false), ("", false)])
    func `a word of the list stands in a text or not`(text: String, stands: Bool) {
        #expect(text.withBytes(Self.words.isInside) == stands)
    }

    @Test func `a list says what comparing word by word says`() {
        var generator = SeededGenerator(seed: 5)
        func random(_ lengths: ClosedRange<Int>) -> String {
            String(
                (0..<Int.random(in: lengths, using: &generator)).map { _ in
                    "ab[é".randomElement(using: &generator) ?? "a"
                })
        }
        for _ in 0..<30 {
            let words = (0..<20).map { _ in random(1...12) }
            let list = WordList(words)
            for text in words + (0..<100).map({ _ in random(0...14) }) {
                let bytes = Array(text.utf8)
                let all = words.map { Array($0.utf8) }
                #expect(list.contains(bytes) == all.contains(bytes))
                #expect(
                    text.uppercased().withBytes(list.containsLowercased)
                        == all.contains(text.uppercased().utf8.map(\.lowercased)))
                #expect(
                    text.withBytes(list.endsAny)
                        == all.contains { bytes.reversed().starts(with: $0.reversed()) })
                #expect(
                    text.withBytes(list.isInside)
                        == all.contains { word in
                            bytes.indices.contains { bytes[$0...].starts(with: word) }
                        })
            }
        }
    }

    @Test func `an empty list has no words`() {
        let none = WordList([])
        #expect(!none.contains(Array("a".utf8)))
        #expect(!"a".withBytes(none.endsAny) && !"a".withBytes(none.isInside))
    }
}
