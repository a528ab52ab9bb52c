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
        #expect(Self.words.endsAny(Array(text.utf8)) == ends)
    }

    @Test(arguments: [("a pass b", true), ("xpwx", true), ("p w", false), ("", false)])
    func `a word of the list stands in a text or not`(text: String, stands: Bool) {
        #expect(text.withBytes(Self.words.isInside) == stands)
    }

    @Test func `an empty list has no words`() {
        let none = WordList([])
        #expect(!none.contains(Array("a".utf8)) && !none.endsAny(Array("a".utf8)))
        #expect(!"a".withBytes(none.isInside))
    }
}
