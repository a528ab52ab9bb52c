import Foundation
import Glibc
import Testing

/// What stands in a secret's place.
@Suite struct RedactionTests {
    private static let rule = "github.personal-access-token"

    @Test(arguments: [
        ("label", "use [REDACTED:\(rule)]; "),
        ("mask", "use \(String(repeating: "*", count: 40)); "),
        ("partial", "use ghp_****; "),
    ])
    func `each style replaces a secret in its way`(style: String, start: String) throws {
        let line = "use \(Sample.token); again \(Sample.token)\n"
        let outcome = try Command.run(["--style", style], on: line)
        let placeholder = start.dropFirst(4).dropLast(2)
        #expect(outcome.text == start + "again \(placeholder)\n")
        #expect(outcome.status == 0)
        let second = try Command.run(["--style", style], on: outcome.text)
        #expect(second.text == outcome.text, "not the same in a second pass")
        #expect(second.errors.isEmpty)
    }

    /// The hashes in a text redacted in the `hash` style.
    private func hashes(_ text: String) -> [String] {
        text.components(separatedBy: "[REDACTED:\(Self.rule):").dropFirst().map {
            String($0.prefix(while: { $0 != "]" }))
        }
    }

    @Test func `the hash tells secrets apart, and differs in every run`() throws {
        let line = "\(Sample.token) \(Sample.otherToken) \(Sample.token)\n"
        let first = try hashes(Command.run(["--style", "hash"], on: line).text)
        try #require(first.count == 3)
        #expect(first[0] == first[2])
        #expect(first[0] != first[1])
        #expect(first[0].wholeMatch(of: /[0-9a-f]{8}/) != nil)
        #expect(try hashes(Command.run(["--style", "hash"], on: line).text) != first)
    }

    @Test func `a key file makes hashes and fingerprints the same in every run`() throws {
        let scratch = try Scratch()
        let key = scratch.path("key")
        let options = ["--style", "hash", "--key-file", key, "--report", "jsonl", "-q"]
        let line = "\(Sample.token) \(Sample.otherToken)\n"
        let first = try Command.run(options, on: line)
        let second = try Command.run(options, on: line)
        #expect(first.text == second.text)
        #expect(first.errors == second.errors)
        #expect(first.errors.contains("\"fingerprint\":\"b1:"))
    }

    @Test func `a key file is made for its owner alone`() throws {
        let scratch = try Scratch()
        let key = scratch.path("key")
        #expect(try Command.run(["--key-file", key], on: "a\n").status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: key)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == 32)
    }

    @Test func `a key file that is too short is refused before anything is read`() throws {
        let scratch = try Scratch()
        let key = try scratch.write("short", to: "key")
        let outcome = try Command.run(["--key-file", key], on: "a\n")
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains(key))
    }

    @Test func `several files are one stream of output`() throws {
        let scratch = try Scratch()
        let first = try scratch.write("one \(Sample.token)\n", to: "1.log")
        let second = try scratch.write("two \(Sample.otherToken)", to: "2.log")
        let outcome = try Command.run(["filter", first, second, "-q"])
        #expect(outcome.text == "one \(Sample.label)\ntwo \(Sample.label)")
    }

    @Test func `a minus among files is the standard input`() throws {
        let scratch = try Scratch()
        let file = try scratch.write("file\n", to: "1.log")
        #expect(try Command.run([file, "-"], on: "input\n").text == "file\ninput\n")
    }
}
