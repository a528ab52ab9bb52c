import Testing

@testable import LeakDetection

@Suite struct CharacterRewriteTests {
    @Test(arguments: [
        (#"a=\u0073ecret\/\u0078"#, "a=[REDACTED]/\\u0078", "secret", "x"),
        (#"u%3Ds%65cret%26x"#, "u%3D[REDACTED]%26x", "secret", "x"),
        (
            "p\u{1B}[31ms\u{1B}[32me\u{1B}[33mcret\u{1B}[0m",
            "p\u{1B}[31m[REDACTED]\u{1B}[33m\u{1B}[0m", "secret", "x"
        ),
        ("&quot;secret&quot;", "&quot;[REDACTED]&quot;", "secret", "x"),
        ("pseX\u{8}cret", "p[REDACTED]", "secret", "x"),
        (#"\ud83d\ude00secret\\"#, #"\ud83d\ude00[REDACTED]\\"#, "secret", "x"),
    ])
    func `a secret is replaced where it stands`(
        text: String, rewritten: String, secret: String, rest: String
    ) {
        let peeling = Peeling(text, limit: 1)
        #expect(
            peeling.replacing(secret).replacing("\\\\u0078", with: "\\u0078")
                == rewritten.replacing("/\\u0078", with: "\\/\\u0078"))
    }

    @Test func `replacements are escaped`() {
        func replaced(_ text: String, _ replacement: String) -> String {
            Peeling(text, limit: 1).replacing("secret", with: replacement)
        }
        #expect(replaced(#"\/secret"#, #"<"\">"#) == #"\/<\"\\\">"#)
        #expect(replaced("%20secret", "100% a+b=c&d#") == "%20100%25%20a%2Bb%3Dc%26d%23")
        #expect(replaced("&lt;secret", #"<"&">"#) == "&lt;&lt;&quot;&amp;&quot;>")
        #expect(replaced("a=3Dsecret", "b=c") == "a=3Db=3Dc")
        #expect(replaced("\u{1B}[1msecret", "%\"=") == "\u{1B}[1m%\"=")
        #expect(replaced(#"\/secret"#, "\u{1B}[0m") == #"\/\u001b[0m"#)
    }

    @Test func `each character in its colour`() {
        let text =
            "token: " + "secret".map { "\u{1B}[3\(($0.asciiValue ?? 0) % 8)m\($0)" }.joined()
            + "\u{1B}[0m."
        #expect(
            Peeling(text).replacing("secret")
                == "token: \u{1B}[33m[REDACTED]\u{1B}[34m\u{1B}[0m.")
    }

    @Test func `a soft break stays`() {
        let line = String(repeating: "x", count: 66)
        #expect(
            Peeling("\(line) sec=\r\nret=3D").replacing("secret")
                == "\(line) [REDACTED]=\r\n=3D")
    }

    @Test func `a character that two ranges share goes once`() throws {
        let peeled = try #require(Peeling.peel(Array(#"a\u00e9b"#.utf8)))
        let edits = peeled.rewrite([
            Replacement(range: 0..<2, bytes: [0x31]), Replacement(range: 2..<4, bytes: [0x32]),
        ])
        #expect(edits == [Edit(pieces: [0..<7, 7..<8], text: Filling([0x31, 0x32]))])
    }
}
