import LeakRules
import PCRE2
import TestSupport
import Testing

@Suite struct RequiredLiteralsTests {
    @Test(
        "What every match contains is found",
        arguments: [
            ("acme_[0-9a-f]{32}", ["acme_"]),
            ("(?i)ACME_[0-9a-f]{32}", ["acme_"]),
            ("(?:acme|bolt)_key[:=]", ["acme_key:", "acme_key=", "bolt_key:", "bolt_key="]),
            ("ac[mM]e_", ["acme_"]),
            ("ac[mn]e_", ["acme_", "acne_"]),
            ("(?x) ac me # a comment\n _key", ["acme_key"]),
            (#"\Qa.c|e\E"#, ["a.c|e"]),
            (#"\x61cme"#, ["acme"]),
            ("a{3}b", ["aaab"]),
            ("(?:abc){2,}", ["abcabc"]),
            ("(abc)+x?", ["abc"]),
            ("ab[cC]+d", ["abc"]),
            ("ac(?:m|n)*e_x(?:ab|cd)+ef", ["e_xab", "e_xcd"]),
            ("a{2", ["a{2"]),
            ("x*acme(?:_dev)?[0-9]", ["acme"]),
            ("(?<!x)acme(?=y)", ["acme"]),
            ("acme|acme_dev", ["acme"]),
            ("(?s)acme.{1,9}secret", ["secret"]),
            ("[a-z]{3}-acme-[0-9]", ["-acme-"]),
        ])
    func found(_ pattern: String, _ expected: [String]) {
        #expect(RequiredLiterals.literals(of: pattern) == expected)
    }

    @Test(
        "Where nothing can be proved, nothing is claimed",
        arguments: [
            "[0-9a-f]{40}", "(?:acme)?[0-9]{9}", "(?:acme)*", "(?:acme){0,2}", "acme|[0-9]{9}",
            "ab", "",
            "(?=acme)[a-z]{9}", "(?!acme)", "acme|", "(?(1)acme|acme)", "(*F)acme", "(?|acme)", "(",
            #"(a)c\1m"#, "[acme]{9}", #"\p{L}{9}"#, "(?xx)acme", "acme|a(?#x)",
        ])
    func silent(_ pattern: String) {
        #expect(RequiredLiterals.literals(of: pattern) == nil)
    }

    /// A pattern and a text that it matches, built together.
    struct Sample {
        var pattern = ""
        var text = ""
    }

    /// Builds a part of a pattern, and a text for it; does not know what the reader of patterns
    /// knows.
    private func part(_ depth: Int, _ random: inout SeededGenerator) -> Sample {
        func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        func word() -> String {
            String((0..<pick(1...5)).map { _ in Array("abcDEf_-0")[pick(0...8)] })
        }
        switch pick(0...(depth > 3 ? 4 : 9)) {
        case 0, 1:
            let text = word()
            return Sample(pattern: text, text: text)
        case 2:
            let letters = Array("ab0XY")
            return Sample(pattern: "[ab0XY]", text: String(letters[pick(0...4)]))
        case 3: return Sample(pattern: #"\d"#, text: "\(pick(0...9))")
        case 4: return Sample(pattern: "(?!x)", text: "")
        case 5, 6:
            let parts = (0..<pick(1...4)).map { _ in part(depth + 1, &random) }
            return Sample(pattern: parts.map(\.pattern).joined(), text: parts.map(\.text).joined())
        case 7:
            let branches = (0..<pick(1...3)).map { _ in part(depth + 1, &random) }
            let opening = ["(", "(?:", "(?<n>", "(?>", "(?i:"][pick(0...4)]
            return Sample(
                pattern: opening + branches.map(\.pattern).joined(separator: "|") + ")",
                text: branches[pick(0...(branches.count - 1))].text)
        case 8:
            let inner = part(depth + 1, &random)
            let least = pick(0...3)
            let most = least + pick(0...2)
            let text = String(repeating: inner.text, count: pick(least...most))
            return Sample(pattern: "(?:\(inner.pattern)){\(least),\(most)}", text: text)
        default:
            let inner = part(depth + 1, &random)
            let (suffix, least) = [("*", 0), ("+", 1), ("?", 0), ("{2}", 2), ("{1,}?", 1)][
                pick(0...4)]
            let most = suffix == "?" ? 1 : suffix == "{2}" ? 2 : least + 2
            return Sample(
                pattern: "(?:\(inner.pattern))\(suffix)",
                text: String(repeating: inner.text, count: pick(least...most)))
        }
    }

    @Test("Every text made from a random pattern contains a literal claimed for it")
    func soundness() throws {
        var claims = 0
        for seed in 0..<UInt64(4000) {
            var random = SeededGenerator(seed: seed)
            let sample = part(0, &random)
            guard let literals = RequiredLiterals.literals(of: sample.pattern) else { continue }
            claims += 1
            let text = sample.text.lowercased()
            #expect(
                literals.contains { text.contains($0) },
                "seed \(seed): '\(sample.text)' of '\(sample.pattern)' has none of \(literals)")
            // The sample is honest: PCRE2 agrees that the pattern matches all of it. An atomic
            // group may not.
            if sample.pattern.contains("(?>") { continue }
            let regex = try Regex("^(?:" + sample.pattern + ")$")
            #expect(
                Array(sample.text.utf8).withUnsafeBytes { bytes in
                    bytes.isEmpty
                        || regex.firstMatch(in: bytes, from: 0, scratch: MatchScratch()) == .matched
                })
        }
        #expect(claims > 500)
    }

    @Test("Whatever of a random noise a pattern matches contains a literal claimed for it")
    func soundnessOnNoise() throws {
        let patterns = [
            "(?i)ab[cd]|x[yz]{3,}", "(?:ab|cd){2}e?", "a(?:bc|c[de])f*", "(?x) a b [ c ] d | abe",
            "(?:abc|bcd)[ae]", "[aA]b(?:c|C)+", "a(b|)c(d|e)", "(?:a|b)(?:a|b)(?:a|b)c",
        ]
        var random = SeededGenerator(seed: 7)
        let letters = Array("aAbBcCdDeEfxyz ".utf8)
        for pattern in patterns {
            let literals = try #require(RequiredLiterals.literals(of: pattern), "\(pattern)")
            let regex = try Regex(pattern)
            let scratch = MatchScratch()
            for _ in 0..<20_000 {
                let text = (0..<Int.random(in: 3...12, using: &random)).map { _ in
                    letters[Int.random(in: 0..<letters.count, using: &random)]
                }
                let isMatch = text.withUnsafeBytes {
                    regex.firstMatch(in: $0, from: 0, scratch: scratch) == .matched
                }
                let folded = String(decoding: text, as: UTF8.self).lowercased()
                if isMatch {
                    #expect(literals.contains { folded.contains($0) }, "\(pattern): \(folded)")
                }
            }
        }
    }
}
