import Testing

/// `blot rules`.
@Suite struct RulesTests {
    @Test func `list is one line a rule, by id`() throws {
        let outcome = try Command.run(["rules", "list"])
        let ids = outcome.text.split(separator: "\n").compactMap { line in
            line.split(separator: " ").first.map(String.init)
        }
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(ids.count > 60)
        #expect(ids == ids.sorted())
        #expect(ids.contains("github.personal-access-token"))
    }

    @Test func `list shows the rules of a file too`() throws {
        let scratch = try Scratch()
        let rules = try scratch.write(RuleFiles.house, to: "house.yml")
        #expect(try Command.run(["rules", "list", "--rules", rules]).text.contains("house.key"))
    }

    @Test func `show tells everything about a rule`() throws {
        let outcome = try Command.run(["rules", "show", "github.personal-access-token"])
        #expect(outcome.status == 0)
        for text in [
            "github.personal-access-token: GitHub personal access token", "issuer      GitHub",
            "category    token", "severity    critical", "github-checksum", "score", "pattern",
        ] {
            #expect(outcome.text.contains(text), "\(text)")
        }
    }

    @Test func `show suggests what may have been meant`() throws {
        let outcome = try Command.run(["rules", "show", "github.personal-acess-token"])
        #expect(outcome.status == 64)
        #expect(
            outcome.errorLines == [
                "blot: no rule is called 'github.personal-acess-token'; "
                    + "did you mean 'github.personal-access-token'?"
            ])
    }

    @Test func `show does not guess wildly`() throws {
        let outcome = try Command.run(["rules", "show", "something-else-entirely"])
        #expect(outcome.status == 64)
        #expect(outcome.errorLines == ["blot: no rule is called 'something-else-entirely'"])
    }

    @Test func `check passes a sound file`() throws {
        let scratch = try Scratch()
        let rules = try scratch.write(RuleFiles.house, to: "house.yml")
        let outcome = try Command.run(["rules", "check", rules])
        #expect(outcome.text == "1 rule and 2 examples are sound\n")
        #expect(outcome.status == 0)
    }

    @Test func `check tells every problem with its place`() throws {
        let scratch = try Scratch()
        let rules = try scratch.write(RuleFiles.broken, to: "broken.yml")
        let outcome = try Command.run(["rules", "check", rules])
        #expect(outcome.status == 64)
        for line in RuleFiles.brokenLines {
            #expect(outcome.errors.contains("\(rules):\(line):"), "line \(line)")
        }
    }

    @Test(arguments: [
        ("«house_abcdefgh»", "«house_abcdefg»h", "does not hit exactly"),
        ("['house_abc']", "['my house_abcdefgh']", "clean example is hit by house.key"),
        ("[house_]", "[mansion_]", "holds no literal of the prefilter"),
    ])
    func `check runs the examples`(sound: String, broken: String, message: String) throws {
        let scratch = try Scratch()
        let text = RuleFiles.house.replacing(sound, with: broken)
        try #require(text != RuleFiles.house)
        let rules = try scratch.write(text, to: "house.yml")
        let outcome = try Command.run(["rules", "check", rules])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("\(rules):"))
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }

    @Test func `the literals are one a line, in lower case, and sorted`() throws {
        let outcome = try Command.run(["rules", "literals"])
        let lines = outcome.text.split(separator: "\n").map(String.init)
        #expect(lines.contains("ghp_"))
        #expect(lines == lines.sorted() && lines.count == Set(lines).count)
        #expect(lines.allSatisfy { !$0.utf8.contains { (0x41...0x5A).contains($0) } })
    }

    @Test func `the patterns are one a rule, ended by a zero byte`() throws {
        let scratch = try Scratch()
        let rules = try scratch.write(RuleFiles.house, to: "house.yml")
        let outcome = try Command.run([
            "rules", "patterns", "--rules", rules, "--only", "house.key",
        ])
        #expect(
            outcome.text
                == "house.key\t(?<![0-9A-Za-z_])(?<secret>house_[a-z]{8})(?![0-9A-Za-z])\0")
    }
}
