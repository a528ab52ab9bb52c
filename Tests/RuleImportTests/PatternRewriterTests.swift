import PCRE2
import Testing

@testable import RuleImport

@Suite struct PatternRewriterTests {
    struct Row: Sendable {
        let pattern: String
        var group = 0
        var dialect = PatternDialect.re2
        let expected: String
    }

    @Test(
        "Groups are renamed, and nothing else",
        arguments: [
            Row(pattern: "acme_(x+)", expected: "acme_(?<secret>x+)"),
            Row(pattern: "acme_(?P<key>x+)", expected: "acme_(?<secret>x+)"),
            Row(pattern: "acme_(?<key>x+)", expected: "acme_(?<secret>x+)"),
            Row(pattern: "acme_x+", expected: "(?<secret>acme_x+)"),
            Row(pattern: "acme_(?:x+)", expected: "(?<secret>acme_(?:x+))"),
            Row(pattern: "(?i:acme)_x+", expected: "(?<secret>(?i:acme)_x+)"),
            Row(pattern: #"\(acme_(x+)\)"#, expected: #"\(acme_(?<secret>x+)\)"#),
            Row(pattern: #"\\(x+)"#, expected: #"\\(?<secret>x+)"#),
            Row(pattern: "acme[(](x+)[)]", expected: "acme[(](?<secret>x+)[)]"),
            Row(pattern: "acme[](](x+)", expected: "acme[](](?<secret>x+)"),
            Row(pattern: #"acme[\](](x+)"#, expected: #"acme[\](](?<secret>x+)"#),
            Row(pattern: #"\Q(\E(x+)"#, expected: #"\x28(?<secret>x+)"#),
            Row(pattern: "a(x+)|b(y+)", expected: "a(?<secret>x+)|b(?<secret>y+)"),
            Row(pattern: "a(x+)b(y+)", group: 2, expected: "a(x+)b(?<secret>y+)"),
            Row(pattern: "a(?P<secret>x+)b(y+)", group: 2, expected: "a(x+)b(?<secret>y+)"),
            Row(pattern: "a(?P<k>x+)b(y+)", group: 2, expected: "a(?<k>x+)b(?<secret>y+)"),
            Row(pattern: "ab(x+)?", expected: "(?<otherwise>ab(?<secret>x+)?)"),
            Row(pattern: "ab(x*)", expected: "(?<otherwise>ab(?<secret>x*))"),
            Row(pattern: "a((x)|(y))", expected: "a(?<secret>(?<secret>x)|(?<secret>y))"),
            Row(pattern: "(?x) ab # (", expected: "(?<secret>(?x) ab # (\n)"),
            Row(pattern: "id(x+)(?<TOKEN>y+)", dialect: .rust, expected: "id(x+)(?<secret>y+)"),
            Row(pattern: #"a\{{2}b"#, expected: #"(?<secret>a\x7B{2}b)"#),
            Row(pattern: "a{{b", expected: #"(?<secret>a\x7B{b)"#),
            Row(pattern: "clé(é+)", expected: "clé(?<secret>é+)"),
        ])
    func renaming(_ row: Row) throws {
        let rewritten = try PatternRewriter.rewrite(
            row.pattern, secretGroup: row.group, dialect: row.dialect)
        #expect(rewritten.text == row.expected)
        _ = try Regex(rewritten.text)
    }

    @Test(
        "The edge of a line stands for the line ending next to it",
        arguments: [
            ("[^a-z](x+)", "(?:[^a-z]|^)(?<secret>x+)"),
            (#"(x+)[\s"]"#, #"(?<secret>x+)(?:[\s"]|$)"#),
            (#"(?:\s|,)(x+)"#, #"(?:(?:\s|^)|,)(?<secret>x+)"#),
            (#"\s+(x+)\s+"#, #"(?:\s+|^)(?<secret>x+)(?:\s+|$)"#),
            (#"(x+)(?:['"\n\r\s]|$)"#, #"(?<secret>x+)(?:(?:['"\n\r\s]|$)|$)"#),
            (#"a\s(x+)"#, #"a\s(?<secret>x+)"#),
            (#"\s?(x+)"#, #"\s?(?<secret>x+)"#),
            ("([^a-z]+)", "(?<secret>[^a-z]+)"),
        ])
    func edges(_ pattern: String, _ expected: String) throws {
        #expect(
            try PatternRewriter.rewrite(pattern, secretGroup: 0, dialect: .re2).text == expected)
    }

    @Test(
        "What cannot be used is refused with the offset or the reason",
        arguments: [
            ("ab(?P<x", 0, "offset 7"), ("a(b", 0, "offset 3"), (#"a\x{1F600}"#, 0, "offset"),
            ("a(b)", 2, "secretGroup is 2"),
            ("(?(1)a|b)", 0, "offset"), ("a(*FAIL)", 0, "not supported at offset 1"),
        ])
    func refusals(_ pattern: String, _ group: Int, _ expected: String) {
        #expect {
            try PatternRewriter.rewrite(pattern, secretGroup: group, dialect: .re2)
        } throws: { "\($0)".contains(expected) }
    }

    @Test(
        "What means something else here is noted",
        arguments: [
            (#"a[\s\S]{1,9}(x)"#, PatternDialect.re2, "several lines"),
            (#"a\n(x)"#, .re2, "several lines"),
            ("(?s)a.*(x)", .re2, "several lines"),
            (#"a(?:.|[\n\r]){0,9}(x)"#, .rust, "several lines"),
            ("a[é](x)", .re2, "byte by byte"), (#"a\pL(x)"#, .re2, "Latin-1"),
            ("a[b[c]](x)", .rust, "set operation"),
            ("ab(x)c(y)", .rust, "several groups"),
        ])
    func notes(_ pattern: String, _ dialect: PatternDialect, _ expected: String) throws {
        let notes = try PatternRewriter.rewrite(pattern, secretGroup: 0, dialect: dialect).notes
        #expect(notes.count == 1)
        #expect(notes.first?.contains(expected) == true, "\(notes)")
    }

    @Test(
        "An ordinary pattern needs no note",
        arguments: [
            #"(?i)acme[\w-]{0,20}[\s'"]{0,3}(?:=|:)[\s'"]{0,5}([0-9a-f]{32})(?:['"\n\r\s;]|$)"#,
            "[^a-z](x)", "(?:a|b)(x)[^c]",
        ])
    func noNotes(_ pattern: String) throws {
        #expect(try PatternRewriter.rewrite(pattern, secretGroup: 0, dialect: .re2).notes == [])
    }
}
