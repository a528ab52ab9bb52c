import LeakRules
import Testing

@Suite struct RuleReaderTests {
    /// A sound rule file; tests break it line by line.
    private static let sound = [
        "issuer: Toy",
        "reference: none",
        "rules:",
        "  - id: toy.token",
        "    name: Toy token",
        "    category: token",
        "    severity: critical",
        "    specificity: exact",
        "    prefilter: [tok_]",
        "    pattern: (?<secret>tok_[0-9a-z]{12})",
        "    why: Opens the toy box.",
        "    leaks: ['«tok_abcdefghijkl»']",
        "    clean: ['tok_short']",
    ]

    private func read(_ lines: [String]) -> RuleFile {
        RuleFile(Array(lines.joined(separator: "\n").utf8), path: "toy.yml")
    }

    /// The sound file with one line (1-based) replaced by others.
    private func read(line: Int, _ replacement: String...) -> RuleFile {
        var lines = Self.sound
        lines.replaceSubrange((line - 1)..<line, with: replacement)
        return read(lines)
    }

    @Test func `a sound file has no problems`() throws {
        let file = read(Self.sound)
        #expect(file.problems == [])
        let checkable = try #require(file.rules.first)
        #expect(file.rules.count == 1)
        let rule = checkable.rule
        #expect(rule.id == "toy.token")
        #expect(rule.name == "Toy token")
        #expect(rule.issuer == "Toy")
        #expect(rule.reference == "none")
        #expect(rule.category == .token)
        #expect(rule.severity == .critical)
        #expect(rule.specificity == .exact)
        #expect(rule.prefilter == ["tok_"])
        #expect(rule.pattern == "(?<secret>tok_[0-9a-z]{12})")
        #expect(rule.why == "Opens the toy box.")
        #expect(checkable.file == "toy.yml")
        #expect(checkable.line == 4)
        #expect(checkable.leaks.map(\.line) == [12])
        #expect(checkable.leaks.map(\.example.secrets) == [[0..<16]])
        #expect(checkable.clean.map(\.line) == [13])
    }

    @Test func `what a rule leaves out has a default`() throws {
        let rule = try #require(read(Self.sound).rules.first?.rule)
        #expect(rule.anchor == .line)
        #expect(rule.gate == nil)
        #expect(rule.validators == [])
        #expect(rule.minimumEntropy == nil)
        #expect(rule.reach == Rule.defaultReach)
        #expect(rule.aliases == [])
        #expect(rule.block == nil)
    }

    @Test func `what a rule may have is read`() throws {
        let file = read(
            Self.sound + [
                "    reference: https://toys.test/tokens", "    anchor: literal",
                "    gate: assignment", "    validate: [github-checksum, jwt]", "    entropy: 3.5",
                "    reach: 16384", "    aliases: [toy.old, toy.older]",
                "    block: {end: '-----END', cap: 64}",
            ])
        #expect(file.problems == [])
        let rule = try #require(file.rules.first?.rule)
        #expect(rule.reference == "https://toys.test/tokens")
        #expect(rule.anchor == .literal)
        #expect(rule.gate == .assignment)
        #expect(rule.validators == [.githubChecksum, .jwt])
        #expect(rule.minimumEntropy == 3.5)
        #expect(rule.reach == Rule.largestReach)
        #expect(rule.aliases == ["toy.old", "toy.older"])
        #expect(rule.block == Block(end: "-----END", cap: 64))
    }

    @Test func `fragments are expanded`() throws {
        let file = read(line: 10, "    pattern: (?<secret>tok_[a-z]{12}){{right}}")
        #expect(file.rules.first?.rule.pattern == "(?<secret>tok_[a-z]{12})(?![0-9A-Za-z])")
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        /// The line of the sound file that is replaced.
        let line: Int
        let text: String
        /// `line:column: message`.
        let problem: String

        init(_ line: Int, _ text: String, _ problem: String) {
            self.line = line
            self.text = text
            self.problem = problem
        }

        var testDescription: String { "\(line): \(text.prefix(48))" }
    }

    private static let fileMistakes = [
        Mistake(1, "isuer: Toy\nissuer: Toy", "1:1: unknown key 'isuer'; did you mean 'issuer'?"),
        Mistake(1, "colour: red\nissuer: Toy", "1:1: unknown key 'colour'"),
        Mistake(1, "issuer: Toy\nissuer: Joy", "2:1: the key 'issuer' stands twice"),
        Mistake(1, "issuer:", "1:1: no issuer: say whose credentials these are"),
        Mistake(1, "# no issuer", "2:1: no issuer: say whose credentials these are"),
    ]

