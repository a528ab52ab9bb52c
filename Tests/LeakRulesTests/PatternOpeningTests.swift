import LeakRules
import PCRE2
import TestSupport
import Testing

@Suite struct PatternOpeningTests {
    private func opening(_ pattern: String) -> PatternOpening {
        PatternOpening(pattern, ignoresCase: pattern.contains("(?i") || pattern.contains("(?xi"))
    }

    /// What an opening is for: it turns away what it can.
    @Test(arguments: [
        ("abc", "abc", "abd", 3),
        ("a(?:b|xyz)", "ab", "ac", 2),
        ("(?:foo|ba)r", "bar", "bur", 3),
        ("ab?c", "ac", "ad", 2),
        ("x*y", "xxy", "z", 1),
        ("a{2,3}b", "aab", "aba", 3),
        ("a{40}", String(repeating: "a", count: 40), String(repeating: "a", count: 31) + "b", 32),
        ("(?:ab){0}c", "c", "a", 1),
        ("(?i)key=", "KeY=", "KEX=", 4),
        ("(?=ab)a.", "ab", "ba", 2),
        (#"ab\Kcd"#, "abcd", "cdcd", 4),
        (#"(?<q>["'])x\k<q>"#, "'x'", "'y'", 2),
        (#"\Qa.b\E[0-9]"#, "a.b7", "axb7", 4),
        ("(?x) a b # c", "ab", "ac", 2),
        (#"\x41\d[[:alpha:]_]"#, "A1_", "A_1", 3),
        (#"[^a-y]z"#, "zz", "az", 2),
    ])
    func `admits what may match, and turns the rest away`(
        pattern: String, match: String, other: String, length: Int
    ) throws {
        let opening = opening(pattern)
        #expect(opening.length == length)
        #expect(opening.admits(match.utf8))
        #expect(!opening.admits(other.utf8))
        // A text that ends too soon is no match.
        #expect(!opening.admits(match.utf8.prefix(length - 1)))
        #expect(opening.admits(" \(match)".utf8, at: 1))
    }

    @Test(arguments: [
        "", "a?", "a*b?", "(?=abc)", #"\b"#, "(?:|ab)", #"(?1)?(a)?"#,
        // Not understood.
        "(?(1)a|b)", "(*COMMIT)a", "a{,3}b", "(?|a|b)", "(", "a)",
    ])
    func `has no length where a match may be empty, or the pattern is not understood`(
        pattern: String
    ) {
        let opening = opening(pattern)
        #expect(opening.length == 0)
        #expect(opening.admits([]))
        #expect(opening.admits([0xFF]))
    }

    @Test func `behind what is not known anything may come`() {
        let opening = opening(#"a\Rb"#)
        #expect(opening.length == 2)
        #expect(opening.admits("ab".utf8))
        #expect(opening.admits("a\r\nb".utf8))
        #expect(!opening.admits("b\nb".utf8))
    }

    @Test func `case counts where the pattern says so`() {
        #expect(!PatternOpening("ab", ignoresCase: false).admits("AB".utf8))
        #expect(PatternOpening("a(?i:b)", ignoresCase: true).admits("aB".utf8))
        // Only letters have a case.
        #expect(!PatternOpening("(?i)[@]", ignoresCase: true).admits("`".utf8))
        #expect(!PatternOpening("(?i)[{]", ignoresCase: true).admits("[".utf8))
    }

    /// Patterns of a few pieces over a few letters, and texts of the same letters.
    @Test func `never turns a match away`() throws {
        var generator = SeededGenerator(seed: 11)
        let atoms = [
            "a", "b", "[ab]", "[^a]", ".", "B", #"\w"#, #"\W"#, "-", "(?=a)", "(?!b)", "(?<=a)",
            #"\b"#, "^", "$", "(?:ab|b)", "(a|)", #"\1"#, "(?:a|-b|ba-)", #"(?:a\Kb)"#, "(?i:a)",
            "(?>a|ab)", #"\x2d"#, #"\R"#,
        ]
        let quantifiers = [
            "", "", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "{3,4}", "{0}", "*?", "++",
        ]
        let letters = Array("aabbAB-\n".utf8)
        let scratch = MatchScratch()
        var matches = 0
        var turnedAway = 0
        for _ in 0..<3000 {
            var pattern = Bool.random(using: &generator) ? "" : "(?i)"
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                pattern += atoms.randomElement(using: &generator) ?? ""
                pattern += quantifiers.randomElement(using: &generator) ?? ""
                if Int.random(in: 0..<8, using: &generator) == 0 { pattern += "|" }
            }
            // A reference to a group that is not there does not compile.
            guard let regex = try? Regex(pattern, options: .anchored) else { continue }
            let opening = PatternOpening(pattern, ignoresCase: pattern.contains("(?i"))
            for _ in 0..<20 {
                let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                    letters.randomElement(using: &generator) ?? 0
                }
                let place = Int.random(in: 0...text.count, using: &generator)
                let outcome = text.withUnsafeBytes {
                    regex.firstMatch(in: $0, from: place, scratch: scratch)
                }
                let isAdmitted = opening.admits(text, at: place)
                matches += outcome == .matched ? 1 : 0
                turnedAway += isAdmitted ? 0 : 1
                #expect(
                    isAdmitted || outcome == .noMatch, "\(pattern) on \(text) at \(place)")
            }
        }
        #expect(matches > 5000)
        #expect(turnedAway > 5000)
    }
}
