import Testing

@testable import LeakDetection

@Suite struct BlobRewriteTests {
    @Test func `a blob that is the secret is replaced as a whole`() {
        for secret in ["correct horse battery", "\"correct horse battery\"\n"] {
            let code = Array(secret.utf8)
            for form in [code.base64, Encoders.hex(code)] {
                #expect(
                    Peeling("password: \(form.string)!")
                        .replacing("correct horse battery") == "password: [REDACTED]!")
            }
        }
    }

    @Test func `any part of base64, at every alignment`() throws {
        let text = Array("user=admin;password=hunter2;host=db".utf8)
        for (isURL, isPadded) in [(false, true), (false, false), (true, true), (true, false)] {
            for length in 30...text.count {
                let text = Array(text.prefix(length))
                let code = Base64.encode(text, isURL: isURL, isPadded: isPadded)
                let peeling = Peeling(code)
                for start in 0..<text.count {
                    let end = min(text.count, start + 11)
                    for replacement in ["[REDACTED:a.b]", "[REDACTED:a.bc]", "[REDACTED:a.bcd]"] {
                        let change = Replacement(
                            range: start..<end, bytes: Array(replacement.utf8))
                        let rewritten = peeling.rewritten([change])
                        let decoded = try #require(Base64.decode(rewritten))
                        let expected = apply([change], to: text)
                        #expect(
                            decoded.string.replacing("]**", with: "]").replacing("]*", with: "]")
                                == expected.string)
                        if isPadded, decoded.count % 3 != 0 { #expect(rewritten.count % 4 == 0) }
                        if !isPadded { #expect(rewritten.last != 0x3D) }
                    }
                }
            }
        }
    }

    @Test func `secrets in the same group`() {
        let code = Array("abcdefghijklmnopqr".utf8).base64
        let peeling = Peeling(code)
        let rewritten = peeling.rewritten([
            Replacement(range: 3..<4, bytes: [0x31]), Replacement(range: 5..<6, bytes: [0x32]),
            Replacement(range: 9..<12, bytes: []),
        ])
        #expect(Base64.decode(rewritten)?.string == "abc1e2ghimnopqr")
    }

    @Test func `a secret that begins before a blob and ends behind it`() {
        let code = Array("correct horse battery".utf8).base64.string
        let peeling = Peeling("a bc\(" ")\(code) de \(code) f")
        #expect(peeling.text == "a bc correct horse battery de correct horse battery f")
        #expect(peeling.replacing("bc correct horse battery de") == "a [REDACTED] \(code) f")
        let rewritten = Peeling(peeling.replacing("battery de correct"))
        #expect(
            rewritten.text.replacing("*", with: "")
                == "a bc correct horse [REDACTED] horse battery f")
    }

    @Test func `no changes change nothing`() {
        for text in ["%41 x", "a \(Array("correct horse battery".utf8).base64.string)"] {
            let peeling = Peeling(text)
            #expect(peeling.levels.count == 1)
            #expect(peeling.rewritten([]) == Array(text.utf8))
        }
    }
}
