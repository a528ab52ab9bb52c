import BuiltinPatterns
import LeakDetection
import LeakRules
import RuleCheck
import TestSupport
import Testing

@Suite struct PatternTests {
    private static let rules = BuiltinPatterns.files().flatMap(\.rules)
    private static let detector = Detector(BuiltinPatterns.ruleSet())

    @Test("Every built-in rule hits its leaks exactly and leaves its near misses alone")
    func check() {
        let problems =
            BuiltinPatterns.files().flatMap(\.problems) + RuleChecker.problems(in: Self.rules)
        #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
    }

    @Test("Every text that a pattern can match holds a literal of its prefilter")
    func prefilters() {
        let problems = RuleChecker.prefilterProblems(in: Self.rules)
        #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
    }

    @Test("What is embedded is what the files say")
    func embedded() {
        #expect(BuiltinPatterns.ruleSet().rules.map(\.id) == Self.rules.map(\.rule.id))
        #expect(BuiltinPatterns.ruleSet().rules.map(\.pattern) == Self.rules.map(\.rule.pattern))
    }

    /// Ways in which logs change a line around a secret, none of which may hide it.
    enum Mutation: String, CaseIterable {
        case timestamp, carriageReturn, afterInvalidUTF8, indented, twice, insideDockerRecord

        func apply(to line: [UInt8]) -> [UInt8]? {
            switch self {
            case .timestamp: return Array("2026-11-24T10:00:00.123456789Z stdout F ".utf8) + line
            case .carriageReturn: return line + [0x0D, 0x0A]
            case .afterInvalidUTF8: return [0xFF, 0xC3, 0x20] + line
            case .indented: return [0x09, 0x20] + line + [0x20]
            case .twice: return line + [0x20, 0x20] + line
            case .insideDockerRecord:
                // Quotes and backslashes would need escaping, which is another test.
                guard !line.contains(0x22), !line.contains(0x5C),
                    !line.contains(where: { $0 < 0x20 })
                else { return nil }
                return Array(#"{"log":""#.utf8) + line
                    + Array(#"\n","stream":"stdout","time":"2026-11-24T10:00:00Z"}"#.utf8)
            }
        }
    }

    @Test(
        "Every leak is found however a log changes its surroundings", arguments: Mutation.allCases)
    func mutations(_ mutation: Mutation) {
        for rule in Self.rules where rule.rule.block == nil {
            for (example, line) in rule.leaks {
                guard !example.text.contains(0x0A), let text = mutation.apply(to: example.text)
                else { continue }
                if mutation != .insideDockerRecord, rule.rule.pattern.contains("^") { continue }
                if mutation == .insideDockerRecord,
                    rule.rule.pattern.contains("$ ") || rule.rule.pattern.contains("^")
                {
                    continue
                }
                let output = scan(text, with: Self.detector).output
                let shown = String(decoding: output, as: UTF8.self)
                for secret in example.secrets where secret.count >= 12 {
                    #expect(
                        !Self.contains(output, Array(example.text[secret])),
                        "\(rule.file):\(line): \(mutation): \(shown)")
                }
            }
        }
    }

    @Test("Breaking a rule, an example or a counter-example is noticed, with file, line and reason")
    func brokenRules() throws {
        let sound = try #require(
            BuiltinPatterns.files().first {
                $0.rules.contains { $0.rule.id == "github.personal-access-token" }
            })
        #expect(RuleChecker.problems(in: sound.rules).isEmpty)
        let yaml = { (pattern: String, leak: String, clean: String) in
            """
            issuer: Broken
            rules:
              - id: broken.rule
                name: Broken
                category: token
                severity: low
                specificity: exact
                prefilter: [brk_]
                anchor: literal
                pattern: '\(pattern)'
                why: To be noticed.
                leaks: ['\(leak)']
                clean: ['\(clean)']
            """
        }
        func messages(_ text: String) -> [String] {
            let file = RuleFile(Array(text.utf8), path: "broken.yml")
            return (file.problems + RuleChecker.problems(in: file.rules)).map(\.description)
        }
        let pattern = "(?<secret>brk_[a-z]{8})(?![a-z])"
        #expect(messages(yaml(pattern, "a «brk_abcdefgh» b", "brk_abc")).isEmpty)
        #expect(
            messages(yaml("(?<secret>brk_[a-z]{7})(?![a-z])", "a «brk_abcdefgh» b", "brk_abc"))
                .first?.hasPrefix("broken.yml:12:1: error: broken.rule: does not hit") == true)
        #expect(
            messages(yaml(pattern, "a brk_«abcdefgh» b", "brk_abc")).first?.hasPrefix(
                "broken.yml:12:1: error: broken.rule: does not hit") == true)
        #expect(
            messages(yaml(pattern, "a «brk_abcdefgh» b", "brk_hgfedcba")).contains(
                "broken.yml:13:1: error: broken.rule: a clean example is hit by broken.rule"))
        #expect(
            messages(yaml("(?<secret>brk_[a-z]{8}", "a «brk_abcdefgh» b", "x")).first?.hasPrefix(
                "broken.yml:10:14: error: pattern: missing closing parenthesis") == true)
        #expect(
            messages(yaml("(?<secret>[a-z]{8})(?![a-z])", "a «abcdefgh» b", "x1")).contains {
                $0.contains("holds no literal")
            })
        #expect(
            messages(yaml("brk_(?<secret>(?:a|aa|aaa)+)[!?]", "brk_«aaa»!", "x")).contains {
                $0.contains("gives up on 64 KiB of 'a'")
            })
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        text.indices.contains { text[$0...].starts(with: part) }
    }
}
