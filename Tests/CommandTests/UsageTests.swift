import Foundation
import Glibc
import Testing

/// Wrong options and rule files: told before anything is read.
@Suite struct UsageTests {
    static let wrong: [(arguments: [String], named: String)] = [
        (["--bogus"], "--bogus"),
        (["--min-scor", "3"], "did you mean '--min-score'"),
        (["--style", "zigzag"], "zigzag"),
        (["--style"], "--style"),
        (["--min-score", "101"], "--min-score 101"),
        (["--min-score", "many"], "many"),
        (["--min-severity", "huge"], "huge"),
        (["--report", "xml"], "xml"),
        (["--report", "json="], "json="),
        (["--fail-on", "sometimes"], "sometimes"),
        (["--color", "blue"], "blue"),
        (["--threads", "0"], "--threads 0"), (["--threads", "65"], "--threads 65"),
        (["scan", ".", "--max-depth", "-1"], "--max-depth"),
        (["scan", ".", "--max-places", "0"], "--max-places 0"),
        (["scan", ".", "--max-ratio", "0"], "--max-ratio 0"),
        (["scan", ".", "--since", "soon"], "--since 'soon'"),
        (["scan", ".", "--until", "2026-13-01"], "--until '2026-13-01'"),
        (["scan", ".", "--include", "[a"], "--include '[a'"),
        (["scan", ".", "--exclude", "/"], "--exclude '/'"),
        (["--config", "/nowhere/blot.yml"], "/nowhere/blot.yml"),
        (["--baseline", "/nowhere/baseline.json"], "/nowhere/baseline.json"),
        (["--rules", "/nowhere/rules.yml"], "/nowhere/rules.yml"),
        (["--key-file", "/nowhere/key"], "/nowhere/key"),
        (["--only", "github.personal-acess-token"], "did you mean"),
        (["rules", "lst"], "lst"),
        (["rules", "show"], "id"),
    ]

    @Test(arguments: wrong.indices)
    func `a wrong option is one line that names it`(index: Int) throws {
        let (arguments, named) = Self.wrong[index]
        let outcome = try Command.run(arguments, on: "a line\n")
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.lowercased().contains(named), "\(outcome.errors)")
    }

    /// Runs with a file as stdin; tells how far it was read.
    private func bytesRead(_ arguments: [String]) throws -> (Command.Outcome, Int) {
        let scratch = try Scratch()
        let path = try scratch.write("a line\nanother\n", to: "input.log")
        let input = open(path, O_RDONLY | O_CLOEXEC)
        try #require(input >= 0)
        defer { close(input) }
        let outcome = try Command(arguments, input: .descriptor(input)).finish()
        return (outcome, Int(lseek(input, 0, SEEK_CUR)))
    }

    @Test func `every problem of a rule file is told with its place before input is read`() throws {
        let scratch = try Scratch()
        let rules = try scratch.write(RuleFiles.broken, to: "broken.yml")
        let (outcome, count) = try bytesRead(["--rules", rules])
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(count == 0)
        let form = try Regex(
            #"^\Q\#(rules)\E:(\d+):\d+: error: .+$"#, as: (Substring, Substring).self)
        let lines = try outcome.errorLines.map { line in
            let match = try #require(line.firstMatch(of: form), "\(line)")
            return try #require(Int(match.1))
        }
        #expect(lines == RuleFiles.brokenLines, "\(outcome.errors)")
        let sound = try scratch.write(RuleFiles.house, to: "house.yml")
        #expect(try bytesRead(["--rules", sound]).1 > 0)
    }

    @Test func `the problems of several rule files are told together`() throws {
        let scratch = try Scratch()
        let first = try scratch.write(RuleFiles.broken, to: "first.yml")
        let second = try scratch.write("rules: [", to: "second.yml")
        let outcome = try Command.run(["--rules", first, "--rules", second], on: "a\n")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("first.yml:") && outcome.errors.contains("second.yml:"))
    }

    @Test func `only the rules that are named are used`() throws {
        let text = "\(Sample.token) \(Sample.userToken)\n"
        let one = try Command.run(["--only", "github.app-user-token", "-q"], on: text)
        #expect(one.text == "\(Sample.token) [REDACTED:github.app-user-token]\n")
        let all = try Command.run(["--only", "github.*", "-q"], on: text)
        #expect(all.text == "\(Sample.label) [REDACTED:github.app-user-token]\n")
    }

    @Test func `a rule file adds to the rules`() throws {
        let scratch = try Scratch()
        let rules = try scratch.write(RuleFiles.house, to: "house.yml")
        let outcome = try Command.run(
            ["--rules", rules, "-q"], on: "house_abcdefgh \(Sample.token)\n")
        #expect(outcome.text == "[REDACTED:house.key] \(Sample.label)\n")
    }
}
