import KeyedHash
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct RedactionStyleTests {
    private func placeholder(_ secret: String, _ style: RedactionStyle, key: [UInt8] = [1])
        -> String
    {
        let placeholders = Placeholders(style: style, hash: KeyedHash(key: key))
        var output = Array(">".utf8)
        secret.withBytes { placeholders.append($0, rule: "toy.token", to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    @Test func `a label names the rule`() {
        #expect(placeholder("whatever it was", .label) == ">[REDACTED:toy.token]")
    }

    @Test func `a hash is the same for the same secret under the same key`() {
        let one = placeholder("secret one", .hash)
        #expect(one.wholeMatch(of: />\[REDACTED:toy\.token:[0-9a-f]{8}\]/) != nil, "\(one)")
        #expect(one == placeholder("secret one", .hash))
        #expect(one != placeholder("secret two", .hash))
        #expect(one != placeholder("secret one", .hash, key: [2]))
    }

    @Test(arguments: [(1, 4), (4, 4), (5, 5), (64, 64), (65, 64), (5000, 64)])
    func `a mask is as long as the secret, within bounds`(length: Int, asterisks: Int) {
        let secret = String(repeating: "x", count: length)
        #expect(placeholder(secret, .mask) == ">" + String(repeating: "*", count: asterisks))
    }

    @Test(arguments: [
        ("tok_Ab3dEf6hIj9l", ">tok_****"), ("tok_Ab3dEf6hIj9", ">****"), ("short", ">****"),
        ("to k_b3dEf6hIj9lm", ">****"), ("\"abcdefghijklmnop", ">****"),
        ("é2345678901234567", ">****"),
    ])
    func `a partial placeholder shows four plain bytes of a long secret`(
        secret: String, shown: String
    ) {
        #expect(placeholder(secret, .partial) == shown)
    }

    @Test(
        arguments: [([], ""), ([0], "00"), ([0x0F, 0xA0, 0xFF], "0fa0ff")] as [([UInt8], String)])
    func `hexadecimal digits are small and two for a byte`(bytes: [UInt8], digits: String) {
        #expect(Hexadecimal.text(bytes) == digits)
    }
}
