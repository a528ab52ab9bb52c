import PCRE2
import Testing

@testable import LeakRules

@Suite struct FragmentsTests {
    /// Expects that the pattern captures what is between « and » in the text, and nothing when
    /// there are no marks.
    private func check(_ pattern: String, _ marked: String) throws {
        let example = try RuleExample(marked: marked)
        let expanded = Fragments.expand(pattern)
        #expect(expanded.unknown == [])
        let regex = try Regex(expanded.pattern)
        #expect(regex.isJITCompiled)
        let scratch = MatchScratch()
        let captured = example.text.withUnsafeBytes { text -> String in
            guard regex.firstMatch(in: text, from: 0, scratch: scratch) == .matched else {
                return ""
            }
            let range = regex.groups(named: "secret").lazy.compactMap { scratch.range(of: $0) }
                .first
            return String(decoding: text[range ?? 0..<0], as: UTF8.self)
        }
        let expected = example.secrets.first.map { example.text[$0] } ?? []
        #expect(captured == String(decoding: expected, as: UTF8.self))
    }

    @Test(arguments: [
        "«tok»", " «tok»", "=«tok»", "\"«tok»", "-«tok»", "/«tok»", "é«tok»", "xtok", "9tok",
        "_tok", #"\n«tok»"#, #"\t«tok»"#, #"\\n«tok»"#, "%3D«tok»", "%3d«tok»", #"\u0022«tok»"#,
        #"\x1b«tok»"#, "\u{1B}[31m«tok»", "\u{1B}[1;31m«tok»", "\u{1B}[0m«tok»", "31mtok",
        #"\qtok"#,
    ])
    func `left is not in the middle of a word`(marked: String) throws {
        try check("{{left}}(?<secret>tok)", marked)
    }

    @Test(arguments: [
        "«tok»", "«tok» ", "«tok».", "«tok»_", "«tok»-", "«tok»é", "«tok»\"", "tokx", "tok9",
        "tokX",
    ])
    func `right is not in the middle of a word`(marked: String) throws {
        try check("(?<secret>tok){{right}}", marked)
    }

    @Test(arguments: [
        "name=«1»", "name = «1»", "name==«1»", "name: «1»", "name:«1»", "name:=«1»", "name := «1»",
        "name => «1»", "name->«1»", "name%3D«1»", "name%3a«1»", "\"name\": «1»", "'name': «1»",
        #"\"name\": «1»"#, #"\\\"name\\\":«1»"#, "['name'] = «1»", "[name]=«1»", "`name`=«1»",
        "&quot;name&quot;: «1»", "%22name%22%3A«1»", "\u{1B}[36mname\u{1B}[0m=«1»",
        "name\u{1B}[0m=\u{1B}[1;33m«1»", "name：«1»", "name＝«1»", "name\t=\t«1»",
        "name 1", "name;1", "name,1", "name-1", "name\n=1", "name <= 1", "name != 1",
    ])
    func `assign is what stands between a name and its value`(marked: String) throws {
        try check("name{{assign}}(?<secret>1)", marked)
    }

    @Test(arguments: [
        // In quotes up to the same quotes.
        #"="«a b»" c"#, "='«a b»' c", "=`«a b»` c", #"="«a'b»""#, #"='«a"b»'"#,
        #"="«a\"b»""#, #"="«a\\»""#, "=\"«a=b&c;d,e»\"", "=\"«a b»", "='«a b»",
        // Escaped quotes, as deep.
        #"=\"«a b»\" c"#, #"=\\\"«a \" b»\\\","#, #"=\'«a b»\'"#, #"=\"«a b»"#,
        "=&quot;«a b»&quot; c", "=%22«ab»%22%2C", #"="" c"#, "='' c",
        // Bare up to where the notation ends it.
        "=«ab» c", "=«ab»", "=«ab»\tc", "=«ab», c", "=«ab»,", "=«ab»; c", "=«ab».", "=«ab». C",
        "=«ab»&c=d", "=«ab»,c=d", "=«ab»; c=d", "=«ab»|c: d", "=«ab»)", "=«ab»})", "=«ab»],",
        "=«ab»\"", "=«ab»</name>", "=«ab»\u{1B}[0m", #"=«ab»\n"#, #"=«ab»\""#, "=«ab»&amp;c",
        "=«ab%26c»", "=«a,b»", "=«a;b»", "=«a&b»", "=«a.b»", "=«a<b»", "=«a>b»", "=«a)b»", "=«a'b»",
        "=«a%2Fb==»", "=«a/b+c==» d", "=«p@ss!w0rd#1» d", "=«a\\b»", "=«ü€» x", "=«$ecret» x",
        "=«ab!» c",
        // No value.
        "=", "= ", "=[]", "={}", "=()", "=,", "=;", "=[", "=]", "=|",
    ])
    func `value is what is assigned`(marked: String) throws {
        try check("^={{value}}", marked)
    }

