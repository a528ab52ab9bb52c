import Foundation
import Glibc
import Testing

/// How blot ends when something outside ends it.
@Suite struct EndingTests {
    @Test func `a closed pipe downstream ends it quietly and at once`() throws {
        let command = try Command(shell: #"yes | "$BLOT" | head -1"#)
        let outcome = try command.finish(within: 10)
        #expect(outcome.text == "y\n")
        #expect(outcome.errors.isEmpty)
        #expect(outcome.status == 0)
    }

    @Test func `a closed pipe downstream ends it as it ends others`() throws {
        let script = #"{ yes | "$BLOT"; echo "status $?" >&2; } | head -1"#
        let outcome = try Command(shell: script).finish(within: 10)
        #expect(outcome.errors == "status 141\n")
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `a signal lets complete lines out and withholds the rest`(signal: Int32) throws {
        let command = try Command([])
        try command.send("one\nuse \(Sample.token)\nhalf a line with \(Sample.token.prefix(20))")
        let shown = "one\nuse \(Sample.label)\n"
        _ = command.output(within: 10) { $0.hasPrefix(shown) }
        command.signal(signal)
        let outcome = try command.waitForEnd(within: 5)
        #expect(outcome.status == 128 + signal)
        #expect(outcome.text.hasPrefix(shown))
        #expect(!outcome.text.contains("ghp_"))
        // The summary is still told.
        #expect(outcome.errors.contains("1 secret"))
    }

    @Test func `a signal ends it while it waits for a first byte`() throws {
        let command = try Command([])
        try command.send("up\n")
        _ = command.output(within: 10) { $0 == "up\n" }
        command.signal(SIGTERM)
        #expect(try command.waitForEnd(within: 5).status == 143)
    }

    @Test func `a signal ends it while its reader is stuck`() throws {
        // Nobody reads what it writes: the pipe fills, and it blocks.
        var pair: [Int32] = [0, 0]
        try #require(pipe(&pair) == 0)
        for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { for end in pair { close(end) } }
        let command = try Command([], output: .descriptor(pair[1]))
        let line = [UInt8](repeating: UInt8(ascii: "y"), count: 99) + [UInt8(ascii: "\n")]
        let flood = Array(repeatElement(line, count: 20_000).joined())
        for _ in 0..<8 where (try? command.send(flood, seconds: 1)) != nil {}
        command.signal(SIGTERM)
        #expect(try command.waitForEnd(within: 10).status == 143)
    }

    @Test func `a signal that was ignored at start stays ignored`() throws {
        let script = #"""
            trap '' INT
            (printf 'one\n'; sleep 1; printf 'two\n') | "$BLOT" &
            pid=$!
            sleep 0.4
            kill -INT $pid
            wait $pid
            """#
        let outcome = try Command(shell: script).finish(within: 20)
        #expect(outcome.text == "one\ntwo\n")
        #expect(outcome.status == 0)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a closed stdin is an input that cannot be read`() throws {
        let command = try Command([], input: .closed)
        let outcome = try command.finish(within: 10)
        #expect(outcome.status == 2)
        #expect(outcome.errorLines == ["blot: standard input: cannot read: Bad file descriptor"])
    }

    @Test func `a closed stdin does not matter to files`() throws {
        let scratch = try Scratch()
        let file = try scratch.write("a line\n", to: "a.log")
        let outcome = try Command([file], input: .closed).finish(within: 10)
        #expect(outcome.text == "a line\n")
        #expect(outcome.status == 0)
    }

    @Test func `a closed stdout is an output that cannot be written`() throws {
        let scratch = try Scratch()
        let report = scratch.path("report.json")
        let command = try Command(["--report", "json=\(report)"], output: .closed)
        try command.send("a line with \(Sample.token)\n")
        let outcome = try command.finish(within: 10)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("standard output: cannot write: Bad file descriptor"))
        // The report did not become the standard output.
        let text = try scratch.read("report.json")
        #expect(!text.contains("a line"))
    }

    @Test func `a full disk is told, and is status 2`() throws {
        let command = try Command([], output: .file("/dev/full"))
        try command.send("a line\n")
        let outcome = try command.finish(within: 10)
        #expect(outcome.status == 2)
        #expect(
            outcome.errorLines
                == ["blot: standard output: cannot write: No space left on device"])
    }

    @Test func `a report that cannot be written is status 2`() throws {
        let outcome = try Command.run(
            ["--report", "jsonl=/dev/full", "-q"], on: "use \(Sample.token)\n")
        #expect(outcome.status == 2)
        #expect(outcome.text == "use \(Sample.label)\n")
        #expect(outcome.errorLines == ["blot: /dev/full: cannot write: No space left on device"])
    }

    @Test func `a file that cannot be read is named, and the others are done`() throws {
        let scratch = try Scratch()
        let first = try scratch.write("first \(Sample.token)\n", to: "1.log")
        let last = try scratch.write("last\n", to: "3.log")
        let missing = scratch.path("2.log")
        let outcome = try Command.run([first, missing, scratch.path, last, "-q"])
        #expect(outcome.text == "first \(Sample.label)\nlast\n")
        #expect(outcome.status == 2)
        #expect(
            outcome.errorLines == [
                "blot: \(missing): cannot open: No such file or directory",
                "blot: \(scratch.path): cannot read: Is a directory",
            ])
    }

    @Test func `a control character in a name does not reach the terminal`() throws {
        let outcome = try Command.run(["/nowhere/\u{1B}[31mred"])
        #expect(
            outcome.errors
                == "blot: /nowhere/\\x1b[31mred: cannot open: No such file or directory\n")
    }

    @Test func `without arguments at a terminal it helps and does not wait`() throws {
        let terminal = try Terminal()
        let command = try Command([], input: .descriptor(terminal.theirs))
        let outcome = try command.finish(within: 10)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("USAGE: blot"))
    }
}
