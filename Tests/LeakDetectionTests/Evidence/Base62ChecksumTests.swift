import TestSupport
import Testing

@testable import LeakDetection

@Suite struct Base62ChecksumTests {
    // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms; RFC
    // 3720's and zlib's tests.
    @Test(
        arguments: [
            ("123456789", 0xCBF4_3926), ("", 0), ("a", 0xE8B7_BE43), ("abc", 0x3524_41C2),
            ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
        ] as [(String, UInt32)])
    func `the checksum is CRC-32`(text: String, checksum: UInt32) {
        #expect(text.withBytes(Base62Checksum.crc32) == checksum)
    }

    @Test(
        arguments: [
            (0, "000000"), (9, "000009"), (10, "00000A"), (35, "00000Z"), (36, "00000a"),
            (61, "00000z"), (62, "000010"), (0xCBF4_3926, "3jZRME"), (.max, "4gfFC3"),
        ] as [(UInt32, String)])
    func `a number has six digits, capitals before small letters`(number: UInt32, digits: String) {
        #expect(String(decoding: Base62Checksum.encoded(number), as: UTF8.self) == digits)
    }

    // Expired sample tokens published with therootcompany/base62-token.js, and one made up whose
    // checksum begins with zeros.
    @Test(arguments: [
        "ghp_·zQWBuTSOoRi4A9spHcVY·5ncnsDkxkJ·0mLq17",
        "ghp_·drrYjTdd6emrCGjTGYv3HF2s7u0rih·00gEpD",
    ])
    func `a token in GitHub's format carries its checksum`(token: String) {
        let sound = Array(splintered(token).utf8)
        #expect(sound.withUnsafeBytes { Base62Checksum.holds(for: $0, prefix: 4) })
        for index in 4..<sound.count {
            var broken = sound
            broken[index] =
                broken[index] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
            #expect(!broken.withUnsafeBytes { Base62Checksum.holds(for: $0, prefix: 4) })
        }
        // The prefix is no part of it.
        let renamed = Array("npm_".utf8) + sound[4...]
        #expect(renamed.withUnsafeBytes { Base62Checksum.holds(for: $0, prefix: 4) })
    }

    @Test(arguments: ["", "ghp_", "ghp_000000", "ghp_00000"])
    func `a token with nothing to check has no checksum`(token: String) {
        #expect(!token.withBytes { Base62Checksum.holds(for: $0, prefix: 4) })
    }
}
