import TestSupport
import Testing

@testable import LeakDetection

@Suite struct BlobPassTests {
    private let line = "password=correct horse battery staple"

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `every alignment, alphabet and padding`() {
        for length in 12...60 {
            for isURL in [false, true] {
                for isPadded in [false, true] {
                    let text = (0..<length).map { UInt8("?>~abc".utf8.map { $0 }[$0 % 6]) }
                    let code = Base64.encode(text, isURL: isURL, isPadded: isPadded).string
                    for (before, after) in [
                        ("", ""), ("key: ", " x"), ("\"", "\""), ("k=", "&"), ("x.", ","),
                    ] {
                        #expect(
                            Peeling(before + code + after, limit: 1).text
                                == before + text.string + after)
                    }
                }
            }
        }
    }

    @Test(arguments: ["n", "ab", "abc", "user/", "a-b-", "x_y/z+", "path/to/"])
    func `characters that go before`(prefix: String) {
        let peeling = Peeling(prefix + bytes(line).base64.string, limit: 1)
        #expect(peeling.text == prefix + line)
        #expect(peeling.layers(at: "correct") == [.base64])
    }

    @Test(arguments: [
        "", "a", "d41d8cd98f00b204e9800998ecf8427e", "550e8400-e29b-41d4-a716-446655440000",
        "/usr/lib/python3/dist-packages/urllib3/connectionpool.py", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "internationalization_of_the_world", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", "2024-01-01 10:20:30 12:34:56:78",
        "MAC 00:1b:44:11:3a:b7 and 00-1b-44-11-3a-b7", "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d",
        "2c:9a:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:f0:12",
    ])
    func `what is not encoded stays`(text: String) {
        #expect(Peeling(text).levels.isEmpty)
        #expect(!bytes(text).withUnsafeBytes(Peeler.isEncoded))
    }

    @Test func `a web token stays in one piece`() {
        let header = bytes(#"{"alg":"HS256","typ":"JWT"}"#)
        let payload = bytes(#"{"sub":"1234567890","name":"A"}"#)
        let parts = [header, payload, bytes("0123456789abcdef0123456789abcdef")].map {
            Base64.encode($0, isURL: true, isPadded: false).string
        }
        #expect(Peeling("token=\(parts.joined(separator: "."));").levels.isEmpty)
        #expect(Peeling("\(parts[0]) \(parts[1])").text == "\(header.string) \(payload.string)")
    }

    @Test func `what follows and is no text stays`() {
        let noise = String(repeating: "gIGC", count: 8)
        #expect(
            Peeling(bytes("0123456789abcde").base64.string + noise).text == "0123456789abcde"
                + noise)
        let short = Base64.encode(bytes("0123456789abc"), isURL: true, isPadded: false).string
        #expect(Peeling(short + "-\u{67}ISDhIWG").text == "0123456789abc-gISDhIWG")
    }

    @Test func `text in UTF-16`() {
        let command = "Invoke-Thing -Password 'grüße 😀'"
        let little = command.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = command.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for code in [little, big] {
            let peeling = Peeling("-enc \(code.base64.string) x")
            #expect(peeling.text == "-enc \(command) x")
            #expect(peeling.layers(at: "Password") == [.base64, .utf16])
            #expect(peeling.replacing("grüße") == "-enc [REDACTED] x")
        }
        #expect(Peeling(Encoders.hex([0xFF, 0xFE] + little)).text == command)
    }

    @Test func `gzip inside base64 and hex`() {
        let text = String(repeating: "a line of text\n", count: 50)
        let file = Encoders.gzip(bytes(text))
        for code in [file.base64, Encoders.hex(file)] {
            let peeling = Peeling("data: \(code.string)!")
            #expect(peeling.text == "data: \(text)!")
            #expect(peeling.layers(at: "of text").contains(.gzip))
            #expect(peeling.replacing("of text\na") == "data: [REDACTED]!")
        }
        let cut = Peeling(Array(file.base64.prefix(400)))
        #expect(text.hasPrefix(cut.text) && cut.bytes.count > 200)
    }

    @Test func `the budget`() {
        let code = bytes(line).base64
        var budget = DecodeBudget(bytes: line.utf8.count)
        #expect(code.withUnsafeBytes { Peeler.peel($0, budget: &budget) } != nil)
        #expect(budget.bytes == 0 && !budget.isExhausted)
        budget = DecodeBudget(bytes: line.utf8.count - 1)
        #expect(code.withUnsafeBytes { Peeler.peel($0, budget: &budget) } == nil)
        #expect(budget.isExhausted)
        #expect(bytes("a%41").withUnsafeBytes(Peeler.isEncoded))

        let file = Encoders.gzip(Array(repeating: 0x61, count: 50_000)).base64
        budget = DecodeBudget(bytes: 20_000)
        #expect(file.withUnsafeBytes { Peeler.peel($0, budget: &budget) } == nil)
        #expect(budget.isExhausted)
    }

    @Test func `a file behind many that are none is not passed over in silence`() {
        let file = Encoders.gzip(bytes(line)).base64
        let none = (file.prefix(16) + Array(repeating: 0x2F, count: 24) + [0x20])
        for (count, isExhausted) in [(20, false), (80, true)] {
            let text = Array(repeatElement(Array(none), count: count).joined()) + file
            var budget = DecodeBudget(bytes: 1 << 24)
            let peeled = text.withUnsafeBytes { Peeler.peel($0, budget: &budget) }
            #expect(budget.isExhausted == isExhausted)
            #expect((peeled == nil) == isExhausted)
        }
    }

    @Test func `hex, pairs`() {
        let text = bytes(line)
        let hex = Encoders.hex(text).string
        #expect(Peeling("0x\(hex)").text == "0x\(line)")
        #expect(Peeling("a \(hex.uppercased());").text == "a \(line);")
        for separator in [" ", ":", "-"] {
            let pairs = text.map { HexDigits.encode($0).string }.joined(separator: separator)
            #expect(Peeling("a: \(pairs)!").text == "a: \(line)!")
            let peeling = Peeling("a: \(pairs)!")
            let stars = Peeling(peeling.replacing("horse"))
            #expect(stars.text == "a: \(line.replacing("horse", with: "*****"))!")
            #expect(stars.texts[0].count == peeling.texts[0].count)
        }
    }
}
