import Foundation
import Testing

/// Histories that the real shells write, and read again when they are redacted.
@Suite struct HistoryTests {
    /// A shell, how it is made to write commands into a history, and how to list one.
    struct Shell: CustomTestStringConvertible, Sendable {
        let name: String
        /// Reads commands from its input as a person's, and leaves them in `$FILE`.
        let writer: String
        /// Lists the commands in `$FILE`, each ending with a zero byte or a newline.
        let reader: String

        var testDescription: String { name }
    }

    /// `script` gives fish a terminal, without which it keeps no history.
    static let shells: [Shell] = [
        Shell(
            name: "bash",
            writer: "HISTTIMEFORMAT='%s ' HISTFILE=$FILE bash --norc --noprofile -i",
            reader: """
                HISTFILE=/dev/null bash --norc -c '
                  set -o history; history -c; history -r "$FILE"; HISTTIMEFORMAT="%s "; history'
                """),
        Shell(
            name: "zsh",
            writer: """
                { cat; echo 'fc -W'; echo exit; } |
                    HISTFILE=$FILE HISTSIZE=100 SAVEHIST=100 zsh -fi -o extendedhistory
                """,
            reader: "HISTFILE=$FILE HISTSIZE=100 zsh -fc 'fc -R; fc -lt %s -n 1; fc -l 1'"),
        Shell(
            name: "fish",
            writer: """
                mkdir -p $DIR/fish
                export HOME=$DIR XDG_DATA_HOME=$DIR XDG_CONFIG_HOME=$DIR TERM=dumb
                { cat; echo exit; sleep 3; } | script -qc 'fish -i' /dev/null
                mv $DIR/fish/fish_history $FILE
                """,
            reader: """
                mkdir -p $DIR/fish
                cp $FILE $DIR/fish/fish_history
                export HOME=$DIR XDG_DATA_HOME=$DIR XDG_CONFIG_HOME=$DIR
                fish -c 'history --reverse --show-time="%s "'
                """),
    ]

    private static let password = Sample.whole("hunt·er22")

    /// As they are typed: parted by quotes, with a backslash, with bytes that zsh changes.
    private static let secrets =
        [Sample.token, "bob:" + Sample.whole("hunt·er33x"), Sample.whole("hun\"te·r\"44x")]
        + [Sample.whole("ba·ck\\slash22"), Sample.whole("Ös·ter22Ögel"), password]

    /// Seven secrets. No two commands are the same without them: fish lists such but once.
    private static let commands = """
        echo one
        true mysql -u root -p\(password) shop
        echo 'two words' "and more"
        true --token \(Sample.token) \\
          --last
        true curl \\
          -u \(secrets[1]) https://db.acme.io/x
        true mysql --pass"wo"rd=\(secrets[2]) shop
        true mysql -p'\(secrets[3])' shop
        true mysql -p'\(secrets[4])' cart
        true sshpass -p \(password) ssh bob@host
        echo last é À

        """

    @Test(arguments: shells)
    func `a redacted history is the same but for the secrets`(shell: Shell) throws {
        for tool in [shell.name, "script"] {
            guard try Command(shell: "command -v \(tool)").finish().status == 0 else {
                print("skipped: \(tool) is not installed")
                return
            }
        }
        let scratch = try Scratch()
        let input = try scratch.write(Self.commands, to: "input")
        let place = "export DIR=\(scratch.path) FILE=\(scratch.path("history"))\n"
        var before: [UInt8] = []
        // On a busy machine a shell may miss what is typed before it listens.
        for _ in 1...3 where !holdsAll(before) {
            _ = try Command(
                shell: "\(place){ \(shell.writer)\n} >$DIR/out 2>&1", input: .file(input)
            ).finish()
            before = (try? bytes(of: "history", in: scratch)) ?? []
        }
        try #require(holdsAll(before), "\(shell.name) kept no history")
        let listed = try list(shell, place)

        let report = scratch.path("report.jsonl")
        let outcome = try Command.run(["--report", "jsonl=\(report)", scratch.path("history")])
        #expect(outcome.status == 0)
        #expect(lines(before) == lines(outcome.output))

        try Data(outcome.output).write(to: URL(fileURLWithPath: scratch.path("history")))
        let relisted = try list(shell, place)
        #expect(listed.count == relisted.count)
        for (old, new) in zip(listed, relisted) {
            guard holdsSecret(old) else {
                #expect(old == new)
                continue
            }
            #expect(!holdsSecret(new))
            #expect(new.contains("[REDACTED:"))
            #expect(head(old) == head(new))
        }
        #expect(listed.contains { $0.contains("echo 'two words' \"and more\"") })
        #expect(listed.contains { $0.hasSuffix("echo last é À") })

        let times = try stamps(scratch.read("report.jsonl"))
        #expect(times.count == 7)
        #expect(times == Array(stamps(listed).prefix(7)))
    }

    /// The times that a report gives, as seconds.
    private func stamps(_ report: String) throws -> [String] {
        let format = ISO8601DateFormatter()
        return try report.split(separator: "\n").map { line in
            let finding = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let origin = try #require(finding?["origin"] as? [String: Any])
            let date = format.date(from: try #require(origin["timestamp"] as? String))
            return "\(Int(try #require(date).timeIntervalSince1970))"
        }
    }

    /// The times that a list gives to commands with a secret.
    private func stamps(_ listed: [String]) -> [String] {
        var last = ""
        return listed.compactMap { line in
            if let stamp = line.firstMatch(of: /\b[12][0-9]{9}\b/) { last = String(stamp.0) }
            return holdsSecret(line) ? last : nil
        }
    }

    private func bytes(of name: String, in scratch: Scratch) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: scratch.path(name))))
    }

    private func holdsAll(_ history: [UInt8]) -> Bool {
        String(decoding: history, as: UTF8.self).contains("echo last")
    }

    private func holdsSecret(_ line: String) -> Bool {
        Self.secrets.contains { line.contains($0) }
    }

    /// The history as the shell lists it, line by line.
    private func list(_ shell: Shell, _ place: String) throws -> [String] {
        try Command(shell: place + shell.reader).finish().text.split(separator: "\n").map(
            String.init)
    }

    /// What stands before the first secret. Of a name and a password the name stays.
    private func head(_ line: String) -> Substring {
        let marks = Self.secrets + ["[REDACTED:"]
        let end = marks.compactMap { line.range(of: $0)?.lowerBound }.min() ?? line.endIndex
        let head = line[..<end]
        return head.hasSuffix("bob:") ? head.dropLast(4) : head
    }

    private func lines(_ history: [UInt8]) -> Int { history.count { $0 == 0x0A } }
}