    private static let requiredMistakes = [
        Mistake(4, "  - aliases: []", "4:5: no id"),
        Mistake(4, "  - id:", "4:8: no id"),
        Mistake(5, "", "4:5: no name"),
        Mistake(5, "    name: ''", "5:11: no name"),
        Mistake(6, "", "4:5: no category"),
        Mistake(7, "", "4:5: no severity"),
        Mistake(8, "", "4:5: no specificity"),
        Mistake(
            9, "",
            "4:5: no prefilter: name a text that every match contains, "
                + "or [] to try every line (slow)"
        ),
        Mistake(10, "", "4:5: no pattern"),
        Mistake(11, "", "4:5: no why"),
    ]

    private static let shapeMistakes = [
        Mistake(5, "    name: [Toy]", "5:11: 'name' is one text"),
        Mistake(5, "    name: A\n    name: B", "6:5: the key 'name' stands twice"),
        Mistake(5, "    nam: A\n    name: B", "5:5: unknown key 'nam'; did you mean 'name'?"),
        Mistake(9, "    prefilter: tok_", "9:16: 'prefilter' is a list"),
        Mistake(9, "    prefilter: [tok_, [a]]", "9:23: 'prefilter' is a list of texts"),
        Mistake(
            4, "  - id: toy.token\n    block: {end: x, cop: 64}",
            "5:21: a block has the keys end and cap"),
        Mistake(4, "  - id: toy.token\n    block: x", "5:12: a block has the keys end and cap"),
        Mistake(4, "  - id: toy.token\n    block: {cap: 64}", "4:5: no block.end"),
    ]

    private static let valueMistakes = [
        Mistake(
            4, "  - id: Toy.Token",
            "4:9: id 'Toy.Token' is not <issuer>.<thing> in lower-case letters, digits and dashes"),
        Mistake(
            6, "    category: tokn",
            "6:15: category 'tokn' is none of password, token, private-key, key-file-path, "
                + "endpoint, connection-string, cookie, cloud-credential, generic"),
        Mistake(
            7, "    severity: bad",
            "7:15: severity 'bad' is none of info, low, medium, high, critical"),
        Mistake(
            8, "    specificity: Exact",
            "8:18: specificity 'Exact' is none of generic, contextual, exact"),
        Mistake(
            9, "    prefilter: [tok_, to]",
            "9:23: prefilter 'to' is shorter than three bytes"),
        Mistake(
            11, "    why: x\n    anchor: end", "12:13: anchor 'end' is none of literal, line"),
        Mistake(
            11, "    why: x\n    gate: open",
            "12:11: gate 'open' is none of assignment, element, quote"),
        Mistake(
            11, "    why: x\n    entropy: high",
            "12:14: entropy 'high' is no number from 0.0 to 8.0"),
        Mistake(
            11, "    why: x\n    entropy: 8.1",
            "12:14: entropy '8.1' is no number from 0.0 to 8.0"),
        Mistake(
            11, "    why: x\n    entropy: nan",
            "12:14: entropy 'nan' is no number from 0.0 to 8.0"),
        Mistake(
            11, "    why: x\n    reach: 0", "12:12: reach '0' is no number from 1.0 to 16384.0"),
        Mistake(
            11, "    why: x\n    reach: 16385",
            "12:12: reach '16385' is no number from 1.0 to 16384.0"),
        Mistake(
            11, "    why: x\n    block: {end: x, cap: 63}",
            "12:26: block.cap '63' is no number from 64.0 to 1048576.0"),
    ]

    private static let patternMistakes = [
        Mistake(10, "    pattern: tok_[a-z]+", "10:14: the pattern has no group (?<secret>…)"),
        Mistake(
            10, "    pattern: (?<secret>[a-z]*)", "10:14: the pattern can match nothing at all"),
        Mistake(
            10, "    pattern: (?<secret>tok_){{rigt}}", "10:14: no fragment is called 'rigt'"),
        Mistake(
            10, "    pattern: (?<secret>tok_[a-z]+",
            "10:14: pattern: missing closing parenthesis near 'ecret>tok_[a-z]+'"),
        Mistake(
            10, "    pattern: (?<secret>tok_)" + String(repeating: "(a)", count: 63),
            "10:14: the pattern has 64 groups or more: write (?:…) where no name is needed"),
        Mistake(
            10, "    pattern: (*NO_JIT)(?<secret>tok_)",
            "10:14: the pattern cannot be compiled by the JIT"),
    ]

    private static let exampleMistakes = [
        Mistake(
            12, "    leaks: ['tok_abcdefghijkl']", "12:13: a leak marks its secret: «…»"),
        Mistake(13, "    clean: ['«tok_short»']", "13:13: a clean example has no «…»"),
        Mistake(
            13, "    clean: ['tok_short', 'a»']", "13:26: « and » do not pair up"),
    ]

