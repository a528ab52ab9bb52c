import Foundation
import Testing

/// What a person at a terminal sees while the producer is still alive.
@Suite(.serialized) struct LivenessTests {
    /// The shortest of a few tries: other tests share the machine.
    private func best(of tries: Int = 3, _ measure: () throws -> Double) throws -> Double {
        try (0..<tries).map { _ in try measure() }.min() ?? .infinity
    }

    private func seconds(_ command: Command, until isWanted: (String) -> Bool) -> Double {
        let start = ProcessInfo.processInfo.systemUptime
        _ = command.output(within: 10, until: isWanted)
        return ProcessInfo.processInfo.systemUptime - start
    }

    @Test func `a line is shown while the producer sleeps`() throws {
        let command = try Command(shell: #"(printf 'a line\n'; sleep 3) | "$BLOT""#)
        let time = seconds(command) { $0 == "a line\n" }
        #expect(time < 2.5, "shown after \(time) s, and the producer slept three")
        #expect(try command.finish().text == "a line\n")
    }

    @Test(arguments: [
        "#1700000000\\n", ": 1700000000:0;ls\\n", "- cmd: ls\\n", "123 hello\\n",
        #"abc\\\n"#, #"{"a":1}\n"#, "<34>Oct 11 22:14:15 host app: hi\\n",
        "apiVersion: v1\\nkind: Pod\\n", #"\001\000\000\000\000\000\000\003hi\n"#,
        "2026-11-23T22:29:07.1Z stdout F hello\\n",
    ])
    func `a line is shown whatever it may begin`(line: String) throws {
        let command = try Command(shell: "(printf -- '\(line)'; sleep 2) | \"$BLOT\"")
        let time = seconds(command) { $0.hasSuffix("\n") }
        #expect(time < 1.8, "shown after \(time) s, and the producer slept two")
        _ = try command.finish()
    }

    @Test func `a line is shown within a second, start-up included`() throws {
        let time = try best {
            let command = try Command([])
            try command.send("a line\n")
            return seconds(command) { $0 == "a line\n" }
        }
        #expect(time < 1)
    }

    @Test func `a line of a running stream is shown within a tenth of a second`() throws {
        let command = try Command([])
        try command.send("first\n")
        _ = command.output(within: 10) { $0 == "first\n" }
        var count = 0
        let time = try best(of: 10) {
            count += 1
            try command.send("line \(count)\n")
            return seconds(command) { $0.hasSuffix("line \(count)\n") }
        }
        #expect(time < 0.1)
    }

    @Test(arguments: ["Password: ", "Proceed? [y/N] ", "user@host:~$ ", "mysql> "])
    func `a prompt is shown within half a second`(prompt: String) throws {
        let command = try Command([])
        try command.send("welcome\n")
        _ = command.output(within: 10) { $0 == "welcome\n" }
        try command.send(prompt)
        let time = seconds(command) { $0 == "welcome\n" + prompt }
        #expect(time < 0.5)
        // What was shown is not shown twice.
        try command.send("\n")
        #expect(try command.finish().text == "welcome\n\(prompt)\n")
    }

    @Test(arguments: [4, 9, 20, 39])
    func `half a secret is not shown while the producer pauses`(length: Int) throws {
        let command = try Command([])
        try command.send("first\n")
        _ = command.output(within: 10) { $0 == "first\n" }
        try command.send("use \(Sample.token.prefix(length))")
        let paused = command.output(within: 0.5)
        #expect(paused.hasPrefix("first\n"))
        #expect(!paused.contains("ghp_"), "shown: \(paused)")
        try command.send("\(Sample.token.dropFirst(length)) now\nlast\n")
        #expect(try command.finish().text == "first\nuse \(Sample.label) now\nlast\n")
    }

    @Test func `a whole secret at the end of an incomplete line is not shown`() throws {
        let command = try Command([])
        try command.send("first\n")
        _ = command.output(within: 10) { $0 == "first\n" }
        try command.send("use \(Sample.token)")
        #expect(!command.output(within: 0.5).contains("ghp_"))
        #expect(try command.finish().text == "first\nuse \(Sample.label)")
    }
}
