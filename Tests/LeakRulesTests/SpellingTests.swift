import Testing

@testable import LeakRules

@Suite struct SpellingTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("", "abc", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2),
        ("pattern", "patern", 1), ("pattern", "pattren", 2), ("same", "same", 0), ("é", "e", 2),
    ])
    func `the distance is the number of changes`(a: String, b: String, distance: Int) {
        #expect(Spelling.distance(a, b) == distance)
        #expect(Spelling.distance(b, a) == distance)
    }

    @Test(arguments: [
        ("patern", "; did you mean 'pattern'?"), ("leeks", "; did you mean 'leaks'?"),
        ("ids", "; did you mean 'id'?"), ("colour", ""), ("", ""), ("xyz", ""),
    ])
    func `a near word is suggested, a far one is not`(word: String, suggestion: String) {
        #expect(
            Spelling.suggestion(for: word, among: ["id", "leaks", "pattern", "prefilter"])
                == suggestion)
    }

    @Test func `of two words as near the first in the alphabet is suggested`() {
        #expect(Spelling.suggestion(for: "cat", among: ["rat", "bat"]) == "; did you mean 'bat'?")
        #expect(Spelling.suggestion(for: "cat", among: []) == "")
    }
}