    @Test(
        arguments: fileMistakes + requiredMistakes + shapeMistakes + valueMistakes
            + patternMistakes + exampleMistakes)
    func `a mistake is reported where it stands`(_ mistake: Mistake) {
        let file = read(line: mistake.line, mistake.text)
        #expect(
            file.problems.map(\.description).contains(reported(mistake.problem)),
            "\(file.problems.map(\.description))")
    }

    @Test(arguments: requiredMistakes + valueMistakes + patternMistakes)
    func `a rule with a mistake is no rule`(_ mistake: Mistake) {
        #expect(read(line: mistake.line, mistake.text).rules.isEmpty)
    }

    @Test(arguments: valueMistakes + patternMistakes)
    func `one mistake is one problem`(_ mistake: Mistake) {
        let file = read(line: mistake.line, mistake.text)
        #expect(file.problems.map(\.description) == [reported(mistake.problem)])
    }

    @Test func `an unknown validator is named`() {
        let file = read(Self.sound + ["    validate: [jwt, magic]"])
        #expect(file.problems.count == 1)
        let problem = file.problems.first?.description ?? ""
        #expect(problem.hasPrefix("toy.yml:14:21: error: validate 'magic' is none of "))
        for validator in Validator.allCases { #expect(problem.contains(validator.rawValue)) }
    }

    @Test(arguments: [
        "toy", "toy.", ".token", "toy.a.b", "toy.to ken", "toy.to_ken", "toy.-token", "toy.token-",
        "toy.to--ken", "töy.token", "toy.Token",
    ])
    func `an id that breaks the grammar is refused`(id: String) {
        let problems = read(line: 4, "  - id: \(id)").problems
        #expect(problems.count == 1)
        #expect(problems.first?.message.hasPrefix("id '\(id)' is not <issuer>.<thing>") == true)
        #expect(problems.first?.line == 4 && problems.first?.column == 9)
    }

    @Test(arguments: ["a.b", "toy.token-2", "1password.service-account-token", "x-y.z-1-w"])
    func `an id that keeps the grammar is taken`(id: String) {
        #expect(read(line: 4, "  - id: \(id)").problems == [])
    }

    struct BrokenFile: Sendable, CustomTestStringConvertible {
        let text: String
        let problems: [String]

        var testDescription: String { text.replacing("\n", with: "⏎") }
    }

    @Test(arguments: [
        BrokenFile(
            text: "", problems: ["1:1: a rule file is a mapping with the keys issuer and rules"]),
        BrokenFile(
            text: "\n  - a",
            problems: ["2:3: a rule file is a mapping with the keys issuer and rules"]),
        BrokenFile(
            text: "issuer: A", problems: ["1:1: no rules: the file would add nothing"]),
        BrokenFile(
            text: "issuer: A\nrules: []", problems: ["1:1: no rules: the file would add nothing"]),
        BrokenFile(
            text: "issuer: A\nrules: x",
            problems: ["1:1: no rules: the file would add nothing", "2:8: 'rules' is a list"]),
        BrokenFile(
            text: "issuer: A\nrules:\n  - x: [",
            problems: ["4:1: not a YAML document: did not find expected node content"]),
        BrokenFile(
            text: "issuer: A\nrules: *b",
            problems: ["2:8: not a YAML document: aliases (*name) are not supported"]),
    ])
    func `a file that is no rule file says why`(_ file: BrokenFile) {
        let read = RuleFile(Array(file.text.utf8), path: "toy.yml")
        #expect(read.rules.isEmpty)
        #expect(read.problems.map(\.description) == file.problems.map(reported))
    }

    @Test func `a rule that is no mapping is a problem`() {
        let file = read(["issuer: Toy", "rules:", "  - just a text"])
        #expect(
            file.problems.contains {
                "\($0)" == reported("3:5: a rule is a mapping with keys such as id and pattern")
            })
    }

    @Test func `all mistakes of all rules are reported, in the order of the file`() {
        let rule = Array(Self.sound[3...])
        var first = rule
        first[2] = "    category: tokn"
        first[6] = "    pattern: (tok_"
        var second = rule
        second[0] = "  - id: other.token"
        second[3] = "    sevrity: high"
        var third = rule
        third[0] = "  - id: third.token"
        let file = read(["issuer: Toy", "rules:"] + first + second + third)
        #expect(
            file.problems.map { "\($0.line):\($0.column)" } == ["5:15", "9:14", "13:5", "16:5"])
        #expect(file.rules.map(\.rule.id) == ["third.token"])
    }

    private func reported(_ problem: String) -> String {
        let parts = problem.split(separator: ": ", maxSplits: 1)
        return "toy.yml:\(parts[0]): error: \(parts[1])"
    }
}
