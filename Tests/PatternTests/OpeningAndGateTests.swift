import BuiltinPatterns
@testable import LeakDetection
import LeakRules
import PCRE2
@testable import RuleCheck
import TestSupport
import Testing

/// What is looked at before a regex runs turns away no match of a built-in rule.
@Suite struct OpeningAndGateTests {
    private static let rules = BuiltinPatterns.files().flatMap(\.rules)

    /// Texts made up from a pattern, with letters in both cases where it does not care.
    private struct Samples {
        private var sampler: PatternSampler
        private let ignoresCase: Bool
        var generator = SeededGenerator(seed: 3)

        init?(_ rule: Rule) {
            guard let sampler = PatternSampler(rule.pattern) else { return nil }
            self.sampler = sampler
            ignoresCase = rule.ignoresCase
        }

        mutating func next() -> [UInt8] {
            var text = sampler.next()
            guard ignoresCase else { return text }
            for at in text.indices
            where (text[at] | 0x20) &- 0x61 < 26 && Bool.random(using: &generator) {
                text[at] ^= 0x20
            }
            return text
        }
    }

    @Test("Wherever an anchored rule matches, its opening lets it")
    func openings() throws {
        let scratch = MatchScratch()
        var matches = 0
        var known = 0
        for rule in Self.rules where rule.rule.anchor == .literal && !rule.rule.hasContext {
            let regex = try Regex(rule.rule.pattern, options: .anchored)
            let opening = PatternOpening(
                rule.rule.pattern, ignoresCase: rule.rule.ignoresCase)
            known += opening.length > 0 ? 1 : 0
            var texts = rule.leaks.map(\.example.text)
            if var samples = Samples(rule.rule) {
                for index in 0..<24 {
                    // At the end of a line, and within one.
                    texts.append([0x20] + samples.next() + (index % 2 == 0 ? [] : [0x20]))
                }
            }
            for text in texts {
                text.withUnsafeBytes { bytes in
                    for place in bytes.indices
                    where regex.firstMatch(in: bytes, from: place, scratch: scratch) == .matched {
                        matches += 1
                        #expect(
                            opening.admits(bytes, at: place),
                            "\(rule.rule.id) at \(place) of \(text.shown)")
                    }
                }
            }
        }
        #expect(matches > 5000, "\(matches)")
        #expect(known > 400, "\(known)")
    }

    /// The literals of a rule that stand at a place.
    private func literals(of rule: Rule, in text: [UInt8], at place: Int) -> [Range<Int>] {
        rule.prefilter.compactMap { literal in
            let bytes = literal.utf8.map(\.lowercased)
            let end = place + bytes.count
            guard end <= text.count,
                text[place..<end].lazy.map(\.lowercased).elementsEqual(bytes)
            else { return nil }
            return place..<end
        }
    }

    @Test(
        "Wherever a gated rule matches, the gate is open",
        arguments: [
            "generic.password-element", "generic.secret-element", "generic.password-attribute",
            "generic.secret-attribute",
        ])
    func gates(_ id: String) throws {
        let rule = try #require(Self.rules.first { $0.rule.id == id })
        let gate = try #require(rule.rule.gate)
        let regex = try Regex(rule.rule.pattern, options: .anchored)
        let scratch = MatchScratch()
        var texts = rule.leaks.map(\.example.text)
        var samples = try #require(Samples(rule.rule))
        for _ in 0..<3000 { texts.append(samples.next()) }
        texts += Self.farAway(gate).map { Array($0.utf8) }
        var matches = 0
        for text in texts {
            for place in text.indices {
                let literals = literals(of: rule.rule, in: text, at: place)
                guard !literals.isEmpty else { continue }
                text.withUnsafeBytes { bytes in
                    guard regex.firstMatch(in: bytes, from: place, scratch: scratch) == .matched
                    else { return }
                    matches += 1
                    #expect(
                        literals.contains {
                            Gatekeeper.isOpen(gate, bytes, literal: $0.lowerBound, $0.upperBound)
                        }, "\(text.shown) at \(place)")
                }
            }
        }
        #expect(matches > 200, "\(matches)")
        // None of these is worth a look.
        for text in ["password is wrong", "token expired", "secret-keeper started, auth ok"] {
            let bytes = Array(text.utf8)
            for place in bytes.indices {
                for literal in literals(of: rule.rule, in: bytes, at: place) {
                    #expect(
                        !bytes.withUnsafeBytes {
                            Gatekeeper.isOpen(
                                gate, $0, literal: literal.lowerBound, literal.upperBound)
                        }, "\(text) at \(place)")
                }
            }
        }
    }

    /// What a gate asks for as far behind the name as the patterns allow, and on other lines.
    private static func farAway(_ gate: Gate) -> [String] {
        let value = "kT7mQ2vL9xw4"
        let long = String(repeating: "n", count: 40)
        let slashes = String(repeating: "\\", count: 8)
        let blank = String(repeating: "x", count: 120)
        return ["password", "pw", "PWD", "token", "apiKey", "пароль", "密码", "schlüssel"]
            .flatMap { name -> [String] in
                switch gate {
                case .element:
                    [
                        "<\(name)>\(value)</x>", "&lt;\(name)&gt;\(value)&lt;/x",
                        "<\(name)>" + String(repeating: "v", count: 600) + "</x>",
                        "<x a=\"\(name)\(long)\(slashes)\" \(blank)>\(value)</x>",
                        "<x>\(name)\(long)\(slashes)' \(blank)" + String(repeating: "y", count: 40)
                            + "</x>  <y>\(value)</y>",
                        "<\(name)\n  type='text'\n>\(value)</x>",
                    ]
                case .quote:
                    [
                        "name=\"\(name)\" value=\"\(value)\"", "'\(name)' : 'value' : '\(value)'",
                        "\(name)\(long)\(slashes)\" , \(slashes)\"value\(slashes)\": \(value)",
                        "key='\(name).$-:x' type=\"" + String(repeating: "t", count: 40)
                            + "\" value=\"\(value)\"",
                    ]
                case .assignment: []
                }
            }
    }

    @Test("Secrets behind short names in markup, and in markup of several lines, are found")
    func shortNames() {
        let detector = Detector(BuiltinPatterns.ruleSet())
        for text in [
            #"<property name="pw" value="kT7mQ2vL9xw4"/>"#,
            "<entry key='pw' value='kT7mQ2vL9xw4'/>",
            #"{"msg":"\u003cpassword\n  type='text'\u003ekT7mQ2vL9xw4\u003c/password\u003e"}"#,
        ] {
            let result = scan(Array(text.utf8), with: detector)
            #expect(!result.text.contains("kT7mQ2vL9xw4"), "\(result.text)")
        }
    }
}

extension [UInt8] {
    fileprivate var shown: String { String(decoding: self, as: UTF8.self) }
}
