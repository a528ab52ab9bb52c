import Testing
import YAMLReader

@testable import RuleImport

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
            ("a = -3.5e+2\nb = inf\nc = true", "{a@1=-3.5e+2,b@2=inf,c@3=true}"),
            ("a = 1979-05-27 07:32:00Z\n", "{a@1=1979-05-27 07:32:00Z}"),
            ("\u{FEFF}a = 1", "{a@1=1}"),
        ])
    func reads(_ text: String, _ expected: String) throws {
        #expect(dump(try readTOML(Array(text.utf8))) == expected)
    }

    @Test(
        "What is no TOML is refused at its place",
        arguments: [
            ("a", 1, 2), ("a =", 1, 4), ("a = x", 1, 5), ("a = 1 2", 1, 7), ("\n[a", 2, 3),
            ("[a]\n[a]", 2, 2), ("a = 1\na = 2", 2, 1), ("a = 1\n[a]", 2, 2),
            ("a = {}\n[a.b]", 2, 2),
            ("[[a]]\n[a]", 2, 2), ("a = []\n[[a]]", 2, 3), ("a = 'x", 1, 5), ("a = \"x\ny\"", 1, 5),
            ("a = '''x\n", 1, 5), (#"a = "\d""#, 1, 6), ("a = [1 2]", 1, 8), ("a = {b = 1", 1, 11),
            ("a = '\u{1}'", 1, 6), ("a.b = 1\na.b.c = 2", 2, 3), ("= 1", 1, 1), ("[]", 1, 2),
            ("a = {b = 1, b = 2}", 1, 13), (#"a = "\uD800""#, 1, 6),
        ])
    func refuses(_ text: String, _ line: Int, _ column: Int) {
        #expect {
            try readTOML(Array(text.utf8))
        } throws: { error in
            (error as? TOMLError)?.mark == YAMLMark(line: line, column: column)
        }
    }

    @Test(
        "Depth has a limit",
        arguments: [
            "a = " + String(repeating: "[", count: 100_000),
            "a = " + String(repeating: "{a = ", count: 100_000),
            "a" + String(repeating: ".a", count: 100_000) + " = 1",
        ])
    func depth(_ text: String) {
        #expect(throws: TOMLError.self) { try readTOML(Array(text.utf8)) }
    }
}
