import Testing

@Suite struct IdentityTests {
    static let inputs: [(name: String, bytes: [UInt8])] = [
        ("nothing", []),
        ("all bytes", Array(0...255)),
        ("all bytes, backwards", Array((0...255).reversed())),
        ("invalid UTF-8", [0x61, 0xC3, 0x28, 0xFF, 0xFE, 0x0A, 0xE2, 0x82, 0x0A, 0xF0, 0x9F]),
        ("carriage returns", Array("one\r\ntwo\r\n\r\nthree\r".utf8)),
        ("no final newline", Array("one\ntwo".utf8)),
        ("only newlines", Array("\n\n\n".utf8)),
        ("NULs", [0, 0, 0x0A, 0, 0x61, 0]),
        ("colours", Array("\u{1B}[31mred\u{1B}[0m \u{1B}]0;title\u{7}\n".utf8)),
    ]

    @Test(arguments: inputs.indices)
    func `what holds no secret comes out as it went in`(index: Int) throws {
        let (name, bytes) = Self.inputs[index]
        let outcome = try Command.run(on: bytes)
        #expect(outcome.output == bytes, "\(name)")
        #expect(outcome.errors.isEmpty)
        #expect(outcome.status == 0)
    }

    @Test func `every pair of bytes passes in one stream of lines longer than a buffer`() throws {
        let pairs = (0...255).flatMap { first in
            (0...255).flatMap { [UInt8(first), UInt8($0)] }
        }
        let input = Array(repeatElement(pairs, count: 6).joined())
        let outcome = try Command.run(on: input)
        #expect(outcome.output == input)
        #expect(outcome.status == 0)
    }

    @Test func `only the secret changes`() throws {
        let before: [UInt8] = [0xFF, 0x00, 0x20]
        let after: [UInt8] = [0x20, 0xC3, 0x0D, 0x0A, 0xFE]
        let outcome = try Command.run(on: before + Array(Sample.token.utf8) + after)
        #expect(outcome.output == before + Array(Sample.label.utf8) + after)
        #expect(outcome.status == 0)
    }

    @Test func `one byte at a time is the same as all at once`() throws {
        let lines = [
            "GET /?access=\(Sample.token)&page=2 HTTP/1.1\r", "", "nothing here",
            "push with \(Sample.otherToken)", "again \(Sample.token) and \(Sample.userToken)",
            "half a token ghp_8kMF97", "\u{1B}[1m\(Sample.otherToken)\u{1B}[0m",
        ]
        let text = Array(lines.joined(separator: "\n").utf8)
        let whole = try Command.run(["--report", "jsonl", "--quiet"], on: text)
        let key = "fingerprint"
        let command = try Command(["--report", "jsonl", "--quiet"])
        for byte in text { try command.send([byte]) }
        let outcome = try command.finish()
        #expect(outcome.output == whole.output)
        #expect(outcome.errorLines.count == whole.errorLines.count)
        #expect(outcome.errors.contains(key))
        #expect(!outcome.text.contains(Sample.token) && !outcome.text.contains(Sample.otherToken))
    }
}
