import BuiltinPatterns
import Foundation
import KeyedHash
@testable import LeakDetection
import LeakRules
import PCRE2
import TestSupport
import Testing

/// The rules that the laws are tried with: toys, and all that are built in.
enum Subject: String, CaseIterable, CustomTestStringConvertible {
    case toys, builtin

    static let toyDetector = Detector(ToyRules.all)
    static let builtinDetector = Detector(BuiltinPatterns.ruleSet())
    static let builtinExamples = BuiltinPatterns.files().flatMap(\.rules).flatMap { rule in
        (rule.leaks + rule.clean).map(\.example.text)
    }

    var detector: Detector {
        switch self {
        case .toys: Self.toyDetector
        case .builtin: Self.builtinDetector
        }
    }

    /// Texts that rules match, and near misses.
    var pieces: [[UInt8]] {
        switch self {
        case .toys: Self.toyPieces
        case .builtin: Self.builtinExamples
        }
    }

    private static let toyPieces = [
        "tok_Ab3dEf6hIj9l", "tok_zzzzYYYY1111", "secretword=hunter22", "secretword: correcthorse",
        "<<<abcd>>>", "<<<a b c d>>>", "tok_short", "secretword is unknown",
        "-----BEGIN TOY KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqaw==\n"
            + "-----END TOY KEY-----\n",
        "-----BEGIN TOY KEY-----\n", "-----END TOY KEY-----\n", "Ab3dEf6hIj9l", "hunter22",
        "[REDACTED:toy.token]", "\u{1B}[31mtok_Ab3dEf6hIj9l\u{1B}[0m",
    ].map { Array($0.utf8) }

    /// Small frames, so that long lines come up in short texts; a fixed key, so that runs compare.
    var options: ScanOptions {
        var options = ScanOptions()
        options.hash = KeyedHash(key: Array(0..<32))
        options.frameBytes = 2 * detector.reach
        return options
    }

    var testDescription: String { rawValue }

    /// How many random texts are tried.
    var rounds: Int { self == .toys ? 300 : 60 }
}

@Suite struct LawTests {
    @Test("Identity: what no rule matches comes out byte for byte")
    func identity() {
        let allBytes = (0...255).map { UInt8($0) }
        let texts: [[UInt8]] = [
            [], allBytes, allBytes.reversed(), Array("no final newline".utf8),
            Array("a\r\nb\r\n".utf8),
            Array("\u{1B}[31mred\u{1B}[0m\n".utf8), [0xC3, 0x28, 0xFF, 0xFE, 0x0A], [0x0A, 0x0A],
            [0x0D],
            Array(repeating: 0x61, count: 100_000),
        ]
        for text in texts {
            for subject in Subject.allCases {
                for sizes in [[text.count], [1], [3, 7]] {
                    let result = scan(
                        text, inPiecesOf: sizes, with: subject.detector, options: subject.options)
                    #expect(result.output == text)
                    #expect(result.events.isEmpty)
                }
            }
        }
    }

    @Test(
        "Chunk invariance: however bytes arrive, output and findings are the same",
        arguments: Subject.allCases)
    func chunkInvariance(_ subject: Subject) {
        for seed in 0..<UInt64(subject.rounds) {
            var generator = TextGenerator(seed: seed, pieces: subject.pieces)
            let text = generator.text(pieces: generator.number(1...25))
            let whole = scan(text, with: subject.detector, options: subject.options)
            for _ in 0..<3 {
                let plan = generator.plan()
                let pieces = scan(
                    text, inPiecesOf: plan, with: subject.detector, options: subject.options)
                #expect(pieces == whole, "seed \(seed), plan \(plan)")
            }
        }
    }

    @Test("Chunk invariance: at every split point of every toy")
    func everySplit() {
        for piece in Subject.toys.pieces {
            let text = Array("before ".utf8) + piece + Array(" after\nsecond\n".utf8)
            let whole = scan(text, with: Subject.toyDetector, options: Subject.toys.options)
            for split in 1..<text.count {
                let pieces = scan(
                    text, inPiecesOf: [split, text.count - split], with: Subject.toyDetector,
                    options: Subject.toys.options)
                #expect(pieces == whole, "split at \(split)")
            }
        }
    }

