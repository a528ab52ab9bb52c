import Foundation
import Testing

/// What is said about findings: reports, the summary, the exit status.
@Suite struct ReportTests {
    /// Two secrets of one kind, one of another.
    private static let log = """
        nothing here
        clone with \(Sample.token)
        user \(Sample.userToken)
        push with \(Sample.otherToken)

        """

    private func object(_ text: some StringProtocol) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [String: Any])
    }

    /// A finding has what the contract promises, and no byte of the secret but its public prefix.
    private func check(_ finding: [String: Any]) throws {
        for key in ["rule", "name", "category", "severity"] {
            #expect(finding[key] is String, "\(key)")
        }
        #expect(finding["schema"] as? Int == 1)
        let confidence = try #require(finding["confidence"] as? Double)
        #expect((0...1).contains(confidence))
        #expect((0...100).contains(try #require(finding["score"] as? Int)))
        #expect(finding["occurrences"] as? Int == 1)
        #expect(finding["suppressed"] is NSNull)
        #expect(finding["layers"] is [Any])
        let origin = try #require(finding["origin"] as? [String: Any])
        #expect(
            Set(origin.keys) == [
                "path", "line", "column", "byteStart", "byteEnd", "container", "stream", "unit",
                "timestamp", "member",
            ])
        let secret = try #require(finding["secret"] as? [String: Any])
        #expect(Set(secret.keys) == ["preview", "length", "entropy", "fingerprint", "keyID"])
        #expect((secret["fingerprint"] as? String)?.hasPrefix("b1:") == true)
        let evidence = try #require(finding["evidence"] as? [[String: Any]])
        #expect(!evidence.isEmpty)
        for reason in evidence { #expect(Set(reason.keys) == ["kind", "note", "weight"]) }
    }

    @Test(arguments: ["file", "stderr"])
    func `json is one document`(place: String) throws {
        let scratch = try Scratch()
        let path = scratch.path("report.json")
        let request = place == "file" ? "json=\(path)" : "json"
        let outcome = try Command.run(["--report", request], on: Self.log)
        let text = place == "file" ? try scratch.read("report.json") : outcome.errors
        let document = try object(text)
        #expect(document["schema"] as? Int == 1)
        #expect(document["complete"] as? Bool == true)
        #expect(document["bytes"] as? Int == Self.log.utf8.count)
        let findings = try #require(document["findings"] as? [[String: Any]])
        #expect(findings.count == 3)
        for finding in findings { try check(finding) }
        let origins = findings.compactMap { $0["origin"] as? [String: Any] }
        #expect(origins.compactMap { $0["line"] as? Int } == [2, 3, 4])
        #expect(origins.compactMap { $0["column"] as? Int } == [12, 6, 11])
        #expect(origins.compactMap { $0["byteStart"] as? Int }.first == 24)
        #expect(origins.compactMap { $0["byteEnd"] as? Int }.first == 64)
        #expect(!text.contains(Sample.token.dropFirst(4)))
    }

    @Test(arguments: ["file", "stderr"])
    func `jsonl is one finding a line`(place: String) throws {
        let scratch = try Scratch()
        let path = scratch.path("report.jsonl")
        let request = place == "file" ? "jsonl=\(path)" : "jsonl"
        let outcome = try Command.run(["--report", request], on: Self.log)
        let text = place == "file" ? try scratch.read("report.jsonl") : outcome.errors
        let lines = text.split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines { try check(object(line)) }
        #expect(!text.contains(Sample.token.dropFirst(4)))
    }

    @Test func `jsonl is written while the stream goes on`() throws {
        let scratch = try Scratch()
        let command = try Command(["--report", "jsonl=\(scratch.path("report.jsonl"))"])
        try command.send("use \(Sample.token)\n")
        _ = command.output(within: 10) { $0.hasSuffix("\n") }
        #expect(try scratch.read("report.jsonl").hasSuffix("}\n"))
        _ = try command.finish()
    }

    @Test(arguments: ["file", "stderr"])
    func `text is one finding a line and a summary`(place: String) throws {
        let scratch = try Scratch()
        let path = scratch.path("report.txt")
        let request = place == "file" ? "text=\(path)" : "text"
        let outcome = try Command.run(["--report", request, "-q"], on: Self.log)
        let text = place == "file" ? try scratch.read("report.txt") : outcome.errors
        let lines = text.split(separator: "\n")
        try #require(lines.count > 3)
        #expect(lines[0].hasPrefix("-:2:12: critical"))
        #expect(lines[0].contains("github.personal-access-token  ghp_… (40 bytes)"))
        #expect(lines[3] == "blot: 3 secrets (3 critical)")
        #expect(!text.contains(Sample.token.dropFirst(4)))
    }

    @Test func `verbose text explains a score term by term`() throws {
        let outcome = try Command.run(["--report", "text", "-v"], on: "use \(Sample.token)\n")
        #expect(outcome.errorLines.contains { $0.hasPrefix("    +") && $0.contains("checksum") })
    }

    @Test func `reports are written side by side, and a file is named`() throws {
        let scratch = try Scratch()
        let file = try scratch.write("use \(Sample.token)\n", to: "app.log")
        let outcome = try Command.run([
            file, "--report", "json=\(scratch.path("a"))", "--report", "jsonl=\(scratch.path("b"))",
            "--report", "text=\(scratch.path("c"))", "-q",
        ])
        #expect(outcome.errors.isEmpty)
        for name in ["a", "b", "c"] { #expect(try scratch.read(name).contains(file), "\(name)") }
    }

    @Test func `a report that cannot be made is refused before anything is read`() throws {
        let outcome = try Command.run(["--report", "json=/nowhere/report.json"], on: "a\n")
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.errorLines
                == ["blot: /nowhere/report.json: cannot write: No such file or directory"])
    }

    @Test func `the summary counts by severity and by rule`() throws {
        let outcome = try Command.run(on: Self.log)
        #expect(
            outcome.errorLines == [
                "blot: 3 secrets (3 critical)",
                "  2  critical github.personal-access-token",
                "  1  critical github.app-user-token",
            ])
    }

    @Test func `quiet says nothing`() throws {
        for flag in ["-q", "--quiet"] {
            let outcome = try Command.run([flag], on: Self.log)
            #expect(outcome.errors.isEmpty)
            #expect(!outcome.text.contains("ghp_"))
        }
    }

    @Test(arguments: [
        ("never", Int32(0)), ("info", 1), ("low", 1), ("medium", 1), ("high", 1), ("critical", 1),
    ])
    func `fail-on makes findings a failure`(level: String, status: Int32) throws {
        #expect(try Command.run(["--fail-on", level, "-q"], on: Self.log).status == status)
        #expect(try Command.run(["--fail-on", level], on: "nothing\n").status == 0)
    }

    @Test func `by default findings are no failure`() throws {
        #expect(try Command.run(["-q"], on: Self.log).status == 0)
    }

    @Test func `an unreadable file outranks findings`() throws {
        let outcome = try Command.run(["--fail-on", "low", "-q", "-", "/nowhere"], on: Self.log)
        #expect(outcome.status == 2)
    }

    @Test func `findings below a score are redacted, not reported`() throws {
        let outcome = try Command.run(
            ["--min-score", "100", "--fail-on", "info", "--report", "jsonl"], on: Self.log)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.status == 0)
        #expect(!outcome.text.contains("ghp_"))
    }

    @Test func `findings below a severity are redacted, not reported`() throws {
        let scratch = try Scratch()
        let rules = try scratch.write(RuleFiles.house, to: "house.yml")
        let log = "open house_abcdefgh\nuse \(Sample.token)\n"
        let all = try Command.run(["--rules", rules, "--report", "jsonl"], on: log)
        #expect(all.errorLines.count == 2)
        let some = try Command.run(
            ["--rules", rules, "--report", "jsonl", "--min-severity", "high"], on: log)
        #expect(some.errorLines.count == 1)
        #expect(some.text == all.text)
        #expect(!some.text.contains("house_abcdefgh"))
    }

    @Test func `colour is asked for, or a terminal's, and NO_COLOR is heeded`() throws {
        let escape = "\u{1B}["
        #expect(try !Command.run(on: Self.log).errors.contains(escape))
        #expect(try Command.run(["--color", "always"], on: Self.log).errors.contains(escape))
        func atTerminal(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Bool
        {
            let terminal = try Terminal()
            let command = try Command(
                arguments, environment: environment, errors: .descriptor(terminal.theirs))
            try command.send(Self.log)
            _ = try command.finish()
            let text = terminal.text()
            #expect(text.contains("3 secrets"))
            return text.contains(escape)
        }
        #expect(try atTerminal([]))
        #expect(try !atTerminal(["--color", "never"]))
        #expect(try !atTerminal([], ["NO_COLOR": "1"]))
        #expect(try atTerminal([], ["NO_COLOR": ""]))
        #expect(try atTerminal(["--color", "always"], ["NO_COLOR": "1"]))
    }

    @Test func `the product is never coloured`() throws {
        let plain = try Command.run(on: Self.log)
        #expect(try Command.run(["--color", "always"], on: Self.log).output == plain.output)
    }
}
