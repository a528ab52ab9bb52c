import Testing

@testable import LeakDetection

@Suite struct CharacterPassTests {
    private func once(_ text: String) -> String? {
        Peeling.peel(Array(text.utf8)).map { $0.text.bytes.string }
    }

    @Test(arguments: [
        ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}[1;31;48:5:7mx\u{1B}[K", "x"),
        ("\u{1B}]0;title\u{7}a\u{1B}]8;;http://b\u{1B}\\c", "ac"), ("\u{1B}(Bx\u{1B}=", "x"),
        ("pass\u{1B}[33mword", "password"), ("\u{1B}Pq1\u{1B}\\x", "x"),
        ("abX\u{8}c", "abc"), ("abX\u{8} \u{8}c", "abc"), ("é\u{8}\u{8}a", "a"),
        ("a\n\u{8}b", "a\nb"), ("\u{1B}[1mx\u{1B}[0m\u{8}y", "y"),
    ])
    func `terminals`(text: String, decoded: String) {
        #expect(once(text) == decoded)
    }

    @Test(arguments: [
        "\u{1B}", "\u{1B}[", "\u{1B}[31", "\u{1B}]0;title", "a\u{1B}]0;b\n\u{7}", "\u{1B}(",
        "\u{1B}[\(String(repeating: "1", count: 99))m", "plain", "", "\u{1B}\n",
    ])
    func `sequences that are cut, or none, stay`(text: String) {
        #expect(once(text) == nil)
    }

    @Test(arguments: [
        (#"a\\b"#, #"a\b"#), (#"\u0070\u0061ss"#, "pass"), (#"\ud83d\ude00"#, "😀"),
        (#"\U0001F600\u{1f600}"#, "😀😀"), (#"http:\/\/a\"b\"\n\t"#, "http://a\"b\"\n\t"),
        (#"\x67\x68"#, "gh"), (#"\033[1m\e[0m"#, "\u{1B}[1m\u{1B}[0m"), (#"it\'s\0"#, "it's\0"),
        (#"\x41\d\q\u12"#, #"A\d\q\u12"#), (#"\\\\n"#, #"\\n"#),
        (#"\/\ud83dx\udE00"#, #"/\ud83dx\udE00"#),
        (#"\u0041\"#, #"A\"#), (#"\/\x4"#, #"/\x4"#), (#"\/\u{}\u{1234567}"#, #"/\u{}\u{1234567}"#),
    ])
    func `backslashes`(text: String, decoded: String) {
        #expect(once(text) == decoded)
    }

    @Test(arguments: [
        #"say \"a\"\n\tb"#, #"\d+\.\w"#, #"C:\dir"#, #"\"#, #"\u12"#, #"\x4g"#, #"\8"#,
    ])
    func `backslashes that tell nothing stay`(text: String) {
        #expect(once(text) == nil)
    }

    @Test(
        arguments: [
            ("a%20b%3d", "a b="), ("%2525", "%25"), ("100%%41", "100%A"), ("%c3%A9", "é"),
            ("%4", nil), ("100% of", nil), ("%", nil), ("%zz", nil),
        ] as [(String, String?)])
    func `percent`(text: String, decoded: String?) {
        #expect(once(text) == decoded)
    }

    @Test(
        arguments: [
            ("&quot;a&quot; &amp; &lt;b&gt; &apos;c&apos;&nbsp;", "\"a\" & <b> 'c' "),
            ("&amp;quot;", "&quot;"), ("&#34;&#x22;&#X1F600;&#0065;", "\"\"😀A"),
            ("&quot", nil), ("&#;", nil), ("&#x;", nil), ("&#0;", nil), ("&#xD800;", nil),
            ("&#99999999;", nil), ("a && b;", nil), ("&copy;", nil), ("&", nil), ("&#3", nil),
        ] as [(String, String?)])
    func `character references`(text: String, decoded: String?) {
        #expect(once(text) == decoded)
    }

    @Test func `quoted-printable`() throws {
        #expect(once("password=3Dabc=C3=A9") == "password=abcé")
        #expect(once("a=41b") == nil)
        let line = String(repeating: "x ", count: 35)
        #expect(once("\(line)=\nyz=41") == "\(line)yzA")
        #expect(once("\(line)=\r\nyz") == "\(line)yz")
        // A line of base64 that is padded ends so, too.
        let code = Array(line.utf8).base64.string.prefix(63)
        let padded = try #require(Peeling.peel(Array("a \(code)=\nb".utf8)))
        #expect(padded.layers.present == [.base64])
        #expect(once("KEY=\nvalue") == nil)
        let peeled = try #require(Peeling.peel(Array("\(line)=\nyz".utf8)))
        #expect(peeled.text.map.sources(of: 68..<72) == [68..<70, 72..<74])
    }

    @Test func `all of them in one pass, one level`() {
        #expect(
            once(#"\u0041%42&#67;\\u0041%2542&amp;#67;"# + "\u{1B}[1mD") == #"ABC\u0041%42&#67;D"#)
    }

    @Test func `what a part was encoded with`() {
        let peeling = Peeling(#"plain %41%42 \u0041 x"# + "\u{1B}[1m" + "y", limit: 1)
        #expect(peeling.text == "plain AB A xy")
        #expect(peeling.layers(at: "plain ") == [])
        #expect(peeling.layers(at: "AB") == [.percent])
        #expect(peeling.layers(at: "AB A") == [.json, .percent])
        #expect(peeling.layers(at: "xy") == [.ansi])
        #expect(peeling.layers(at: "y") == [])
    }

    @Test func `four levels of JSON`() {
        var text = Array(#"{"a":"x\y/é"}"#.utf8)
        for _ in 0..<4 { text = Encoders.json(text) }
        let peeling = Peeling(text)
        #expect(peeling.texts[4].string == #"{"a":"x\y/é"}"#)
        #expect(peeling.levels.count == 4)
    }
}
