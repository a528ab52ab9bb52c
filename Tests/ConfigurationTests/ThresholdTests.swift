import Configuration
import LeakRules
import Testing

@Suite struct ThresholdTests {
    private let standard = Thresholds(minimumScore: 10, minimumSeverity: .low)

    private func thresholds(_ paths: String, for path: String) throws -> Thresholds {
        let config = Config(Array("paths:\n\(paths)".utf8), path: "blot.yml", isNamed: true)
        #expect(config.problems == [])
        let rules = try #require(config[.paths]?.value)
        return standard.refined(by: rules, path: path.utf8)
    }

    @Test func `of two entries the later one holds, setting by setting`() throws {
        let paths = """
              - {path: '*.log', min-score: 50, min-severity: high}
              - {path: /app/, min-score: 70}
              - {path: old.log, skip: true}
              - {path: /app/keep/, skip: false}
            """
        #expect(try thresholds(paths, for: "x.txt") == standard)
        let log = try thresholds(paths, for: "a/x.log")
        #expect(log.minimumScore == 50 && log.minimumSeverity == .high && !log.isSkipped)
        let both = try thresholds(paths, for: "app/x.log")
        #expect(both.minimumScore == 70 && both.minimumSeverity == .high)
        #expect(try thresholds(paths, for: "app/old.log").isSkipped)
        #expect(try !thresholds(paths, for: "app/keep/old.log").isSkipped)
    }

    @Test func `a pattern takes back`() throws {
        let paths = "  - {path: ['*.log', '!real.log'], min-score: 90}"
        #expect(try thresholds(paths, for: "a.log").minimumScore == 90)
        #expect(try thresholds(paths, for: "real.log").minimumScore == 10)
    }

    @Test func `rules are off that one of the entries turns off`() throws {
        let paths = """
              - {path: '*', rules-off: ['toy.*']}
              - {path: a, rules-off: [house.key, old.name]}
            """
        let set = Config(
            Array(
                """
                custom:
                  issuer: A
                  rules:
                    - {id: toy.one, name: a, category: token, severity: low, specificity: exact,
                       prefilter: [toy_], why: a, pattern: '(?<secret>toy_[a-z]{8})', reach: 32,
                       leaks: ['«toy_abcdefgh»'], clean: [toy_abc]}
                    - {id: house.key, name: a, category: token, severity: low, specificity: exact,
                       prefilter: [toy_], why: a, pattern: '(?<secret>toy_[a-z]{8})', reach: 32,
                       leaks: ['«toy_abcdefgh»'], clean: [toy_abc]}
                    - {id: new.name, name: a, category: token, severity: low, specificity: exact,
                       prefilter: [toy_], why: a, pattern: '(?<secret>toy_[a-z]{8})', reach: 32,
                       leaks: ['«toy_abcdefgh»'], clean: [toy_abc], aliases: [old.name]}
                """.utf8), path: "blot.yml", isNamed: true)[.custom]?.value
        let rules = try #require(set).rules.map(\.rule)
        #expect(rules.count == 3)
        let here = try thresholds(paths, for: "a")
        #expect(rules.map(here.isOn) == [false, false, false])
        let there = try thresholds(paths, for: "b")
        #expect(rules.map(there.isOn) == [false, true, true])
        var skipped = standard
        skipped.isSkipped = true
        #expect(rules.map(standard.isOn) == [true, true, true])
        #expect(rules.map(skipped.isOn) == [false, false, false])
    }
}
