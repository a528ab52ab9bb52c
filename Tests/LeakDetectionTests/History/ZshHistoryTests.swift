import TestSupport
import Testing

@testable import LeakDetection

@Suite struct ZshHistoryTests {
    /// What zsh 5.9 writes for these commands.
    @Test(arguments: [
        (": 1700000000:0;ls\n", "ls"),
        ("plain\n", "plain"),
        // A continued line, a newline in a loop, one in quotes, a backslash at the end.
        (": 1700000000:0;curl \\\\\n  -u bob:hunter22 x\n", "curl -u bob:hunter22 x"),
        (": 1700000000:0;for i in 1\\\ndo echo $i\\\ndone\n", "for i in 1\ndo echo $i\ndone"),
        (": 1700000000:0;echo 'two\\\nlines'\n", "echo 'two\nlines'"),
        (": 1700000000:0;echo ends\\ \n", "echo ends\\ "),
        (": 1700000000:0;echo hunter22 |\\\n  docker login\n", "echo hunter22 | docker login"),
        // A continued line as others than zsh write it.
        (": 1700000000:0;curl \\\n  --user bob:hunter22\n", "curl --user bob:hunter22"),
        (": 1700000000:0;curl\\\n  -u bob:hunter22\n", "curl -u bob:hunter22"),
        (": 1700000000:0;mysql -phun\\\\\nter22\n", "mysql -phunter22"),
        (": 1700000000:0;cut off\\\n", "cut off"),
        (": 1700000000:0;cut off\\", "cut off\\"),
        (": 17x:0;ls\n", ": 17x:0;ls"),
        (": 1700000000:0;\n", nil),
        ("\\\n", nil),
    ])
    func `an entry is one text`(entry: String, text: String?) {
        let records = read(entry, with: ZshHistoryReader())
        #expect(records.map(\.range) == [0..<entry.utf8.count])
        #expect(records.map(\.texts) == [text.map { [$0] } ?? []])
        #expect(records[0].record.fields.allSatisfy { $0.notation == .zshMetafied })
    }

    @Test func `the time is that of the entry`() {
        let records = read(": 1700000000:12;a\\\nb\nc\n", with: ZshHistoryReader())
        #expect(records.map(\.origin.timestamp) == ["2023-11-14T22:13:20Z", nil])
    }

    @Test func `bytes that zsh changed are as they were`() throws {
        // à, a zero byte, and a mark of zsh that is no change.
        let entry: [UInt8] = Array(": 1700000000:0;echo ".utf8) + [0xC3, 0x83, 0x80, 0x83, 0x20]
        let records = read(entry + [0x83, 0x41, 0x83, 0x0A], with: ZshHistoryReader())
        let text = try #require(records.first?.record.fields.first?.text)
        #expect(text.bytes == Array("echo à".utf8) + [0, 0x83, 0x41, 0x83])
        #expect(text.map.source(of: 6..<7) == 21..<23)
    }

    @Test func `the head and the line endings survive a redaction`() {
        #expect(
            redacting(
                "hunter22", in: ": 1700000000:0;mysql -phun\\\\\nter22 shop\nls\n",
                with: ZshHistoryReader())
                == ": 1700000000:0;mysql -p[R]\\\\\n shop\nls\n")
        #expect(
            redacting(
                "-u bob:hunter22", in: ": 1700000000:0;curl \\\\\n  -u bob:hunter22\n",
                with: ZshHistoryReader())
                == ": 1700000000:0;curl \\\\\n  [R]\n")
    }

    @Test(arguments: [
        (": 1700000000:0;ls\n", true), (": 1700000000:12;", true), (": 1700000000:;ls\n", false),
        (": 170000000:0;ls\n", false), ("ls\n", false), (": ", false), (":", false),
    ])
    func `the head of an entry tells the format`(head: String, isHistory: Bool) {
        #expect(head.withBytes(ZshHistoryReader.recognises) == isHistory)
    }
}
