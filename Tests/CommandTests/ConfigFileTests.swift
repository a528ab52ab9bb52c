import Foundation
import Glibc
import Testing

/// `blot.yml`: which one is used, and what of it holds.
@Suite struct ConfigFileTests {
    private let scratch: Scratch
    private let leak = "a \(Sample.token) b\n"

    init() throws {
        scratch = try Scratch()
        try FileManager.default.createDirectory(
            atPath: scratch.path("project/logs"), withIntermediateDirectories: true)
        _ = try scratch.write(leak, to: "project/logs/a.log")
    }

    private var real: String { URL(fileURLWithPath: scratch.path).resolvingSymlinksInPath().path }

    /// Scans the logs; JSON of what was found is on stdout.
    private func scan(
        _ arguments: [String] = [], on path: String = "project/logs",
        environment: [String: String] = [:]
    ) throws -> Command.Outcome {
        try Command.run(
            ["scan", scratch.path(path), "--report", "jsonl"] + arguments,
            environment: environment)
    }

    @Test func `the filter goes by the configuration that is named, and by no other`() throws {
        let config = try scratch.write("style: mask\nfail-on: low\n", to: "project/blot.yml")
        let log = scratch.path("project/logs/a.log")
        let named = try Command.run(["--config", config, log])
        #expect(named.text == "a \(String(repeating: "*", count: 40)) b\n" && named.status == 1)
        let typed = try Command.run(
            ["--config", config, "--style", "label", "--fail-on", "never", log])
        #expect(typed.text == "a \(Sample.label) b\n" && typed.status == 0)
        let unnamed = try Command.run([log])
        #expect(unnamed.text == "a \(Sample.label) b\n" && unnamed.status == 0)
        #expect(!unnamed.errors.contains("using"))
    }

    @Test func `an audit finds the nearest configuration above, and tells it`() throws {
        let quiet = "allow: [{rule: 'github.*', reason: test}]\n"
        _ = try scratch.write(quiet, to: "project/blot.yml")
        let above = try scan()
        #expect(above.status == 0)
        #expect(above.errors.contains("blot: using \(real)/project/blot.yml\n"))
        _ = try scratch.write("fail-on: critical\n", to: "project/logs/blot.yml")
        let nearest = try scan()
        #expect(nearest.status == 1)
        #expect(nearest.errors.contains("blot: using \(real)/project/logs/blot.yml\n"))
        let ofFile = try scan(on: "project/logs/a.log")
        #expect(ofFile.errors.contains("blot: using \(real)/project/logs/blot.yml\n"))
        let other = try scan(["--config", scratch.path("project/blot.yml")])
        #expect(other.status == 0 && !other.errors.contains("using"))
        #expect(try !scan(["--quiet"]).errors.contains("using"))
    }

    @Test func `no configuration is looked for when that is turned off`() throws {
        _ = try scratch.write("nonsense: 1\n", to: "project/blot.yml")
        let bad = try scan()
        #expect(bad.status == 64)
        #expect(bad.errors.contains("blot.yml:1:1: error: unknown key 'nonsense'"))
        #expect(bad.errors.contains("--no-config"))
        #expect(try scan(["--no-config"]).status == 1)
        #expect(try scan(["--no-config", "--config", "x"]).status == 64)
    }

    @Test func `the search ends at a repository, a home, and what everybody may write to`() throws {
        _ = try scratch.write("fail-on: never\n", to: "blot.yml")
        #expect(try scan().status == 0)
        let home = ["HOME": scratch.path("project")]
        #expect(try scan(environment: home).status == 1)
        #expect(chmod(scratch.path, 0o777) == 0)
        #expect(try scan().status == 1)
        #expect(chmod(scratch.path, 0o755) == 0)
        #expect(try scan().status == 0)
        _ = try scratch.write("", to: "project/.git")
        #expect(try scan().status == 1)
    }

