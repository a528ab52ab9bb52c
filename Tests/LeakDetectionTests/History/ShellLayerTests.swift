import TestSupport
import Testing

@testable import LeakDetection

@Suite struct ShellLayerHistoryTests {
    private func peel(_ text: String) -> String? {
        text.withBytes(ShellLayer.peel).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(arguments: [
        (#"x --pass'wo'rd=hun"ter"2"#, "x --password=hunter2"),
        (#"mysql -p"hun"'ter2' shop"#, "mysql -phunter2 shop"),
        (#"mysql -p$'hun\x74er2'"#, "mysql -phunter2"),
        (#"mysql -p$'hun\164er\u0032' x"#, "mysql -phunter2 x"),
        (#"x -phunter\&22"#, "x -p'hunter&22'"),
        (#"x --pw=a\ b"#, "x --pw='a b'"),
        (#"PW=a\ b x"#, "PW='a b' x"),
        (#"curl -d "{\"pw\":\"a b\"}""#, #"curl -d '{"pw":"a b"}'"#),
        (#"curl -H Authorization:\ Bearer\ x"#, "curl -H 'Authorization: Bearer x'"),
        (#"x it\'s"#, #"x "it's""#),
        (#"x it\'s\"so"#, #"x "it's'so""#),
        ("curl \\\n  -u bob:x", "curl -u bob:x"),
        ("mysql -phun\\\nter2", "mysql -phunter2"),
        (#"x "a"'b c'|y"#, "x 'ab c'|y"),
        (#"x ""'"'y"#, #"x '"y'"#),
    ])
    func `unusual quotes are made usual`(text: String, form: String) {
        #expect(peel(text) == form)
        #expect(peel(form) == nil, "the normal form has none itself")
    }

    @Test(arguments: [
        "mysql -p'hunter2'", #"x --pw="a b" 'c d'"#, "x $(echo 'a'b) y", "don't do it", "",
        #"x "$(y "a b")"c"#, "x # it's 'a'b", "x ${A:-'b'c}", "plain", "x '", #"x ""#, "\\",
        "x 'a\nb'c", #"x "`a`"b"#,
    ])
    func `all else is as it is`(text: String) {
        #expect(peel(text) == nil)
    }

    @Test(arguments: [
        (#"x --pw=hun"ter"2 y"#, "x --pw=[R] y"), (#"x -p"hun"'ter2' y"#, "x -p[R] y"),
        (#"x $'hun\x74er2'"#, "x $'[R]'"), (#"x "hunter2\$""#, #"x "[R]\$""#),
        (#"x "a:hun"'ter2'"#, "x [R]"), ("x hun\\\nter2 y", "x [R]\\\n y"),
    ])
    func `the way back leaves no quotes open`(text: String, redacted: String) throws {
        var bytes = Array(text.utf8)
        let form = try #require(text.withBytes(ShellLayer.peel))
        let range = try #require(form.bytes.firstRange(of: Array("hunter2".utf8)))
        for (index, source) in form.map.sources(of: range).enumerated().reversed() {
            bytes.replaceSubrange(source, with: Array((index == 0 ? "[R]" : "").utf8))
        }
        #expect(String(decoding: bytes, as: UTF8.self) == redacted)
    }

    @Test func `words and operators are told apart`() {
        let text = "A=1 B='x y' cmd C=2 2>&1 |next <<<'w' && (sub; $(a b) \"$(c \"d\")\")"
        let words = text.withBytes { bytes in
            ShellTokens(bytes).map { token in
                (token.kind, String(decoding: bytes[token.range], as: UTF8.self))
            }
        }
        #expect(
            words.map(\.1) == [
                "A=1", "B='x y'", "cmd", "C=2", "2", ">&", "1", "|", "next", "<<<", "'w'", "&&",
                "(", "sub", ";", "$(a b)", "\"$(c \"d\")\"", ")",
            ])
        #expect(words.filter { $0.0 == .assignment }.map(\.1) == ["A=1", "B='x y'"])
        #expect(words.filter { $0.0 == .operator }.count == 7)
    }

    @Test func `no text breaks it`() {
        let pieces: [[UInt8]] = [
            "'", "\"", "$'", "$\"", "$(", "${", ")", "}", "`", "\\", "\\\n", "\n", "|", "<<<", "#",
            "a=", "-p", "hunter2", "\\x", "\\u12", "\\c", "--pw=",
        ].map { Array($0.utf8) }
        for seed in 0..<3000 {
            var generator = TextGenerator(seed: UInt64(seed), pieces: pieces)
            let text = (0..<generator.number(1...14)).reduce(into: [UInt8]()) { text, _ in
                text += pieces[generator.number(0...(pieces.count - 1))]
            }
            text.withUnsafeBytes { bytes in
                guard let form = ShellLayer.peel(bytes) else { return }
                #expect(form.map.decodedCount == form.bytes.count)
                #expect(
                    form.bytes.filter { $0 == 0x0A }.count <= text.filter { $0 == 0x0A }.count
                        || text.firstRange(of: Array("$'".utf8)) != nil)
                for index in form.bytes.indices {
                    let source = form.map.source(of: index..<(index + 1))
                    #expect(0 <= source.lowerBound && source.upperBound <= text.count)
                }
            }
        }
    }

    @Test func `the time is linear`() {
        for unit in ["\"$(", "'", "$(", "\\\n", "a'b'c ", "`\"", "(", "${", "$'\\", "\"\\\""] {
            let text = String(repeating: unit, count: 100_000 / unit.utf8.count)
            let clock = ContinuousClock()
            let time = clock.measure { _ = text.withBytes(ShellLayer.peel) }
            #expect(time < .seconds(20), "\(unit)")
        }
    }
}
