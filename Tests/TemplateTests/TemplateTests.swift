import Template
import Testing

@Suite struct TemplateTests {
    @Test func `gaps are filled, lists repeated, flags heeded`() throws {
        let template = try Template(
            "{{a}} {{#list}}<{{b}}>{{/list}}{{#on}}on{{/on}}{{^on}}off{{/on}}")
        let values: [String: Template.Value] = [
            "a": .text("x"), "list": .list([["b": .text("1")], ["b": .text("2")]]),
            "on": .flag(false),
        ]
        #expect(template.text(values) == "x <1><2>off")
    }

    @Test(arguments: [
        ("<a href='x'>&\"", "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"), ("{{a}}", "{{a}}"),
        // One character to Swift, a quote and an accent to a browser.
        ("\"\u{301}<\u{301}'\u{200D}", "&quot;\u{301}&lt;\u{301}&#39;\u{200D}"),
    ])
    func `text is escaped, scalar by scalar`(text: String, escaped: String) throws {
        #expect(try Template("{{a}}").text(["a": .text(text)]) == escaped)
        #expect(try Template("{{{a}}}").text(["a": .text(text)]) == text)
    }

    @Test func `what is no template is an error`() {
        #expect(throws: (any Error).self) { try Template("{{#open}}") }
    }
}
