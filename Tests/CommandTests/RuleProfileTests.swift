import Testing

/// `blot rules check --profile`.
@Suite struct RuleProfileTests {
    /// A rule's row.
    private struct Row {
        let milliseconds: Double
        let regex: Double
        let evidence: Double
        /// Searches, accepted, rejected.
        let counts: [Int]
    }

    /// What is said of each rule, in order.
    private func rows(of text: String) -> [(rule: String, row: Row)] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            // ms, share, %, regex ms, evidence ms, ns/search, three counts, rule
            guard words.count == 10, words[2] == "%", let all = Double(words[0]),
                let regex = Double(words[3]), let evidence = Double(words[4])
            else { return nil }
            let row = Row(
                milliseconds: all, regex: regex, evidence: evidence,
                counts: words[6...8].compactMap { Int($0) })
            return (words[9], row)
        }
    }

    private func profile(_ arguments: [String], on text: String = "") throws -> Command.Outcome {
        try Command.run(["rules", "check", "--profile"] + arguments, on: text)
    }

    @Test func `counts are exact`() throws {
        let scratch = try Scratch()
        let rules = try scratch.write(RuleFiles.house, to: "house.yml")
        let log = try scratch.write(
            """
            open house_abcdefgh now, and house_short
            nothing here
            HOUSE_ and house_xxxxxxxx

            """, to: "app.log")
        let outcome = try profile(["--rules", rules, "--only", "house.*", log, log])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.text.hasPrefix("160 bytes in "))
        #expect(outcome.text.contains("; 1 of 1 rules searched, "))
        let row = try #require(rows(of: outcome.text).first)
        #expect(row.rule == "house.key")
        // Two places a file: capitals, and what is too short for the pattern, stay outside. One
        // letter over and over is a placeholder.
        #expect(row.row.counts == [4, 2, 2])
        #expect(outcome.text.contains(/\n +4 +4 +house_\n/))
    }

    @Test func `the most expensive comes first`() throws {
        let log = String(
            repeating: "export DB_PASSWORD=kT7mQ2vL9xw TOKEN=abc url=http://u:pw1@host/\n",
            count: 200)
        let outcome = try profile([], on: log)
        let rows = rows(of: outcome.text)
        #expect(outcome.status == 0)
        #expect(rows.count > 1)
        #expect(rows.map(\.row.milliseconds) == rows.map(\.row.milliseconds).sorted(by: >))
        #expect(rows.allSatisfy { $0.row.counts[0] > 0 })
        #expect(rows.contains { $0.row.regex > 0 } && rows.contains { $0.row.evidence > 0 })
    }

    @Test func `a file that cannot be read is told of`() throws {
        let outcome = try profile(["/nowhere/app.log"])
        #expect(outcome.status == 2)
        #expect(
            outcome.errorLines == ["blot: /nowhere/app.log: cannot open: No such file or directory"]
        )
    }

    @Test func `a selection of rules needs it`() throws {
        let outcome = try Command.run(["rules", "check", "--only", "github.*"])
        #expect(outcome.status == 64)
        #expect(
            outcome.errorLines == ["blot: --rules and --only need --profile; see 'blot help rules'"]
        )
    }
}