    @Test(.enabled(if: geteuid() == 0))
    func `a configuration above that belongs to another user is not used`() throws {
        let config = try scratch.write("fail-on: never\n", to: "project/blot.yml")
        #expect(chown(config, 12345, 12345) == 0)
        let outcome = try scan()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("project/blot.yml belongs to another user"))
    }

    @Test func `a configuration that was found makes no files`() throws {
        for line in ["key-file: key", "state: state", "report: ['json=a.log']"] {
            _ = try scratch.write(line + "\n", to: "project/logs/blot.yml")
            let outcome = try scan()
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("makes blot write a file"))
        }
        let files = try FileManager.default.contentsOfDirectory(
            atPath: scratch.path("project/logs"))
        #expect(files.sorted() == ["a.log", "blot.yml"])
        #expect(try scratch.read("project/logs/a.log") == leak)
    }

    @Test func `a configuration that was found keeps nobody waiting`() throws {
        #expect(mkfifo(scratch.path("project/logs/pipe"), 0o600) == 0)
        for line in ["rules: [pipe]", "baseline: pipe", "rules: [nowhere.yml]"] {
            _ = try scratch.write(line + "\n", to: "project/logs/blot.yml")
            let outcome = try scan()
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("blot.yml:1: error: "), "\(outcome.errors)")
        }
    }

    @Test func `every problem is told with its place before anything is read`() throws {
        let config = try scratch.write(
            "stile: mask\nmin-score: many\npaths: [{skip: true}]\n", to: "bad.yml")
        let outcome = try Command.run(["--config", config], on: leak)
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(
            outcome.errorLines == [
                "\(config):1:1: error: unknown key 'stile'; did you mean 'style'?",
                "\(config):2:12: error: min-score 'many' is no number from 0 to 100",
                "\(config):3:9: error: no path: say which files are meant",
            ])
    }

    @Test func `rules come from the configuration, in files beside it and in itself`() throws {
        _ = try scratch.write(RuleFiles.house, to: "project/house.yml")
        let inline = RuleFiles.house.replacingOccurrences(of: "house", with: "barn")
            .split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        let config = try scratch.write(
            "rules: [house.yml]\nonly: ['house.*', 'barn.*']\ncustom:\n\(inline)\n",
            to: "project/blot.yml")
        let outcome = try Command.run(
            ["-q", "--config", config], on: "house_abcdefgh barn_abcdefgh \(Sample.token)\n")
        #expect(
            outcome.text == "[REDACTED:house.key] [REDACTED:barn.key] \(Sample.token)\n",
            "\(outcome.errors)")
    }

    @Test func `thresholds of paths thin out reports, never redaction`() throws {
        let config = try scratch.write(
            """
            paths:
              - {path: /logs/a.log, min-score: 100}
              - {path: b.log, rules-off: ['github.*']}
              - {path: c.log, skip: true}
            """, to: "project/blot.yml")
        let names = ["a.log", "b.log", "c.log", "d.log"]
        let files = try names.map { try scratch.write(leak, to: "project/logs/\($0)") }
        let outcome = try Command.run(["--config", config, "--report", "jsonl"] + files)
        #expect(outcome.text == String(repeating: "a \(Sample.label) b\n", count: 4))
        let reported = outcome.errorLines.filter { $0.hasPrefix("{") }
        #expect(reported.count == 1)
        #expect(reported.first?.contains("logs/d.log") == true)
    }

    @Test func `the effective settings are told, each with its source`() throws {
        let config = try scratch.write("style: hash\nmin-score: 40\nonly: []\n", to: "blot.yml")
        let outcome = try Command.run(
            ["rules", "show", "--config", config, "--min-score", "50", "--exclude", "tmp/"])
        #expect(outcome.status == 0)
        let rows = outcome.text.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        }
        #expect(rows.contains(["style", "hash", "\(config):1"]))
        #expect(rows.contains(["min-score", "50", "command", "line"]))
        #expect(rows.contains(["exclude", "tmp/", "command", "line"]))
        #expect(rows.contains(["only", "none", "\(config):3"]))
        #expect(rows.contains(["fail-on", "low", "default"]))
        #expect(rows.contains(["baseline", "-", "default"]))
        #expect(try Command.run(["rules", "show"]).status == 64)
    }

    @Test func `every setting has an option`() throws {
        let config = try scratch.write("", to: "blot.yml")
        let help = try Command.run(["rules", "show", "--help-hidden"]).text
        let rows = try Command.run(["rules", "show", "--config", config]).text
        let names = rows.split(separator: "\n").compactMap { $0.split(separator: " ").first }
        #expect(names.count == 24)
        for name in names { #expect(help.contains("--\(name)"), "\(name)") }
    }
}
