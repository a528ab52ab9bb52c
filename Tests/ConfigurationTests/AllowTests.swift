import Configuration
import LeakRules
import Testing

/// The section `allow:`.
@Suite struct AllowTests {
    private func read(_ text: String) -> Config {
        Config(Array(text.utf8), path: "blot.yml", isNamed: true)
    }

    @Test func `an allowance is read as it is written`() throws {
        let config = read(
            """
            allow:
              - rule: toy.*
                path: 'tests/*'
                regex: ^x
                fingerprint: b1:5f3c
                reason: a toy
                expires: 2027-01-31
              - {rule: a.b, reason: none}
            """)
        #expect(config.problems == [])
        let allowances = try #require(config[.allow]?.value)
        #expect(allowances.count == 2)
        let first = try #require(allowances.first)
        #expect(first.rule == "toy.*" && first.path == "tests/*" && first.pattern == "^x")
        #expect(first.fingerprint == "b1:5f3c" && first.reason == "a toy")
        #expect(first.expires == "2027-01-31" && first.file == "blot.yml" && first.line == 2)
        #expect(allowances.last?.line == 8)
    }

    @Test(arguments: [
        ("allow: x", "1:8: 'allow' is a list"),
        ("allow: [x]", "1:9: an allowance is a mapping"),
        ("allow:\n  - rule: a.b", "2:5: no reason: say why this is no secret"),
        (
            "allow:\n  - reason: r",
            "2:5: nothing to allow: give rule, path, path-regex, regex or fingerprint"
        ),
        ("allow:\n  - {rule: [a], reason: r}", "2:12: 'rule' is one text"),
        ("allow:\n  - {regex: (a, reason: r}", "2:13: regex: missing closing parenthesis"),
        (
            "allow:\n  - {fingerprint: 5f, reason: r}",
            "2:19: fingerprint '5f' does not begin with b1:"
        ),
        ("allow:\n  - {rul: a.b, reason: r}", "2:6: unknown key 'rul'; did you mean 'rule'?"),
        ("allow: [", "2:1: not a YAML document: did not find expected node content"),
    ])
    func `a mistake is reported where it stands, and allows nothing`(text: String, problem: String)
    {
        let config = read(text)
        let parts = problem.split(separator: ": ", maxSplits: 1)
        #expect(
            config.problems.map(\.description).contains("blot.yml:\(parts[0]): error: \(parts[1])"),
            "\(config.problems)")
        #expect(config[.allow]?.value == nil)
    }

    @Test(arguments: [
        "soon", "2027-1-31", "2027-13-01", "2027-00-10", "2027-01-32", "27-01-31", "2027/01/31",
    ])
    func `a day is written as ISO 8601 has it`(day: String) {
        let config = read("allow:\n  - {rule: a.b, reason: r, expires: \(day)}")
        #expect(
            config.problems.map(\.message) == ["expires '\(day)' is no date like 2027-01-31"])
    }

    @Test func `the mistakes of all allowances are told`() {
        let config = read("allow:\n  - {rule: a.b}\n  - {rule: c.d, reason: r}\n  - {reason: r}")
        #expect(config.problems.map(\.line) == [2, 4])
    }
}
