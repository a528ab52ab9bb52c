import Testing

@testable import LeakDetection

@Suite struct Base64Tests {
    // RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"),
        ("Zm9vYmE=", "fooba"), ("Zm9vYmFy", "foobar"),
    ])
    func `the vectors of RFC 4648 are decoded, padded or not`(text: String, decoded: String) {
        #expect(Base64.decode(text.utf8) == Array(decoded.utf8))
        #expect(Base64.decode(text.utf8.filter { $0 != UInt8(ascii: "=") }) == Array(decoded.utf8))
    }

    @Test(arguments: ["+/+/", "-_-_", "+_-/"])
    func `both alphabets are taken`(text: String) {
        #expect(Base64.decode(text.utf8) == [0xFB, 0xFF, 0xBF])
    }

    @Test func `all of an alphabet is decoded in order`() {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        let bits = Base64.decode(alphabet.utf8).map { bytes in
            bytes.flatMap { byte in (0..<8).reversed().map { byte >> $0 & 1 } }
        }
        let expected = (0..<64).flatMap { value in (0..<6).reversed().map { UInt8(value >> $0 & 1) }
        }
        #expect(bits == expected)
    }

    @Test(arguments: ["Zm9v YmFy", "Zm9v\n", "Zg==Zg==", "Zm9v.", "Zmé", "Zm9$"])
    func `what is not base64 is nothing`(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test func `a lone last character is dropped`() {
        #expect(Base64.decode("Zm9vY".utf8) == Array("foo".utf8))
    }
}
