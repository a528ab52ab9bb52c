import Testing
import YAMLReader

@Suite struct YAMLReaderTests {
    private func read(_ text: String) throws -> YAMLNode? { try readYAML(Array(text.utf8)) }

    /// A node as one line: scalars in quotes (`'` plain, `"` quoted), each node with its mark.
    private func printed(_ node: YAMLNode?) -> String {
        guard let node else { return "nothing" }
        let at = "@\(node.mark.line):\(node.mark.column)"
        switch node.content {
        case .scalar(let text, let isPlain):
            let quote = isPlain ? "'" : "\""
            return quote + text.replacing("\n", with: "⏎") + quote + at
        case .sequence(let items):
            return "[" + items.map(printed).joined(separator: " ") + "]" + at
        case .mapping(let entries):
            let all = entries.map { printed($0.key) + "=" + printed($0.value) }
            return "{" + all.joined(separator: " ") + "}" + at
        }
    }

    @Test(arguments: [
        ("a", "'a'@1:1"),
        ("a: b", "{'a'@1:1='b'@1:4}@1:1"),
        ("a:\n  - b\n  - c: d\n", "{'a'@1:1=['b'@2:5 {'c'@3:5='d'@3:8}@3:5]@2:3}@1:1"),
        ("# first\n\n  x: [y, 'z']", "{'x'@3:3=['y'@3:7 \"z\"@3:10]@3:6}@3:3"),
        ("é: ü", "{'é'@1:1='ü'@1:4}@1:1"),
        ("{end: '-----END', cap: 4}", "{'end'@1:2=\"-----END\"@1:7 'cap'@1:19='4'@1:24}@1:1"),
    ])
    func `every node knows where it stands`(text: String, expected: String) throws {
        #expect(printed(try read(text)) == expected)
    }

    @Test(arguments: [
        ("a: |\n  x\n    y\n", "{'a'@1:1=\"x⏎  y⏎\"@1:4}@1:1"),
        ("a: |-\n  x\n  y\n", "{'a'@1:1=\"x⏎y\"@1:4}@1:1"),
        ("a: |+\n  x\n\n", "{'a'@1:1=\"x⏎⏎\"@1:4}@1:1"),
        ("a: >\n  x\n  y\n", "{'a'@1:1=\"x y⏎\"@1:4}@1:1"),
        ("a: |2\n    x\n", "{'a'@1:1=\"  x⏎\"@1:4}@1:1"),
        (
            "a: |\n  (?x) \\d 'q' \"d\" # no comment\n",
            "{'a'@1:1=\"(?x) \\d 'q' \"d\" # no comment⏎\"@1:4}@1:1"
        ),
    ])
    func `a block scalar is kept as it is written`(text: String, expected: String) throws {
        #expect(printed(try read(text)) == expected)
    }

    @Test(arguments: [
        ("'it''s'", "\"it's\"@1:1"), (#""a\tb\u00e9\"""#, "\"a\tbé\"\"@1:1"), ("''", "\"\"@1:1"),
        ("a: ", "{'a'@1:1=''@1:3}@1:1"), ("yes", "'yes'@1:1"), ("!!int 5", "'5'@1:1"),
    ])
    func `scalars are text, whatever type they look like`(text: String, expected: String) throws {
        #expect(printed(try read(text)) == expected)
    }

    @Test(arguments: ["", "   ", "# only a comment\n", "\n\n"])
    func `a text without a document is nothing`(text: String) throws {
        #expect(printed(try read(text)) == "nothing")
    }

    @Test func `a key that stands twice is there twice, in order`() throws {
        let node = try #require(try read("a: 1\nb: 2\na: 3"))
        let entries = try #require(node.entries)
        #expect(entries.map(\.key.text) == ["a", "b", "a"])
        #expect(entries.map(\.value.text) == ["1", "2", "3"])
        #expect(entries.map(\.key.mark.line) == [1, 2, 3])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        let message: String
        let line: Int
        let column: Int

        var testDescription: String { String(text.prefix(24)) }
    }

    @Test(arguments: [
        Refusal(text: "a: b\nc: *d", message: "aliases", line: 2, column: 4),
        Refusal(text: "a: &d b\nc: *d", message: "anchors", line: 1, column: 4),
        Refusal(text: "a: &d [b]", message: "anchors", line: 1, column: 4),
        Refusal(text: "x: 1\na: &d {b: c}", message: "anchors", line: 2, column: 4),
        Refusal(text: "a: 1\n---\nb: 2", message: "more than one document", line: 2, column: 1),
        Refusal(
            text: "a: 1\n...\n---\nb: 2", message: "more than one document", line: 3, column: 1),
        Refusal(text: "a: b: c", message: "mapping values", line: 1, column: 5),
        Refusal(text: "a: 'b", message: "end of stream", line: 1, column: 6),
        Refusal(text: "a: [b", message: "did not find expected", line: 2, column: 1),
        Refusal(text: "a:\n\tb: c", message: "cannot start any token", line: 2, column: 1),
        Refusal(text: "a: \"\\q\"", message: "unknown escape", line: 1, column: 5),
        Refusal(text: "a: 1\nb: \u{1}", message: "control characters", line: 2, column: 4),
    ])
    func `what is no YAML, or refused, is an error with its place`(_ refusal: Refusal) throws {
        let error = try #require(throws: YAMLError.self) { try read(refusal.text) }
        #expect(error.message.contains(refusal.message), "\(error.message)")
        #expect(error.mark == YAMLMark(line: refusal.line, column: refusal.column))
    }

    @Test func `invalid UTF-8 is an error with its place`() throws {
        let text = Array("a: 1\nbc: ".utf8) + [0xFF, 0x0A]
        let error = try #require(throws: YAMLError.self) { try readYAML(text) }
        #expect(error.message.contains("UTF-8"), "\(error.message)")
        #expect(error.mark == YAMLMark(line: 2, column: 5))
    }

    @Test func `64 levels are read, and one more is refused`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try read(nested(64))
        let error = try #require(throws: YAMLError.self) { try read(nested(65)) }
        #expect(error.message == "nested deeper than 64 levels")
        #expect(error.mark == YAMLMark(line: 1, column: 65))
    }

    @Test func `absurd depth does not exhaust the stack`() {
        #expect(throws: YAMLError.self) { try read(String(repeating: "[", count: 100_000)) }
        #expect(throws: YAMLError.self) { try read(String(repeating: "{a: ", count: 5000)) }
        #expect(throws: YAMLError.self) { try read(String(repeating: "- ", count: 5000)) }
    }
}
