import Configuration
import LeakRules
import PCRE2
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct AllowlistTests {
    /// The index of the allowance that covers a toy token.
    private func covering(
        _ yaml: String, path: String = "logs/app.log", id: String = "toy.token",
        value: String = "tok_Ab3d",
        limits: MatchLimits = MatchLimits()
    ) -> Int? {
        let config = Config(Array("allow:\n\(yaml)".utf8), path: "blot.yml", isNamed: true)
        #expect(config.problems == [])
        let list = Allowlist(config[.allow]?.value ?? [], path: path)
        return value.withBytes { bytes in
            list.allowance(
                for: .toy(id, aliases: ["toy.old"]), value: bytes, fingerprint: { "b1:5f3c" },
                scratch: MatchScratch(limits: limits))
        }
    }

    @Test(arguments: [
        "- {rule: toy.token, reason: r}", "- {rule: toy.*, reason: r}",
        "- {rule: toy.old, reason: r}",
        "- {path: '*.log', reason: r}", "- {path: 'logs/*', reason: r}",
        "- {path: logs/app.log, reason: r}",
        "- {regex: Ab3, reason: r}", "- {regex: '^tok_', reason: r}",
        "- {fingerprint: 'b1:5f3c', reason: r}",
        "- {rule: toy.token, path: '*.log', regex: d$, fingerprint: 'b1:5f3c', reason: r}",
    ])
    func `an allowance covers what it describes`(yaml: String) {
        #expect(covering(yaml) == 0)
    }

    @Test(arguments: [
        "- {rule: toy.tok, reason: r}", "- {rule: to.*, reason: r}", "- {rule: token, reason: r}",
        "- {path: '*.txt', reason: r}", "- {path: app.log, reason: r}", "- {regex: ab3, reason: r}",
        "- {regex: '^Ab', reason: r}", "- {fingerprint: 'b1:5f3d', reason: r}",
        "- {rule: toy.token, path: '*.txt', reason: r}", "- {rule: toy.token, regex: x, reason: r}",
        "- {regex: Ab3, fingerprint: 'b1:0', reason: r}",
    ])
    func `all that an allowance says must be so`(yaml: String) {
        #expect(covering(yaml) == nil)
    }

    @Test func `the first that covers is the one`() {
        let yaml =
            "- {rule: x.y, reason: r}\n- {path: '*', reason: r}\n- {rule: toy.token, reason: r}"
        #expect(covering(yaml) == 1)
    }

    @Test func `a pattern that gives up allows nothing`() {
        let value = String(repeating: "a", count: 64) + "!"
        #expect(
            covering(
                "- {regex: '(a+)+$', reason: r}", value: value, limits: MatchLimits(steps: 1000))
                == nil)
    }

    @Test func `an empty list allows nothing`() {
        #expect(Allowlist().isEmpty)
        #expect(Allowlist([], path: "x").isEmpty)
    }
}
