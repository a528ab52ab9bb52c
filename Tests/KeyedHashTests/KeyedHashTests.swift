import Testing

@testable import KeyedHash

@Suite struct KeyedHashTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let number: Int
        let key: [UInt8]
        let message: [UInt8]
        /// The digest, or the beginning of it that RFC 4231 gives.
        let digest: String

        var testDescription: String { "test case \(number)" }
    }

    // RFC 4231, sections 4.2 to 4.8.
    @Test(arguments: [
        Vector(
            number: 1, key: Array(repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            digest: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            number: 2, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            digest: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            number: 3, key: Array(repeating: 0xAA, count: 20),
            message: Array(repeating: 0xDD, count: 50),
            digest: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            number: 4, key: Array(1...25), message: Array(repeating: 0xCD, count: 50),
            digest: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        Vector(
            number: 5, key: Array(repeating: 0x0C, count: 20),
            message: Array("Test With Truncation".utf8),
            digest: "a3b6167473100ee06e0c796c2955552b"),
        Vector(
            number: 6, key: Array(repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            number: 7, key: Array(repeating: 0xAA, count: 131),
            message: Array(
                """
                This is a test using a larger than block-size key and a larger than block-size \
                data. The key needs to be hashed before being used by the HMAC algorithm.
                """.utf8),
            digest: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ])
    func `the hash is HMAC-SHA-256`(_ vector: Vector) {
        let digest = vector.message.withUnsafeBytes {
            KeyedHash(key: vector.key).authenticationCode(of: [$0])
        }
        #expect(digest.count == KeyedHash.digestBytes)
        #expect(hex(digest).hasPrefix(vector.digest))
    }

    @Test func `each part is hashed behind its length`() {
        let hash = KeyedHash(key: [1, 2, 3])
        let framed: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 2, 0x61, 0x62, 0, 0, 0, 0, 0, 0, 0, 1, 0x63]
        let expected = framed.withUnsafeBytes { hash.authenticationCode(of: [$0]) }
        #expect(digest(hash, "ab", "c") == expected)
    }

    @Test func `no two lists of parts have the same digest`() {
        let hash = KeyedHash(key: [1, 2, 3])
        let digests = [
            digest(hash, "ab", "c"), digest(hash, "a", "bc"), digest(hash, "abc", ""),
            digest(hash, "", "abc"), digest(hash, "c", "ab"),
            Array("abc".utf8).withUnsafeBytes { hash.digest($0) }, hash.digest(),
        ]
        #expect(Set(digests).count == digests.count)
    }

    @Test func `the same key gives the same digest, another key another one`() {
        #expect(digest(KeyedHash(key: [7]), "a", "b") == digest(KeyedHash(key: [7]), "a", "b"))
        #expect(digest(KeyedHash(key: [7]), "a", "b") != digest(KeyedHash(key: [8]), "a", "b"))
        #expect(digest(KeyedHash(key: []), "a", "b").count == 32)
    }

    @Test func `a random key is another one each time`() {
        #expect(digest(.random(), "a", "b") != digest(.random(), "a", "b"))
    }

    private func digest(_ hash: KeyedHash, _ first: String, _ second: String) -> [UInt8] {
        Array(first.utf8).withUnsafeBytes { first in
            Array(second.utf8).withUnsafeBytes { hash.digest(first, $0) }
        }
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
