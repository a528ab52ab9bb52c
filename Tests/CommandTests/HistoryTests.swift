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

    private static let commands = """
        echo one
        true mysql -u root -p\(password) shop
        echo 'two words' "and more"
        true --token \(Sample.token) \\
          --last
        true sshpass -p \(password) ssh bob@host
        echo last é

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
        var before = ""
        // On a busy machine a shell may miss what is typed before it listens.
        for _ in 1...3 where !before.contains("echo last") {
            _ = try Command(
                shell: "\(place){ \(shell.writer)\n} >$DIR/out 2>&1", input: .file(input)
            ).finish()
            before = (try? scratch.read("history")) ?? ""
        }
        try #require(before.contains("echo last"), "\(shell.name) kept no history")
        let listed = try list(shell, place)

        let outcome = try Command.run([scratch.path("history")])
        #expect(outcome.status == 0)
        let after = outcome.text
        #expect(!after.contains(Self.password))
        #expect(!after.contains(Sample.token))
        #expect(lines(before) == lines(after))

        _ = try scratch.write(after, to: "history")
        let relisted = try list(shell, place)
        #expect(listed.count == relisted.count)
        for (old, new) in zip(listed, relisted) {
            guard old.contains(Self.password) || old.contains(Sample.token) else {
                #expect(old == new)
                continue
            }
            #expect(new.contains("[REDACTED:"))
            #expect(head(old) == head(new))
        }
        #expect(listed.contains { $0.contains("echo 'two words' \"and more\"") })
        #expect(listed.contains { $0.hasSuffix("echo last é") })
    }

    /// The history as the shell lists it, line by line.
    private func list(_ shell: Shell, _ place: String) throws -> [String] {
        try Command(shell: place + shell.reader).finish().text.split(separator: "\n").map(
            String.init)
    }

    /// What stands before the first secret.
    private func head(_ line: String) -> Substring {
        let marks = [Self.password, Sample.token, "[REDACTED:"]
        return line[..<(marks.compactMap { line.range(of: $0)?.lowerBound }.min() ?? line.endIndex)]
    }

    private func lines(_ text: String) -> Int { text.utf8.count { $0 == 0x0A } }
}
