import Foundation
import Testing

/// Known findings: made of a report, not told again, dropped when they are gone.
@Suite struct BaselineTests {
    private let scratch: Scratch
    private let one = "a \(Sample.token) b\n"
    private let other = "c \(Sample.userToken) d\n"

    init() throws {
        scratch = try Scratch()
    }

    private var key: [String] { ["--key-file", scratch.path("key")] }
    private var baseline: String { scratch.path("baseline.json") }

    /// Filters a text and writes a report.
    private func report(
        _ text: String, _ arguments: [String] = [], to name: String = "report.json"
    ) throws -> String {
        let format = name.split(separator: ".").last ?? ""
        let outcome = try Command.run(
            ["-q", "--report", "\(format)=\(scratch.path(name))"] + arguments, on: text)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return scratch.path(name)
    }

    private func create(_ reports: [String], _ arguments: [String] = []) throws -> Command.Outcome {
        try Command.run(["baseline", "create"] + reports + ["--output", baseline] + arguments)
    }

    /// A JSON object.
    private func object(_ text: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [String: Any])
    }

    @Test(arguments: ["report.json", "report.jsonl"])
    func `what a baseline knows is redacted, and neither told nor counted`(name: String) throws {
        #expect(try create([report(one, key, to: name)]).status == 0)
        let known = key + ["--baseline", baseline, "--fail-on", "low"]
        let again = try Command.run(known, on: one)
        #expect(again.status == 0 && again.text == "a \(Sample.label) b\n")
        #expect(again.errorLines == ["blot: 1 more finding is known"])
        let both = try Command.run(known + ["--report", "json"], on: one + other)
        #expect(both.status == 1)
        let told = try object(both.errors.components(separatedBy: "blot:")[0])
        let findings = try #require(told["findings"] as? [[String: Any]])
        #expect(findings.map { $0["rule"] as? String } == ["github.app-user-token"])
        #expect(told["known"] as? Int == 1)
    }

    @Test func `an audit tells what is new`() throws {
        let log = try scratch.write(one, to: "a.log")
        let scan = ["scan", log, "--no-config"] + key
        let first = scratch.path("scan.json")
        #expect(try Command.run(scan + ["--report", "json=\(first)"]).status == 1)
        #expect(try create([first]).status == 0)
        #expect(try Command.run(scan + ["--baseline", baseline]).status == 0)
        _ = try scratch.write(one + other, to: "a.log")
        let second = try Command.run(
            scan + ["--baseline", baseline, "--report", "json=\(scratch.path("new.json"))"])
        #expect(second.status == 1)
        let told = try object(scratch.read("new.json"))
        let findings = try #require(told["findings"] as? [[String: Any]])
        #expect(findings.map { $0["rule"] as? String } == ["github.app-user-token"])
    }

    @Test func `the file has an entry a line, with no secret and no plain hash`() throws {
        #expect(try create([report(other + one + one, key)], ["--note", "rotated"]).status == 0)
        let text = try scratch.read("baseline.json")
        let lines = text.split(separator: "\n")
        #expect(lines.count == 4)
        let entries = try #require(try object(text)["entries"] as? [[String: String]])
        #expect(
            entries.map { $0["rule"] } == [
                "github.app-user-token", "github.personal-access-token",
            ])
        for entry in entries {
            #expect(Set(entry.keys) == ["added", "fingerprint", "note", "rule"])
            #expect(entry["fingerprint"]?.wholeMatch(of: /b1:[0-9a-f]{32}/) != nil)
            #expect(entry["added"]?.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil)
        }
        #expect(!text.contains(Sample.token) && !text.contains(Sample.token.dropFirst(4)))
        let plain = try Command(
            shell: "printf %s \(Sample.token) | sha256sum; printf %s \(Sample.token) | sha1sum"
        ).finish()
        for hash in plain.text.split(whereSeparator: \.isWhitespace) where hash.count > 30 {
            #expect(!text.contains(hash.prefix(16)))
        }
        // Under another key nothing is the same.
        let elsewhere = try report(one, ["--key-file", scratch.path("key2")], to: "other.json")
        let printed = try Command.run(["baseline", "create", elsewhere])
        let foreign = try object(printed.text)
        #expect(foreign["keyID"] as? String != (try object(text))["keyID"] as? String)
    }

    @Test func `what is added later keeps what was there`() throws {
        #expect(try create([report(one, key)], ["--note", "first"]).status == 0)
        let more = try create([report(one + other, key)], ["--note", "second"])
        #expect(more.errors == "blot: 1 added to \(baseline), which knows 2\n")
        let entries = try #require(
            try object(scratch.read("baseline.json"))["entries"] as? [[String: String]])
        #expect(entries.map { $0["note"] } == ["second", "first"])
    }

    @Test func `what is gone is dropped`() throws {
        #expect(try create([report(one + other, key)]).status == 0)
        let today = try report(other, key, to: "today.json")
        let outcome = try Command.run(["baseline", "prune", baseline, "--report", today])
        #expect(outcome.status == 0)
        #expect(outcome.errors == "blot: 1 dropped from \(baseline), which knows 1\n")
        let text = try scratch.read("baseline.json")
        #expect(text.contains("github.app-user-token"))
        #expect(!text.contains("github.personal-access-token"))
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(!left.contains { $0.hasSuffix(".new") })
    }

    @Test func `a report that leaves something out drops nothing`() throws {
        #expect(try create([report(one + other, key)]).status == 0)
        let before = try scratch.read("baseline.json")
        let known = try report(one, key + ["--baseline", baseline], to: "known.json")
        let lines = try report(other, key, to: "lines.jsonl")
        let partial = try scratch.write(
            scratch.read("report.json").replacing("\"complete\":true", with: "\"complete\":false"),
            to: "partial.json")
        for (path, reason) in [
            (known, "without --baseline"), (lines, "whether everything was scanned"),
            (partial, "not everything was scanned"),
        ] {
            let outcome = try Command.run(["baseline", "prune", baseline, "--report", path])
            #expect(outcome.status == 64 && outcome.errorLines.count == 1)
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        }
        #expect(try scratch.read("baseline.json") == before)
    }

    @Test func `a baseline goes with its key`() throws {
        #expect(try create([report(one, key)]).status == 0)
        let none = try Command.run(["--baseline", baseline], on: one)
        #expect(none.status == 64 && none.output.isEmpty && none.errors.contains("--key-file"))
        let wrong = try Command.run(
            ["--baseline", baseline, "--key-file", scratch.path("key2")], on: one)
        #expect(wrong.status == 64 && wrong.output.isEmpty)
        #expect(wrong.errors.contains("was made with the key k1:"))
        let random = try report(one, to: "random.json")
        let refused = try create([random])
        #expect(refused.status == 64 && refused.errors.contains("--key-file"))
        let foreign = try report(one, ["--key-file", scratch.path("key2")], to: "foreign.json")
        #expect(try create([foreign]).status == 64)
        #expect(try create([scratch.path("report.json"), foreign]).status == 64)
        #expect(
            try Command.run(["baseline", "prune", baseline, "--report", foreign]).status == 64)
    }

    @Test func `what is no baseline or no report is one line`() throws {
        let bad = [
            "", "{", "[]", "{}", #"{"schema":2,"keyID":"k1:a","entries":[]}"#,
            #"{"schema":1,"keyID":"k1:a","entries":[{"rule":"a.b"}]}"#,
            #"{"schema":1,"keyID":"k1:a","entries":[{"rule":"a.b","added":"x","fingerprint":"5f"}]}"#,
        ]
        for text in bad {
            let path = try scratch.write(text, to: "bad.json")
            let outcome = try Command.run(key + ["--baseline", path], on: one)
            #expect(outcome.status == 64 && outcome.output.isEmpty)
            #expect(outcome.errorLines.count == 1 && outcome.errors.contains("bad.json"))
        }
        for text in ["", "{", "a,b\n", "{\"rule\":\"a.b\"}\nx\n"] {
            let outcome = try create([scratch.write(text, to: "bad.json")])
            #expect(outcome.status == 64, "\(text)")
            #expect(outcome.errorLines.count == 1 && outcome.errors.contains("bad.json"))
        }
        #expect(try create(["/nowhere/report.json"]).status == 64)
        #expect(try Command.run(["baseline", "prune", baseline]).status == 64)
    }
}
