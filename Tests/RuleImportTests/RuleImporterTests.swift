import KeyedHash
import LeakDetection
import LeakRules
import RuleCheck
import RuleImport
import TestSupport
import Testing

/// Rules invented for these tests, in the forms of other tools.
private func gitleaks(_ text: String, taken: Set<String> = []) throws -> ImportedRules {
    try #require(RuleImporter.read(Array(text.utf8), path: "x.toml", taken: taken))
}

private func kingfisher(_ text: String) throws -> ImportedRules {
    try #require(RuleImporter.read(Array(text.utf8), path: "x.yml", taken: []))
}

/// Redacts with imported rules alone, allowances in force.
private func redacted(_ text: String, _ rules: ImportedRules, path: String = "app.log") -> String {
    var options = ScanOptions()
    options.allowlist = Allowlist(rules.file.allowances, path: path)
    let detector = Detector(RuleSet(rules.file.rules.map(\.rule)))
    return scan(Array(text.utf8), with: detector, options: options).text
}

@Suite struct GitleaksTests {
    private static let sample = #"""
        title = "Acme's rules"

        [[rules]]
        id = "acme-deploy-key"
        description = "Acme deploy key"
        regex = '''(?i)acme_(?:deploy|ci)[\s:=]{1,4}["']?([a-z0-9]{20})[^a-z0-9]'''
        entropy = 3.0
        keywords = ["ACME_"]
        tags = ["deploy", "critical"]

          [[rules.allowlists]]
          description = "keys of the manual"
          regexes = ['''^manual''']
          stopwords = ["NotReal", "a.b"]

        [[rules]]
        id = "bolt-pair"
        regex = '''bolt:([0-9]{6}):([0-9a-f]{12})'''
        secretGroup = 2

        [[rules]]
        id = "plain"
        regex = '''\b[0-9A-F]{24}\b'''

