import TOMLReader
import Testing
import YAMLReader

@Suite struct TOMLReaderTests {
    /// The node as one line: `{key@line=value}`.
    private func dump(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let text, let isPlain): isPlain ? text : "'\(text)'"
        case .sequence(let items): "[" + items.map(dump).joined(separator: ",") + "]"
        case .mapping(let entries):
            "{"
                + entries.map { "\($0.key.text ?? "")@\($0.key.mark.line)=\(dump($0.value))" }
                .joined(separator: ",") + "}"
        }
    }

    private func refusal(_ text: String) -> TOMLError? {
        do throws(TOMLError) {
            _ = try readTOML(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "TOML is read, and every key knows its line",
        arguments: [
            ("", "{}"), ("# only a comment", "{}"), ("a = 1\r\nb=2\r\n", "{a@1=1,b@2=2}"),
            ("a.b = 1\na.c = 2", "{a@1={b@1=1,c@2=2}}"),
            ("[t]\na = 1\n[t.u]\nb = 2\n", "{t@1={a@2=1,u@3={b@4=2}}}"),
            ("[t.u]\nb = 2\n[t]\na = 1\n", "{t@1={u@1={b@2=2},a@4=1}}"),
            (
                "[[r]]\na = 1\n[[r.s]]\nb = 2\n[[r]]\na = 3",
                "{r@1=[{a@2=1,s@3=[{b@4=2}]},{a@6=3}]}"
            ),
            ("a = [ # c\n 1,\n 'x', ]", "{a@1=[1,'x']}"),
            ("a = {b = 1, c.d = 'x'}", "{a@1={b@1=1,c@1={d@1='x'}}}"),
            (#"a = '\d'"#, #"{a@1='\d'}"#), (#"a = "\\d\u00e9\U0001F600""#, #"{a@1='\dé😀'}"#),
            ("a = '''\n'x''y'''''", "{a@1=''x''y'''}"),
            ("a = \"\"\"\nx \\\n   y\"\"\"", "{a@1='x y'}"), ("a = ''''x''''", "{a@1=''x''}"),
            ("\"q r\" = 0x1F\n's' = 1_000", "{q r@1=31,s@2=1000}"),
            ("a = -3.5e+2\nb = inf\nc = true", "{a@1=-350.0,b@2=inf,c@3=true}"),
            ("entropy = 3.1\na = 0b11\nb = 0o17", "{entropy@1=3.1,a@2=3,b@3=15}"),
            ("a = -9223372036854775808", "{a@1=-9223372036854775808}"),
            ("a = 1979-05-27 07:32:00Z\n", "{a@1=1979-05-27T07:32:00Z}"),
            ("a = 1979-05-27T07:32:00.120-01:30", "{a@1=1979-05-27T07:32:00.12-01:30}"),
            ("a = 1979-05-27\nb = 07:32:00", "{a@1=1979-05-27,b@2=07:32:00}"),
            ("\u{FEFF}a = 1", "{a@1=1}"),
            // Undefined behaviour in toml++ 3.3, see toml.cpp.
            ("a = \"\"\"\\\n§\"\"\"", "{a@1='§'}"),
        ])
    func reads(_ text: String, _ expected: String) throws {
        #expect(dump(try readTOML(Array(text.utf8))) == expected)
    }

    @Test("Keys stand in the order of the text, not of the alphabet")
    func order() throws {
        let text = "z = 1\na = 2\n[y]\n[b.x]\n[b.c]\nm = 1\n[[n]]"
        #expect(
            dump(try readTOML(Array(text.utf8)))
                == "{z@1=1,a@2=2,y@3={},b@4={x@4={},c@5={m@6=1}},n@7=[{}]}")
    }

    @Test("NULs that are escaped are kept, in keys and texts; others are refused at their place")
    func nul() throws {
        let root = try readTOML(Array(#""k\u0000l" = "\u0000b\u0000""#.utf8))
        #expect(root.entries?.first?.key.text == "k\0l")
        #expect(root.entries?.first?.value.text == "\0b\0")
        #expect(refusal("a = 1\n\0b = 2")?.mark == YAMLMark(line: 2, column: 1))
        #expect(refusal("a = '''x\n\0'''")?.mark == YAMLMark(line: 2, column: 1))
        #expect(refusal("# \0")?.mark == YAMLMark(line: 1, column: 3))
    }

    @Test(
        "Every value knows its line and column, in code points",
        arguments: ["\n", "\r\n"])
    func marks(_ ending: String) throws {
        let lines = [
            "a = '''", "é", "''' # é", "[t]", "\"é\" = [ 'é', {x = 1},", "  2 ]", "[[r]]",
        ]
        let root = try readTOML(Array(lines.joined(separator: ending).utf8))
        let entries = try #require(root.entries)
        #expect(root.mark == YAMLMark(line: 1, column: 1))
        #expect(entries[0].value.mark == YAMLMark(line: 1, column: 5))
        #expect(entries[1].key.mark == YAMLMark(line: 4, column: 2))
        #expect(entries[1].value.mark == YAMLMark(line: 4, column: 1))
        let array = try #require(entries[1].value.entries?.first)
        #expect(array.key.mark == YAMLMark(line: 5, column: 1))
        #expect(array.value.mark == YAMLMark(line: 5, column: 7))
        #expect(
            array.value.items?.map(\.mark) == [
                YAMLMark(line: 5, column: 9), YAMLMark(line: 5, column: 14),
                YAMLMark(line: 6, column: 3),
            ])
        #expect(entries[2].value.items?.first?.mark == YAMLMark(line: 7, column: 1))
    }

    @Test(
        "What is no TOML is refused at its place",
        arguments: [
            ("a", 1, 2), ("a =", 1, 4), ("a = x", 1, 5), ("a = 1 2", 1, 7), ("\n[a", 2, 3),
            ("[a]\n[a]", 2, 1), ("a = 1\na = 2", 2, 5), ("a = 1\n[a]", 2, 1),
            ("a = {}\n[a.b]", 2, 6),
            ("[[a]]\n[a]", 2, 1), ("a = []\n[[a]]", 2, 1), ("a = 'x", 1, 7), ("a = \"x\ny\"", 1, 7),
            ("a = '''x\n", 1, 10), (#"a = "\d""#, 1, 7), ("a = [1 2]", 1, 8), ("a = {b = 1", 1, 11),
            ("a = '\u{1}'", 1, 6), ("a.b = 1\na.b.c = 2", 2, 3), ("= 1", 1, 1), ("[]", 1, 2),
            ("a = {b = 1, b = 2}", 1, 17), (#"a = "\uD800""#, 1, 12), ("a = 01", 1, 7),
            ("a = 9223372036854775808", 1, 24), ("a = 1 é", 1, 7), ("é = 1", 1, 1),
            ("a\u{3001} = 1", 1, 2),
        ])
    func refuses(_ text: String, _ line: Int, _ column: Int) {
        #expect(refusal(text)?.mark == YAMLMark(line: line, column: column))
    }

    @Test("What is no UTF-8 is refused on its line")
    func invalidUTF8() {
        #expect {
            try readTOML(Array("a = 1\nb = '".utf8) + [0xE9, 0x27])
        } throws: { error in
            (error as? TOMLError)?.mark.line == 2
        }
    }

    @Test("A reason is one short line, however long the name in it is")
    func reasons() throws {
        let name = String(repeating: "é\\n", count: 10_000)
        let message = try #require(refusal("\"\(name)\" = 1\n\"\(name)\" = 2")?.message)
        #expect(message.hasPrefix("while parsing key-value pair: cannot redefine"))
        #expect(message.utf8.count <= 210 && message.hasSuffix("…") && !message.contains("\n"))
        #expect(
            refusal(#"a = "\d""#)?.message
                == #"while parsing string: unknown escape sequence '\d'"#)
    }

    @Test("Size has a limit: 4 MiB")
    func size() throws {
        let most = "#" + String(repeating: " ", count: (4 << 20) - 1)
        #expect(dump(try readTOML(Array(most.utf8))) == "{}")
        #expect(refusal(most + " ")?.message == "larger than 4 MiB")
    }

    /// Tables in each other by a header, dotted keys and braces, each within its own limit.
    private static let braces =
        "[" + Array(repeating: "h", count: 16).joined(separator: ".") + "]\n"
        + String(
            repeating: Array(repeating: "k", count: 16).joined(separator: ".") + " = {", count: 63)

    @Test(
        "Depth has a limit",
        arguments: [
            "a = " + String(repeating: "[", count: 100_000),
            "a = " + String(repeating: "{a = ", count: 100_000),
            "a" + String(repeating: ".a", count: 100_000) + " = 1",
            "[a" + String(repeating: ".a", count: 100_000) + "]",
            "[a" + String(repeating: ". 'b.c' .\"\\\"\"", count: 100_000),
            "a = '''x'''''\nb = \"\\\"'\" # '\na" + String(repeating: ".a", count: 100_000),
            braces, braces + String(repeating: "}", count: 63),
        ])
    func depth(_ text: String) {
        #expect(throws: TOMLError.self) { try readTOML(Array(text.utf8)) }
    }

    @Test("Dots in texts, numbers and comments are no depth")
    func dots() throws {
        let dots = String(repeating: "a.", count: 1000)
        let texts =
            "# \(dots)\na = \"\\\"\(dots)\"\nb = '\(dots)'\nc = \"\"\"\n'\(dots)\"\"\"\"\"\n"
        let numbers = "'d' = [" + String(repeating: "1.5, ", count: 1000) + "]"
        #expect(try readTOML(Array((texts + numbers).utf8)).entries?.count == 4)
    }
}
