import TestSupport
import Testing

@testable import LeakDetection

@Suite struct AuditHistoryTests {
    private static let head = "type=EXECVE msg=audit(1700000000.123:45): "

    /// The command line of a record, its fields put together.
    private func command(_ text: String) -> String {
        read(text, with: AuditReader()).flatMap(\.record.fields).filter { $0.stream == .history }
            .map { String(decoding: $0.text.bytes, as: UTF8.self) + ($0.endsLine ? "$" : "") }
            .joined()
    }

    @Test(arguments: [
        (#"argc=3 a0="mysql" a1="-u" a2="root""#, "mysql -u root$"),
        (#"argc=2 a0="mysql" a1=2D7068756E74657232"#, "mysql -phunter2$"),
        // -p"hunter 2", and what follows.
        (#"argc=3 a0="mysql" a1=2D7068756E746572 a2="x""#, "mysql -phunter x$"),
        (#"argc=2 a0="mysql" a1=2D7068756E7465722032"#, "mysql -p'hunter 2'$"),
        (#"argc=2 a0="x" a1=2D2D70773D6120226222"#, "x --pw='a \"b\"'$"),
        (#"argc=2 a0="x" a1="it's""#, #"x "it's"$"#),
        (#"argc=2 a0="x" a1="a;b""#, "x 'a;b'$"),
        (#"argc=2 a0="x" a1="""#, "x ''$"),
        (#"argc=2 a0="sh" a1=6563686F2027782220"#, #"sh "echo 'x' "$"#),
        (#"argc=2 a0="x" a1=(null)"#, "x (null)$"),
        (#"argc=2 a0="x" a1="open"#, "x open$"),
        (#"argc=3 a0="x" a1_len=8 a1[0]="ab" a1[1]="cd" a2="e""#, "x abcd e$"),
        (#"argc=3 a0="x" a1_len=8 a1[0]=6162 a1[1]="cd" a2="e""#, "x abcd e$"),
        (#"argc=3 a0="x" a1="y""#, "x y"),
        ("argc=1 a0=617", "617$"),
        ("argc=1", ""),
        ("", ""),
    ])
    func `arguments are put together to a command line`(arguments: String, line: String) {
        #expect(command(Self.head + arguments + "\n") == line)
        #expect(command(Self.head + arguments) == line)
    }

    @Test(arguments: [
        (
            "type=PROCTITLE msg=audit(1700000000.123:45): proctitle=6D7973716C002D702078",
            "mysql -p' x'$"
        ),
        ("type=PROCTITLE msg=audit(1700000000.123:45): proctitle=\"bash\"", "bash$"),
        ("audit: type=1327 audit(1700000000.123:45): proctitle=6C73002D6C", "ls -l$"),
        (
            "type=USER_CMD msg=audit(1700000000.123:45): pid=1 uid=0 msg='cwd=\"/\" cmd=6C73202D6C terminal=pts/0 res=success'",
            "ls -l$"
        ),
        ("type=TTY msg=audit(1700000000.123:45): tty pid=1 comm=\"bash\" data=6C730D", "ls\r$"),
        ("audit: type=1309 audit(1700000000.123:45): argc=1 a0=\"ls\"", "ls$"),
        ("node=web1 type=EXECVE msg=audit(1700000000.123:45): argc=1 a0=\"ls\"", "ls$"),
    ])
    func `other records have a command, too`(record: String, line: String) {
        #expect(command(record) == line)
        #expect(
            read(record, with: AuditReader()).map(\.origin.timestamp)
                == ["2023-11-14T22:13:20.123000Z"])
    }

    @Test func `what is around the command is scanned by itself`() {
        let text =
            "node=a type=USER_CMD msg=audit(1700000000.123:45): pid=1 cmd=6C73 res=1\n"
            + Self.head + "argc=1 a0=\"ls\"\u{1D}UID=\"root\"\n"
        #expect(
            read(text, with: AuditReader()).map(\.texts) == [
                ["node=a ", " pid=1 ", "ls", " res=1"], ["ls", "\u{1D}UID=\"root\""],
            ])
    }

    @Test func `a command goes on over records of the same event`() {
        let piece = String(repeating: "x", count: 7000)
        let text =
            Self.head + "argc=3 a0=\"sh\" a1_len=7002 a1[0]=\"\(piece)\"\n"
            + Self.head + " a1[1]=\"yz\"\n" + Self.head + "a2=\"end\"\n"
        #expect(command(text) == "sh \(piece)yz end$")
        let other = "type=EXECVE msg=audit(1700000000.124:46): argc=1 a0=\"ls\"\n"
        #expect(command(Self.head + "argc=2 a0=\"sh\"\n" + other) == "sh\nls$")
    }

    @Test func `a replacement is written where the argument stands`() {
        let line = Self.head + "argc=3 a0=\"mysql\" a1=2D7068756E7465722032 a2=\"x\"\n"
        #expect(
            redacting("hunter 2", in: line, with: AuditReader())
                == Self.head + "argc=3 a0=\"mysql\" a1=2D705B525D a2=\"x\"\n")
        #expect(
            redacting(
                "hunter2", in: Self.head + "argc=2 a0=\"sh\" a1=\"hunter2\"\n", with: AuditReader())
                == Self.head + "argc=2 a0=\"sh\" a1=\"[R]\"\n")
        #expect(
            redacting(
                "sh hunter2", in: Self.head + "argc=2 a0=\"sh\" a1=\"hunter2\"\n",
                with: AuditReader()) == Self.head + "argc=2 a0=\"[R]\" a1=\"\"\n")
    }

    @Test(arguments: [
        "type=SYSCALL msg=audit(1700000000.123:45): arch=c000003e\n",
        "type=EXECVE msg=audit(17:45): argc=1 a0=\"x\"\n", "type=EXECVE msg=audit(", "",
        "type=EXECVE msg=audit(1700000000.123:45)", "\n", "type=EXECVE\n",
    ])
    func `other lines are foreign`(line: String) {
        #expect(read(line, with: AuditReader()).isEmpty)
        #expect(!line.withBytes(AuditReader.recognises))
    }

    @Test func `the first record tells the format`() {
        #expect((Self.head + "argc=1").withBytes(AuditReader.recognises))
        #expect(AuditReader.literals.contains("type=EXECVE msg=audit("))
    }
}