    @Test("Chunk invariance: a secret across every edge of the windows of a long line")
    func longLines() {
        let options = Subject.toys.options
        let secret = Array("tok_Ab3dEf6hIj9l".utf8)
        let step = options.frameBytes - Subject.toyDetector.reach
        for offset in stride(from: step - 40, through: step + 40, by: 1) {
            let text =
                Array(repeating: UInt8(ascii: "."), count: offset) + secret
                + Array(repeating: UInt8(ascii: "."), count: 3 * options.frameBytes)
            for sizes in [[text.count], [1000], [options.frameBytes + 1]] {
                let result = scan(
                    text, inPiecesOf: sizes, with: Subject.toyDetector, options: options)
                #expect(result.findings.count == 1, "offset \(offset)")
                #expect(!result.text.contains("Ab3dEf6hIj9l"))
            }
        }
    }

    @Test("A secret longer than a window is masked to its end")
    func secretLongerThanWindow() {
        let options = Subject.toys.options
        let text =
            Array("secretword=".utf8) + (0..<5 * options.frameBytes).map { UInt8(0x61 + $0 % 7) }
            + Array(" after\nnext\n".utf8)
        for sizes in [[text.count], [777], [options.frameBytes]] {
            let result = scan(text, inPiecesOf: sizes, with: Subject.toyDetector, options: options)
            #expect(result.text == "secretword=[REDACTED:toy.assignment] after\nnext\n")
        }
    }

