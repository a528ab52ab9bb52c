import TestSupport
import Testing

@testable import LeakDetection

@Suite struct FishHistoryTests {
    @Test func `an item is a record`() {
        let text = """
            - cmd: ls /etc
              when: 1700000000
              paths:
                - /etc
            - cmd: mysql -phunter22
              when: 1700000060
            other
            """
        let records = read(text, with: FishHistoryReader())
        #expect(records.map(\.texts) == [["ls /etc", "paths:", "- /etc"], ["mysql -phunter22"]])
        #expect(
            records.map(\.origin.timestamp) == ["2023-11-14T22:13:20Z", "2023-11-14T22:14:20Z"])
        #expect(records[0].record.fields.map(\.stream) == [.history, .rest, .rest])
    }

    /// What fish 3.6 writes.
    @Test(arguments: [
        (#"echo a\\\\b"#, #"echo a\\b"#),
        (#"curl \\\n  -u bob:hunter22"#, "curl -u bob:hunter22"),
        (#"for i in 1\n echo $i\nend"#, "for i in 1\n echo $i\nend"),
        (#"echo hunter22 |\n  docker login"#, "echo hunter22 | docker login"),
        (#"echo a\\\\\n  b"#, "echo a\\\\\n  b"),
        (#"echo \x \"#, #"echo \x \"#),
        ("", nil),
    ])
    func `escapes are taken out`(value: String, text: String?) {
        let records = read("- cmd: \(value)\n  when: 1\n", with: FishHistoryReader())
        #expect(records.map(\.texts) == [text.map { [$0] } ?? []])
    }

    @Test func `the end of an item must be seen`() {
        var reader = FishHistoryReader()
        "- cmd: ls\n  when: 1700000000\n".withBytes { bytes in
            #expect(reader.read(bytes, at: 0, isFinal: false) == .incomplete)
            #expect(reader.read(bytes, at: 0, isFinal: true) != .incomplete)
        }
        "- cm".withBytes { #expect(reader.read($0, at: 0, isFinal: false) == .incomplete) }
        "- cx".withBytes { #expect(reader.read($0, at: 0, isFinal: false) == .foreign) }
    }

    @Test func `only what stands for the secret is replaced`() {
        #expect(
            redacting(
                #"hun\ter"#, in: "- cmd: mysql -p'hun\\\\ter' \\\\\\n -x\n  when: 1\n",
                with: FishHistoryReader())
                == "- cmd: mysql -p'[R]' \\\\\\n -x\n  when: 1\n")
        #expect(
            redacting(
                "hunter22", in: "- cmd: x -phun\\\\\\nter22\n  when: 1\n",
                with: FishHistoryReader()) == "- cmd: x -p[R]\\\\\\n\n  when: 1\n")
    }

    @Test(arguments: [
        ("- cmd: ls\n  when: 1700000000\n", true), ("- cmd: ls\n", false),
        ("- cmd: ls\n- cmd: ls\n", false), ("- name: x\n  when: 1\n", false),
    ])
    func `two lines tell the format`(head: String, isHistory: Bool) {
        #expect(head.withBytes(FishHistoryReader.recognises) == isHistory)
    }
}
