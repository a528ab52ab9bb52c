import Foundation
import Testing

/// `--threads`: files and pipes, with the real rules.
@Suite struct ThreadTests {
    /// Megabytes of a log in which few lines hold a secret.
    private static let log: [UInt8] = {
        let clean = (0..<1000).map { "2026-11-24 10:00:00 INFO worker-\($0) is well, 12 ms\n" }
        let secrets = [
            "2026-11-24 10:00:00 DEBUG password=Tr0ub4dor&3xyz\n",
            "2026-11-24 10:00:00 DEBUG key AK" + "IAQ3EGRT5LHXYZ7ABC\n",
            "old AK" + "IAQ3EGRT5LHXYZ7ABCx is no key\n",
            "2026-11-24 10:00:00 DEBUG see password%3DTr0ub4dor%263xyz in it\n",
        ]
        return Array(
            (0..<160).map { clean.joined() + secrets[$0 % secrets.count] }.joined().utf8)
    }()

    private static let arguments = ["--report", "jsonl", "--fail-on", "low"]

    private func output(_ threads: [String], file: String? = nil) throws -> (
        status: Int32, output: [UInt8], errors: String
    ) {
        // Fingerprints are to compare.
        let key = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).key").path
        defer { try? FileManager.default.removeItem(atPath: key) }
        try Data(repeating: 7, count: 32).write(to: URL(fileURLWithPath: key))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        let arguments = Self.arguments + ["--key-file", key] + threads
        let outcome: Command.Outcome
        if let file {
            outcome = try Command(arguments + [file]).finish()
        } else {
            outcome = try Command.run(arguments, on: Self.log)
        }
        return (outcome.status, outcome.output, outcome.errors)
    }

    @Test func `a file and a pipe give the same with any number of threads`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).log").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data(Self.log).write(to: URL(fileURLWithPath: file))
        let pipe = try output(["--threads", "1"])
        let alone = try output(["--threads", "1"], file: file)
        #expect(alone.status == 1)
        #expect(alone.output == pipe.output)
        #expect(alone.output != Self.log)
        for threads in ["2", "4"] {
            #expect(try output(["--threads", threads]) == pipe)
            #expect(try output(["--threads", threads], file: file) == alone)
        }
        #expect(try output([], file: file) == alone)
    }

    @Test func `a line comes at once with threads, too`() throws {
        let command = try Command(["-q", "--threads", "4"])
        try command.send("one line\n")
        #expect(command.output(within: 5) { $0 == "one line\n" } == "one line\n")
        try command.send("another\n")
        #expect(command.output(within: 5) { $0.hasSuffix("another\n") }.hasSuffix("another\n"))
        #expect(try command.finish().status == 0)
    }

    @Test func `a reader that stops reading ends it, and a signal does`() throws {
        for signal in [SIGTERM, SIGINT] {
            let command = try Command(["-q", "--threads", "4"], output: .file("/dev/null"))
            try command.send(Self.log.prefix(4 << 20))
            command.signal(signal)
            #expect(try command.waitForEnd(within: 20).status == 128 + signal)
        }
        let shell = try Command(
            shell: "yes 'a line of a long log' | \"$BLOT\" -q --threads 4 | head -n 3")
        #expect(try shell.finish().text == String(repeating: "a line of a long log\n", count: 3))
    }

    @Test func `memory stays within what is promised`() throws {
        let command = try Command(["-q", "--threads", "4"], output: .file("/dev/null"))
        for _ in 0..<8 { try command.send(Self.log) }
        #expect(try command.peakMemory() < 64 << 10)
        #expect(try command.finish().status == 0)
    }
}