    @Test(
        "Conservation: outside redacted spans nothing changes, and lines stay lines",
        arguments: Subject.allCases)
    func conservation(_ subject: Subject) {
        for seed in 1000..<UInt64(1000 + subject.rounds) {
            var generator = TextGenerator(seed: seed, pieces: subject.pieces)
            let text = generator.text(pieces: generator.number(1...20))
            let result = scan(text, with: subject.detector, options: subject.options)
            #expect(
                result.output.count { $0 == 0x0A } == text.count { $0 == 0x0A }, "seed \(seed)")
            #expect(
                Self.isSubsequence(Self.withoutPlaceholders(result.output), of: text),
                "seed \(seed)")
            if result.events.isEmpty { #expect(result.output == text) }
        }
    }

    @Test("Conservation: a JSON line stays valid JSON", arguments: RedactionStyle.allCases)
    func jsonStaysValid(_ style: RedactionStyle) throws {
        var options = Subject.builtin.options
        options.style = style
        let lines = [
            #"{"password":"hunter22","n":1}"#, #"{"password": 12345678, "n": [1, 2]}"#,
            #"{"a":"{\"password\":\"x\\\"y22zz\",\"pin\":1}"}"#,
            #"{"a":"{\"db_password\": 87654321}"}"#,
            #"{"log":"token=9f86d081884c7d659a2feaa0\n","stream":"stdout"}"#,
            #"["mysql","-uroot","-phunter22"]"#, #"{"url":"postgres://a:hunter22@db/x","k":null}"#,
            #"{"Cookie":"sid=k3j5h2g8f9d0s1a7; a=b","x":"y"}"#,
        ]
        for line in lines {
            let result = scan(Array(line.utf8), with: Subject.builtinDetector, options: options)
            #expect(!result.events.isEmpty, "\(line) -> \(result.text)")
            #expect(throws: Never.self, "\(result.text)") {
                try JSONSerialization.jsonObject(with: Data(result.output))
            }
        }
    }

    @Test("Absence: no reported secret is in the output", arguments: Subject.allCases)
    func absence(_ subject: Subject) {
        for seed in 2000..<UInt64(2000 + subject.rounds) {
            var generator = TextGenerator(seed: seed, pieces: subject.pieces)
            let text = generator.text(pieces: generator.number(1...20))
            let result = scan(text, with: subject.detector, options: subject.options)
            for finding in result.findings where finding.length >= KnownSecrets.shortest {
                guard finding.score >= KnownSecrets.lowestScore, finding.rule.block == nil,
                    finding.rule.category != .endpoint, finding.rule.category != .keyFilePath
                else { continue }
                let after = result.output.suffix(
                    from: Self.outputOffset(of: finding, in: text, result))
                let secret = Array(text[finding.span])
                #expect(!Self.contains(Array(after), secret), "seed \(seed), \(finding.rule.id)")
            }
        }
    }

    @Test("Absence: a strong secret is redacted again where no rule would match it")
    func repeatedSecret() {
        let text = "login tok_Ab3dEf6hIj9l ok\nechoed as xxtok_Ab3dEf6hIj9lyy and zz\n"
        let result = scan(Array(text.utf8), with: Subject.toyDetector)
        #expect(
            result.text
                == "login [REDACTED:toy.token] ok\nechoed as xx[REDACTED:toy.token]yy and zz\n")
        #expect(result.findings.map { $0.evidence.last?.kind } == ["pattern", "repeat"])
    }

    @Test(
        "Idempotence: a second pass changes and finds nothing", arguments: Subject.allCases,
        RedactionStyle.allCases)
    func idempotence(_ subject: Subject, _ style: RedactionStyle) {
        var options = subject.options
        options.style = style
        for seed in 3000..<UInt64(3000 + subject.rounds / 2) {
            var generator = TextGenerator(seed: seed, pieces: subject.pieces)
            let text = generator.text(pieces: generator.number(1...20))
            let once = scan(text, with: subject.detector, options: options)
            let twice = scan(once.output, with: subject.detector, options: options)
            #expect(twice.output == once.output, "seed \(seed)")
            #expect(twice.findings.isEmpty, "seed \(seed): \(twice.findings.map(\.rule.id))")
        }
    }

    @Test(
        "Idempotence: every example of every rule, redacted, yields nothing",
        arguments: RedactionStyle.allCases)
    func redactedExamples(_ style: RedactionStyle) {
        var options = Subject.builtin.options
        options.style = style
        for example in Subject.builtinExamples {
            let once = scan(example, with: Subject.builtinDetector, options: options)
            let twice = scan(once.output, with: Subject.builtinDetector, options: options)
            #expect(twice.output == once.output, "\(once.text)")
            #expect(twice.findings.isEmpty, "\(once.text) \(twice.findings.map(\.rule.id))")
        }
    }

    @Test("Bounded memory: what stays unconsumed does not depend on the length of a line")
    func boundedRemainder() {
        let options = Subject.toys.options
        let scanner = StreamScanner(detector: Subject.toyDetector, options: options)
        let text = Array(repeating: UInt8(ascii: "a"), count: 40 * options.frameBytes)
        let result = scan(text, inPiecesOf: [1000], with: Subject.toyDetector, options: options)
        #expect(result.longestRemainder <= scanner.longestRemainder)
        #expect(result.output == text)
    }

    @Test("Liveness: a complete line is out at once, whatever follows it")
    func liveness() {
        let scanner = StreamScanner(detector: Subject.toyDetector)
        var output: [UInt8] = []
        let text = Array("first tok_Ab3dEf6hIj9l\nincompl".utf8)
        let consumed = text.withUnsafeBytes { bytes in
            scanner.scan(bytes, isFinal: false, sink: { output += $0 }, report: { _ in })
        }
        #expect(String(decoding: output, as: UTF8.self) == "first [REDACTED:toy.token]\n")
        #expect(consumed == text.count - "incompl".utf8.count)
    }

    @Test("Liveness: pauses show prompts, and never a part of a secret")
    func pauses() {
        for (text, secret) in [
            ("Password: hunter22\n", "hunter22"), ("login tok_Ab3dEf6hIj9l x\n", "Ab3dEf6hIj9l"),
            ("a secretword=hunter22 b\n", "hunter22"), ("x <<<ab12 efgh>>> y\n", "ab12"),
        ] {
            var rules = ToyRules.all
            rules.add(BuiltinPatterns.ruleSet().rules.filter { $0.id == "generic.password" })
            let detector = Detector(rules)
            let whole = scan(Array(text.utf8), with: detector)
            let slow = scan(Array(text.utf8), inPiecesOf: [1], with: detector, pauses: true)
            #expect(slow.text == whole.text)
            #expect(!slow.text.contains(secret))
        }
    }

    @Test("Fail closed: what a rule gives up on is withheld and reported")
    func failClosed() {
        let rules = ToyRules.read(
            #"""
            issuer: Toy
            rules:
              - id: toy.explosive
                name: Explosive
                category: token
                severity: low
                specificity: generic
                prefilter: [boom]
                pattern: boom(?<secret>(?:a|aa|aaa)+)[!?]
                why: To see what happens.
                leaks: ['boom«aaa»!']
                clean: ['boom']
            """#)
        var options = ScanOptions()
        options.limits.steps = 1000
        let text = "fine\nboom\(String(repeating: "a", count: 60))\nalso fine\n"
        for sizes in [[text.utf8.count], [1]] {
            let result = scan(
                Array(text.utf8), inPiecesOf: sizes, with: Detector(RuleSet(rules)),
                options: options)
            #expect(result.text == "fine\n[REDACTED:unscanned]\nalso fine\n")
            #expect(result.blindSpots.map(\.line) == [2])
            #expect(result.blindSpots.first?.reason.contains("toy.explosive") == true)
        }
    }

    @Test(
        "Prefilter soundness: nothing that a pattern matches by itself is left",
        arguments: Subject.allCases)
    func prefilterSoundness(_ subject: Subject) throws {
        let patterns = try subject.detector.rules.map { ($0, try Regex($0.pattern)) }
        let scratch = MatchScratch()
        for seed in 4000..<UInt64(4000 + subject.rounds / 6) {
            var generator = TextGenerator(seed: seed, pieces: subject.pieces)
            let line = generator.text(pieces: 6).filter { $0 != 0x0A && $0 != 0x0D }
            let output = scan(line, with: subject.detector, options: subject.options).output
            line.withUnsafeBytes { bytes in
                for (rule, regex) in patterns where rule.block == nil {
                    var from = 0
                    while from < bytes.count,
                        regex.firstMatch(in: bytes, from: from, scratch: scratch) == .matched,
                        let match = scratch.range(of: 0),
                        let secret = regex.groups(named: "secret").lazy.compactMap({
                            scratch.range(of: $0)
                        }).first
                    {
                        from = max(match.lowerBound + 1, secret.upperBound)
                        let context = MatchContext(
                            frame: bytes, match: match, secret: secret, rule: rule,
                            issuers: subject.detector.issuers)
                        guard secret.count >= 12, let assessment = Assessor.assess(context),
                            assessment.confidence >= subject.options.minimumConfidence
                        else { continue }
                        // The whole secret is nowhere in the output, as every match of it is
                        // redacted.
                        #expect(
                            !Self.contains(output, Array(line[secret])), "seed \(seed), \(rule.id)")
                    }
                }
            }
        }
    }

    @Test(
        "Determinism: two runs are alike, and findings come in the order of the stream",
        arguments: Subject.allCases)
    func determinism(_ subject: Subject) {
        var generator = TextGenerator(seed: 7, pieces: subject.pieces)
        let text = generator.text(pieces: 200)
        let first = scan(text, with: subject.detector, options: subject.options)
        #expect(first == scan(text, with: subject.detector, options: subject.options))
        #expect(!first.findings.isEmpty)
    }

    @Test(
        "Hygiene: a finding holds no byte of its secret but what its issuer prints in all of them")
    func hygiene() {
        for example in Subject.builtinExamples {
            let result = scan(example, with: Subject.builtinDetector)
            for finding in result.findings where finding.length >= 12 {
                var text = ""
                dump(finding.preview, to: &text)
                dump(finding.evidence, to: &text)
                dump(finding.fingerprint, to: &text)
                let secret = Array(example[finding.span])
                let tail = String(decoding: secret.suffix(8), as: UTF8.self)
                #expect(!text.contains(tail), "\(finding.rule.id)")
            }
        }
    }

    // MARK: Helpers

    /// The output without what stands for secrets.
    private static func withoutPlaceholders(_ output: [UInt8]) -> [UInt8] {
        output.withUnsafeBytes { bytes in
            var result: [UInt8] = []
            var at = 0
            while at < bytes.count {
                if let end = RedactionMarker.end(at: at, in: bytes) {
                    at = end
                } else {
                    result.append(bytes[at])
                    at += 1
                }
            }
            return result
        }
    }

    private static func isSubsequence(_ part: [UInt8], of whole: [UInt8]) -> Bool {
        var at = 0
        for byte in whole where at < part.count && part[at] == byte { at += 1 }
        return at == part.count
    }

    /// A place in the output that is surely not before the finding: its line's beginning.
    private static func outputOffset(of finding: Finding, in text: [UInt8], _ result: ScanResult)
        -> Int
    {
        let lines = text[..<finding.span.lowerBound].count { $0 == 0x0A }
        var seen = 0
        for (index, byte) in result.output.enumerated() {
            if seen == lines { return index }
            if byte == 0x0A { seen += 1 }
        }
        return result.output.count
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        text.withUnsafeBytes { text in part.withUnsafeBytes { text.firstOffset(of: $0) != nil } }
    }
}