    @Test(arguments: [
        "«ab» c", "«ab»", "«ab»\" c", "«ab»'", "«a'b» c", "«ab»,\"c\":1", "«a,b»", "«ab»; x=1",
        "[ab", "(ab", "", " ab",
    ])
    func `bare is a value without quotes`(marked: String) throws {
        try check("^{{bare}}", marked)
    }

    @Test(arguments: [
        "mysql -p «hunter22» db", "mysql -p \"«a b»\" db", "mysql -p '«a b»' db",
        "mysql -p «ab»; ls",
        "mysql -p «ab»|less", #"mysql -p «a\$b» c"#, #"["mysql","-p","«a b»"]"#, "mysql -p|less",
        #"[\"mysql\", \"-p\", \"«ab»\"]"#, "mysql -p\t«ab»", "mysql -p", "mysql -p \"\" db",
    ])
    func `word is one of a command line, also as an item of a list`(marked: String) throws {
        try check(#"mysql.{0,4}{{gap}}(?:\\{0,8}["'])?-p{{gap}}{{word}}"#, marked)
    }

    @Test(arguments: [
        "mysql -u root -h db -p «ab»", "mysql -p «ab» -p cd", "mysql | x -p ab", "mysql; x -p ab",
        "mysql & x -p ab", "mysql\n -p ab",
    ])
    func `words are those of one command`(marked: String) throws {
        try check("^mysql{{words}}-p{{gap}}{{word}}", marked)
    }

    @Test(arguments: [
        "«m1=https://10.0.0.11:2380»", "«etcd-0:2379»,etcd-1:2379", "«[fd00::1]:2379»",
        "x «http://a.b:80/»",
        "10.0.0.11", "https://10.0.0.11/x", "etcd-0:1",
    ])
    func `member is an address with a port`(marked: String) throws {
        try check("(?<secret>{{member}})", marked)
    }

    @Test func `a bare value is found in linear time`() throws {
        let regex = try Regex(Fragments.expand("={{value}}").pattern)
        let scratch = MatchScratch()
        for letter in ["a", ",", "&", "'", "\"", "\\", ")", ".", "a,", "&a", "';"] {
            let text = Array(("=" + String(repeating: letter, count: 65_536)).utf8)
            let outcome = text.withUnsafeBytes {
                regex.firstMatch(in: $0, from: 0, scratch: scratch)
            }
            #expect(outcome == .matched || outcome == .noMatch, "\(letter)")
        }
    }

    @Test(arguments: Fragments.all.map(\.name))
    func `every fragment compiles, also in free-spacing mode and twice`(name: String) throws {
        for pattern in ["{{\(name)}}", "(?x) {{\(name)}} {{\(name)}}"] {
            let expanded = Fragments.expand(pattern)
            #expect(expanded.unknown == [])
            #expect(try Regex(expanded.pattern).isJITCompiled)
        }
    }

    @Test func `free spacing changes nothing`() throws {
        try check("(?x) ^ = {{value}}", "=«a#b» c")
        try check("(?x) name {{assign}} {{value}}", "name = \"«a b»\"")
    }

    @Test func `what is no fragment is named`() {
        #expect(Fragments.expand("a{{left}}b{{lft}}c{{}}").unknown == ["lft", ""])
        #expect(Fragments.expand("a{2}{3}").unknown == [])
        #expect(Fragments.expand("a{2}{3}").pattern == "a{2}{3}")
    }
}