        [allowlist]
        paths = ['''(^|/)vendor/''']
        stopwords = ["FACADE"]
        """#

    @Test(
        "A file of gitleaks redacts a log",
        arguments: [
            (
                "use acme_deploy = k3J9x2Lm·4Qp7Rt1Vw8Zy now",
                "use acme_deploy = [REDACTED:acme.deploy-key] now"
            ),
            ("use ACME_CI=k3J9x2Lm·4Qp7Rt1Vw8Zy", "use ACME_CI=[REDACTED:acme.deploy-key]"),
            ("acme_ci=aaaaaaaaaa·bbbbbbbbbb low entropy", nil),
            ("acme_ci=manual3J9x·Lm4Qp7Rt1V x", nil),
            ("acme_ci=k3J9xnotREAL·4Qp7Rt1V x", nil),
            ("bolt:123456:0a1b2c·3d4e5f", "bolt:123456:[REDACTED:bolt.pair]"),
            ("id 0123456789AB·CDEF01234567 x", "id [REDACTED:plain.secret] x"),
            ("id 0123facade·0123456789ABCD x", nil),
            ("id 0123FACADE·01234567ABCDEF x", nil),
            ("nothing here", nil),
        ] as [(String, String?)])
    func endToEnd(_ line: String, _ expected: String?) throws {
        let text = line.split(separator: "·").joined()
        let rules = try gitleaks(Self.sample)
        #expect(rules.file.problems == [])
        #expect(redacted(text + "\nnext\n", rules) == (expected ?? text) + "\nnext\n")
    }

    @Test("A path that is allowed is not redacted")
    func paths() throws {
        let text = "bolt:123456:0a1b2c" + "3d4e5f\n"
        let rules = try gitleaks(Self.sample)
        #expect(redacted(text, rules, path: "src/vendor/a.log") == text)
        #expect(redacted(text, rules, path: "src/vendors/a.log") != text)
    }

    @Test("What a file allows holds for its own rules only")
    func scope() throws {
        let rules = try gitleaks(Self.sample)
        let toys = ToyRules.all.rules
        var options = ScanOptions()
        options.allowlist = Allowlist(rules.file.allowances, path: "vendor/a.log")
        let detector = Detector(RuleSet(toys + rules.file.rules.map(\.rule)))
        let result = scan(
            Array("tok_FACADE6hIj9l bolt:123456:0a1b2c3d4e5f\n".utf8), with: detector,
            options: options)
        #expect(result.text == "[REDACTED:toy.token] bolt:123456:0a1b2c3d4e5f\n")
    }

    @Test("Ids, names, severities and literals are carried over")
    func fields() throws {
        let rules = try gitleaks(Self.sample).file.rules.map(\.rule)
        #expect(rules.map(\.id) == ["acme.deploy-key", "bolt.pair", "plain.secret"])
        #expect(rules.map(\.aliases) == [["acme-deploy-key"], ["bolt-pair"], ["plain"]])
        #expect(rules.map(\.issuer) == ["acme", "bolt", "plain"])
        #expect(rules.map(\.name) == ["Acme deploy key", "bolt-pair", "plain"])
        #expect(rules.map(\.severity) == [.critical, .high, .high])
        #expect(rules.map(\.prefilter) == [["ACME_"], ["bolt:"], []])
        #expect(rules.map(\.minimumEntropy) == [3, nil, nil])
        #expect(rules.map(\.anchor) == [.line, .line, .line])
    }

    @Test("What is printed is read back without problems, and is the same")
    func roundTrip() throws {
        let imported = try gitleaks(Self.sample)
        let again = RuleFile(Array(imported.yaml.utf8), path: "again.yml")
        #expect(again.problems == [])
        #expect(again.rules.map(\.rule.pattern) == imported.file.rules.map(\.rule.pattern))
        #expect(again.rules.map(\.rule.id) == imported.file.rules.map(\.rule.id))
        #expect(again.allowances.count == imported.file.allowances.count)
        #expect(again.allowances.map(\.pattern) == imported.file.allowances.map(\.pattern))
        #expect(RuleImporter.read(Array(imported.yaml.utf8), path: "again.yml", taken: []) == nil)
    }

    @Test("Rules know their place in the imported file")
    func places() throws {
        let imported = try gitleaks(Self.sample)
        #expect(imported.file.rules.map(\.line) == [3, 16, 21])
        #expect(imported.file.allowances.map(\.line) == [13, 14, 26, 27])
        #expect(
            RuleChecker.problems(in: imported.file.rules).map(\.description).contains(
                "x.toml:16:1: error: bolt.pair: no leaks: give a line that must match"))
    }

    struct Unsupported: Sendable {
        let toml: String
        let expected: String
    }

    @Test(
        "Everything unsupported is named with its line",
        arguments: [
            Unsupported(
                toml: "path = '''x'''",
                expected:
                    "4: warning: rule a-b: path is not supported: the rule holds for every input"),
            Unsupported(
                toml: "skipReport = true",
                expected: "4: warning: rule a-b: skipReport is not supported: the rule reports"),
            Unsupported(
                toml: "[[rules.required]]\nid = 'c'",
                expected:
                    "4: warning: rule a-b: required is not supported: the rule reports without its companions"
            ),
            Unsupported(
                toml: "tokenEfficiency = true",
                expected:
                    "4: warning: rule a-b: 'tokenEfficiency' is not supported and has no effect"),
            Unsupported(
                toml: "keywords = ['xy']",
                expected:
                    "4: warning: rule a-b: keywords of less than three bytes are not asked for"),
            Unsupported(
                toml: "keywords = ['elsewhere']",
                expected:
                    "4: warning: rule a-b: a match counts only where a keyword stands on the same line; gitleaks looks for it in the whole file"
            ),
            Unsupported(
                toml: "entropy = 'much'",
                expected: "4: warning: rule a-b: entropy 'much' is no number and has no effect"),
            Unsupported(
                toml: "[[rules.allowlists]]\ncondition = 'AND'\nregexes = ['a']\npaths = ['b']",
                expected:
                    "5: warning: rule a-b: allowlist left out: condition AND over regexes and paths is not supported"
            ),
            Unsupported(
                toml: "[[rules.allowlists]]\ncondition = 'XOR'\nregexes = ['a']",
                expected:
                    "5: warning: rule a-b: allowlist left out: condition 'XOR' is neither OR nor AND"
            ),
            Unsupported(
                toml: "[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['a']",
                expected:
                    "5: warning: rule a-b: allowlist: regexes with regexTarget 'line' are not supported and allow nothing"
            ),
            Unsupported(
                toml: "[rules.allowlist]\nregexTarget = 'match'\nregexes = ['a']",
                expected:
                    "5: warning: rule a-b: allowlist: regexes with regexTarget 'match' are not supported and allow nothing"
            ),
            Unsupported(
                toml: "[rules.allowlist]\ncommits = ['c0ffee']",
                expected:
                    "5: warning: rule a-b: allowlist: commits mean nothing for logs and allow nothing"
            ),
            Unsupported(
                toml: "[rules.allowlist]\ndescription = 'x'",
                expected: "4: warning: rule a-b: allowlist: it allows nothing"),
            Unsupported(
                toml: "[rules.allowlist]\nregexes = [\n  'a',\n  '.*',\n]",
                expected:
                    "7: warning: rule a-b: allowlist: '.*' matches anything and would allow every secret; left out"
            ),
            Unsupported(
                toml: "[rules.allowlist]\nregexes = ['(a']",
                expected:
                    "5: warning: rule a-b: allowlist: '(a' is not understood at offset 2 and allows nothing: missing closing parenthesis"
            ),
            Unsupported(
                toml: "[rules.allowlist]\nstopwords = ['']",
                expected:
                    "5: warning: rule a-b: allowlist: an empty stopword would allow everything; left out"
            ),
            Unsupported(
                toml: "[rules.allowlist]\nfoo = 1\nregexes = ['a']",
                expected:
                    "5: warning: rule a-b: allowlist: 'foo' is not supported and has no effect"),
            Unsupported(
                toml: "[[allowlists]]\ntargetRules = ['nobody']\nregexes = ['a']",
                expected:
                    "5: warning: allowlist: targetRules names 'nobody', which is no rule of this file"
            ),
            Unsupported(
                toml: "[extend]\nuseDefault = true",
                expected:
                    "5: warning: extend.useDefault: gitleaks' own rules are not here; the built-in ones are used beside this file's"
            ),
            Unsupported(
                toml: "[extend]\npath = 'b.toml'",
                expected:
                    "5: warning: extend.path: 'b.toml' is not read; give it as another --rules"),
            Unsupported(
                toml: "[extend]\ndisabledRules = ['c']",
                expected:
                    "5: warning: extend.disabledRules: gitleaks' own rules are not here to be disabled"
            ),
            Unsupported(
                toml: "[extend]\nurl = 'c'",
                expected: "5: warning: extend.url is not supported and has no effect"),
            Unsupported(
                toml: "[[rules]]\nid = 'p'\npath = 'x'",
                expected:
                    "4: warning: rule p: left out: it looks at paths alone, which is not supported"),
            Unsupported(
                toml: "[[rules]]\nid = 'p'\n",
                expected:
                    "4: warning: rule p: left out: it has no regex: it changes a rule of gitleaks that is not here"
            ),
            Unsupported(
                toml: "[[rules]]\nid = 'p'\nregex = '(a'",
                expected:
                    "6: warning: rule p: left out: the regex is not understood at offset 2: missing closing parenthesis"
            ),
            Unsupported(
                toml: "[[rules]]\nid = 'p'\nregex = 'acme(a)'\nsecretGroup = 2",
                expected: "6: warning: rule p: left out: secretGroup is 2, the regex has 1 groups"),
            Unsupported(
                toml: "[[rules]]\nid = 'p-q'\nregex = '(?:acme)?'",
                expected: "4: warning: rule p-q: left out: the pattern can match nothing at all"),
            Unsupported(
                toml: "[[rules]]\nid = 'p'\nregex = '[0-9]{9}'",
                expected:
                    "6: warning: rule p: no text of three bytes stands in every match, so the regex is tried on every line: slow"
            ),
            Unsupported(
                toml: "[[rules]]\nregex = 'acme'\ndescription='The X'",
                expected:
                    "4: warning: rule The X: it has no id, so it is called after its description"),
            Unsupported(
                toml: "[[rules]]\nid = 'a.b'\nregex = 'acme'",
                expected: "4: warning: rule a.b: the id a.b is taken, so it is called a.b-2 here"),
            Unsupported(
                toml: "[[rules]]\nid = 'p'\nregex = 'acme\\n(x)'",
                expected:
                    "6: warning: rule p: the regex may match over several lines; only what stands on one line is found"
            ),
        ])
    func unsupported(_ row: Unsupported) throws {
        let toml = "[[rules]]\nid = 'a-b'\nregex = 'acme_[0-9]{9}'\n" + row.toml
        let rules = try gitleaks(toml)
        #expect(rules.file.problems == [])
        #expect(rules.file.rules.first?.rule.id == "a.b")
        #expect(
            rules.warnings.map(\.description).contains("x.toml:" + row.expected),
            "\(rules.warnings)")
    }

    @Test("A rule never takes a built-in rule's id")
    func takenIDs() throws {
        let rules = try gitleaks(
            "[[rules]]\nid = 'toy-token'\nregex = 'acme_[0-9]{9}'", taken: ["toy.token"])
        #expect(rules.file.rules.map(\.rule.id) == ["toy.token-2"])
        #expect(rules.warnings.count == 1)
    }

    @Test(
        "A file that yields no rule is an error",
        arguments: [
            (
                "[allowlist]\nregexes = ['a']",
                "x.toml:1:1: error: the file has only allow lists: it would find nothing"
            ),
            ("", "x.toml:1:1: error: the file has no rule that can be used: it would find nothing"),
            (
                "[[rules]]\nid = 'a'\npath = 'x'",
                "x.toml:1:1: error: the file has no rule that can be used: it would find nothing"
            ),
            (
                "[[rules]]\nid = 'a'\nregex = 'a?'",
                "x.toml:1:1: error: the file has no rule that can be used: it would find nothing"
            ),
        ])
    func empty(_ toml: String, _ expected: String) throws {
        let rules = try gitleaks(toml)
        #expect(rules.file.rules.isEmpty)
        #expect(rules.file.problems.map(\.description) == [expected])
    }

    @Test(
        "Broken TOML is an error with its line",
        arguments: [
            ("[[rules]]\nid = 'a'\nregex = '''abc\n", 3), ("[[rules]]\nid = \n", 2),
            ("a = 1\nb = 2\na = 3\n", 3),
            ("a = 1\n\u{0}\n", 2), ("a = 1\nb = \"\\q\"\n", 2),
        ])
    func brokenTOML(_ toml: String, _ line: Int) throws {
        let problem = try #require(try gitleaks(toml).file.problems.first)
        #expect(problem.file == "x.toml")
        #expect(problem.line >= line && problem.line <= line + 1, "\(problem)")
    }

    @Test("A regex with an unknown escape is told how to be written")
    func escapeHint() throws {
        let problem = try #require(try gitleaks("[[rules]]\nregex = \"\\d\"").file.problems.first)
        #expect(
            problem.description == #"""
                x.toml:2:11: error: not a TOML document: while parsing string: \#
                unknown escape sequence '\d'; a regex is best written in '''…'''
                """#)
    }

    @Test("TOML is known by its content, too, and invalid UTF-8 is refused")
    func recognition() throws {
        let toml = Array("[[rules]]\nid = 'a-b'\nregex = 'acme_[0-9]{9}'".utf8)
        #expect(RuleImporter.read(toml, path: "rules", taken: [])?.file.rules.count == 1)
        #expect(
            RuleImporter.read([0xFF] + toml, path: "x.toml", taken: [])?.file.problems.count == 1)
        #expect(
            RuleImporter.read(Array("issuer: Acme\nrules: []\n".utf8), path: "x.yml", taken: [])
                == nil)
    }

    @Test("Inline tables are read like the long form")
    func inlineTables() throws {
        let rules = try gitleaks(
            "rules = [{id = 'a-b', regex = 'acme_[0-9]{9}'}, {id = 'c-d', regex = 'bolt?'}, {id = 'e-f', regex = 'x*'}]"
        )
        #expect(rules.file.rules.map(\.rule.id) == ["a.b", "c.d"])
        #expect(
            rules.warnings.map(\.message) == [
                "rule e-f: no text of three bytes stands in every match, so the regex is tried on every line: slow",
                "rule e-f: left out: the pattern can match nothing at all",
            ])
    }
}

@Suite struct KingfisherTests {
    private static let sample = #"""
        rules:
          - name: Acme key
            id: np.acme.1
            pattern: |
              (?x)(?i)
              \b acme [_-] key \s* [:=] \s*
              ( [a-z0-9]{16} ) \b    # the secret
            min_entropy: 2.5
            confidence: low
            categories: [api, secret]
            references: ['https://acme.invalid/keys', 'https://acme.invalid/more']
            examples:
              - 'acme_key = 0q1w2e3r4t5y6u7i'
              - 'acme-key: short'
            negative_examples:
              - 'acme_key = 0q1w'
              - 'acme_key=9o8i7u6y5t4r3e2w'
          - name: Helper
            id: np.acme.2
            pattern: 'acme_id_([0-9]{6})'
            visible: false
          - name: Bolt
            id: kingfisher.bolt.1
            pattern: 'bolt_(?P<TOKEN>[0-9a-f]{16})'
            validation: {type: Http}
        """#

    @Test("YAML of noseyparker and kingfisher redacts a log")
    func endToEnd() throws {
        let rules = try kingfisher(Self.sample)
        #expect(rules.file.problems == [])
        #expect(
            redacted("ACME_KEY=0q1w2e3r" + "4t5y6u7i x\n", rules)
                == "ACME_KEY=[REDACTED:np.acme-1] x\n")
        #expect(
            redacted("a bolt_0123456789" + "abcdef\n", rules)
                == "a bolt_[REDACTED:kingfisher.bolt-1]\n")
    }

    @Test("Its fields are carried over, and examples become checks")
    func fields() throws {
        let rules = try kingfisher(Self.sample).file.rules
        #expect(rules.map(\.rule.id) == ["np.acme-1", "kingfisher.bolt-1"])
        #expect(rules.map(\.rule.specificity) == [.generic, .contextual])
        #expect(rules.map(\.rule.prefilter) == [["acme-key", "acme_key"], ["bolt_"]])
        #expect(rules.first?.rule.minimumEntropy == 2.5)
        #expect(rules.first?.rule.reference == "https://acme.invalid/keys")
        #expect(
            rules.first?.leaks.map { String(decoding: $0.example.text, as: UTF8.self) } == [
                "acme_key = 0q1w2e3r" + "4t5y6u7i"
            ])
        #expect(rules.first?.leaks.first?.example.secrets == [11..<27])
        #expect(rules.first?.clean.count == 1)
        #expect(RuleChecker.problems(in: Array(rules.prefix(1))) == [])
    }

    @Test("Everything that means less here is named")
    func warnings() throws {
        #expect(
            try kingfisher(Self.sample).warnings.map(\.description) == [
                "x.yml:14: warning: rule np.acme.1: an example does not match",
                "x.yml:17: warning: rule np.acme.1: a negative example matches",
                "x.yml:21: warning: rule np.acme.2: left out: it is not visible, a help to other rules",
                "x.yml:25: warning: rule kingfisher.bolt.1: 'validation' is not supported and has no effect",
            ])
    }

    @Test("What is printed is read back without problems, lines and all")
    func roundTrip() throws {
        let imported = try kingfisher(Self.sample)
        let again = RuleFile(Array(imported.yaml.utf8), path: "again.yml")
        #expect(again.problems == [])
        #expect(again.rules.map(\.rule.pattern) == imported.file.rules.map(\.rule.pattern))
        #expect(again.rules.first?.rule.pattern.split(separator: "\n").count == 3)
        #expect(imported.yaml.contains("    pattern: |2\n      (?x)(?i)\n"))
        #expect(!imported.yaml.contains("0q1w2e3r" + "4t5y6u7i"))
    }

    @Test("A file that yields no rule is an error")
    func empty() throws {
        let rules = try kingfisher(
            "rules:\n  - {name: A, id: a.b.1, visible: false, pattern: acme}\n")
        #expect(
            rules.file.problems.map(\.description) == [
                "x.yml:1:1: error: the file has no rule that can be used: it would find nothing"
            ])
    }
}

@Suite struct UnfilteredRuleTests {
    private static let rules = ToyRules.read(
        #"""
        issuer: Toy
        rules:
          - id: toy.digits
            name: Toy digits
            category: token
            severity: high
            specificity: contextual
            prefilter: []
            pattern: '\b(?<secret>[0-9]{4}-[0-9]{4})\b'
            reach: 64
            why: Opens the toy box.
        """#)
    private static let detector = Detector(RuleSet(Self.rules + ToyRules.all.rules))

    private static var options: ScanOptions {
        var options = ScanOptions()
        options.frameBytes = 4096
        options.hash = KeyedHash(key: Array("a key for tests".utf8))
        return options
    }

    @Test("A rule without literals is run on every line")
    func everyLine() {
        let text = "a 1234-5678\n\nb\r\n9999-0000\r\ntok_Ab3dEf6hIj9l 1111-2222"
        let result = scan(Array(text.utf8), with: Self.detector, options: Self.options)
        #expect(
            result.text
                == "a [REDACTED:toy.digits]\n\nb\r\n[REDACTED:toy.digits]\r\n[REDACTED:toy.token] [REDACTED:toy.digits]"
        )
    }

    @Test("However bytes arrive, output and findings are the same")
    func chunkInvariance() {
        let pieces = ["1234-5678", "1234-56789", "tok_Ab3dEf6hIj9l", "0000-", "\n", "<<<abcd>>>"]
            .map { Array($0.utf8) }
        for seed in 0..<UInt64(150) {
            var generator = TextGenerator(seed: seed, pieces: pieces)
            let text = generator.text(pieces: generator.number(1...40))
            let whole = scan(text, with: Self.detector, options: Self.options)
            for _ in 0..<3 {
                let plan = generator.plan()
                #expect(
                    scan(text, inPiecesOf: plan, with: Self.detector, options: Self.options)
                        == whole, "seed \(seed), plan \(plan)")
            }
        }
    }

    @Test("It is run on every window of a long line")
    func longLines() {
        let step = Self.options.frameBytes - 1024
        for offset in [0, 1, step - 20, step - 9, step - 5, step, step + 5, 3 * step - 4] {
            let text =
                Array(repeating: UInt8(ascii: "."), count: offset) + Array("1234-5678".utf8)
                + Array(repeating: UInt8(ascii: "."), count: 10_000)
            for sizes in [[text.count], [1000], [4097]] {
                let result = scan(
                    text, inPiecesOf: sizes, with: Self.detector, options: Self.options)
                #expect(result.findings.count == 1, "offset \(offset), \(sizes)")
                #expect(!result.text.contains("1234-5678"))
            }
        }
    }

    @Test("A pause shows no part of a line that its secret may stand in")
    func pauses() {
        let text = Array("number 1234-5678 is here\n".utf8)
        for split in 1..<text.count {
            let result = scan(
                text, inPiecesOf: [split, text.count - split], with: Self.detector,
                options: Self.options, pauses: true)
            #expect(result.text == "number [REDACTED:toy.digits] is here\n", "split \(split)")
        }
    }

    @Test(
        "A list of literals must be there, be it empty",
        arguments: [
            ("", "no prefilter"),
            ("\n    anchor: literal\n    prefilter: []", "has no place for an anchor"),
            ("\n    gate: assignment\n    prefilter: []", "has no place for an anchor"),
        ])
    func demands(_ lines: String, _ expected: String) {
        let yaml = """
            issuer: Toy
            rules:
              - id: toy.digits
                name: Toy digits
                category: token
                severity: high
                specificity: contextual
                pattern: '(?<secret>[0-9]{9})'
                why: Opens the toy box.\(lines.split(separator: "\n").map { "\n" + $0 }.joined())
            """
        let problems = RuleFile(Array(yaml.utf8), path: "toy.yml").problems
        #expect(problems.count == 1)
        #expect(problems.first?.message.contains(expected) == true, "\(problems)")
    }

    @Test(
        "The first group that holds something is the secret, and `otherwise` where none does",
        arguments: [
            ("key:ab", "key:[REDACTED:toy.first]"), ("key:;cd", "key:;[REDACTED:toy.first]"),
            ("key:;", "[REDACTED:toy.first]"),
        ])
    func firstGroup(_ text: String, _ expected: String) {
        let rules = ToyRules.read(
            #"""
            issuer: Toy
            rules:
              - id: toy.first
                name: Toy first
                category: token
                severity: high
                specificity: exact
                prefilter: ['key:']
                pattern: '(?<otherwise>key:(?<secret>[ab]*)(?:;(?<secret>[cd]*))?)'
                why: Opens the toy box.
            """#)
        #expect(scan(Array(text.utf8), with: Detector(RuleSet(rules))).text == expected)
    }

    @Test("A rule whose literals do not cover its pattern is named with a text that proves it")
    func uncovered() {
        func problems(_ prefilter: String) -> [String] {
            let yaml = """
                issuer: Toy
                rules:
                  - {id: toy.a, name: A, category: token, severity: low, specificity: exact,
                     prefilter: [\(prefilter)],
                     pattern: '(?<secret>(?:acme|bolt)_[0-9]{3})', why: Toy.}
                """
            let file = RuleFile(Array(yaml.utf8), path: "toy.yml")
            return RuleChecker.prefilterProblems(in: file.rules).map(\.message)
        }
        #expect(problems("acme_, bolt_") == [])
        #expect(problems("_12").count == 1)
        #expect(problems("acme").first?.hasPrefix("toy.a: the pattern matches ' bolt_") == true)
    }
}

@Suite struct HostileFileTests {
    @Test(
        "However a file is damaged, it is read or refused, and what is read can be printed and read back"
    )
    func damaged() throws {
        let samples = [
            (
                "x.toml",
                "[[rules]]\nid = 'a-b'\nregex = '''(?i)acme_([0-9]{9})[^0-9]'''\nkeywords = [\"acme\", 'b']\n"
                    + "[[rules.allowlists]]\nstopwords = ['q']\nregexes = [ # c\n '''x'y''',\n \"z\\\\d\", ]\n[allowlist]\npaths=['v']\n"
            ),
            (
                "x.yml",
                "rules:\n  - name: A\n    id: a.b.1\n    pattern: |\n      (?x) acme_ ([0-9]{9}) # c\n    examples: ['acme_123456789']\n    min_entropy: 2\n"
            ),
        ]
        for (path, sample) in samples {
            for seed in 0..<UInt64(1500) {
                var random = SeededGenerator(seed: seed)
                var text = Array(sample.utf8)
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let at = Int.random(in: 0..<text.count, using: &random)
                    let bytes = Array("'\"[](){}\\|?*+.=\n#:,-é\u{0}x0Q".utf8)
                    switch Int.random(in: 0...2, using: &random) {
                    case 0: text.remove(at: at)
                    case 1:
                        text.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: at)
                    default: text[at] = bytes[Int.random(in: 0..<bytes.count, using: &random)]
                    }
                }
                guard let imported = RuleImporter.read(text, path: path, taken: []) else {
                    continue
                }
                #expect(
                    imported.file.rules.isEmpty == !imported.file.problems.isEmpty,
                    "\(path), seed \(seed): \(imported.file.problems)")
                guard !imported.file.rules.isEmpty else { continue }
                let again = RuleFile(Array(imported.yaml.utf8), path: "again.yml")
                #expect(again.problems == [], "\(path), seed \(seed)")
                #expect(
                    again.rules.map(\.rule.pattern) == imported.file.rules.map(\.rule.pattern),
                    "\(path), seed \(seed)")
            }
        }
    }
}
