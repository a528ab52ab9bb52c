import CBytes
import TestSupport
import Testing

@Suite struct FindEncodedTests {
    /// Those that this processor has.
    private static let all = [BLOT_HAS_NONE, BLOT_HAS_SSE2, BLOT_HAS_AVX2, BLOT_HAS_VBMI]
        .filter { $0.rawValue <= blot_instructions().rawValue }

    /// What is looked for, and what is nearly so.
    private struct Maker {
        var generator: SeededGenerator

        mutating func number(_ range: ClosedRange<Int>) -> Int {
            Int.random(in: range, using: &generator)
        }

        mutating func bytes(_ count: Int, of letters: String) -> [UInt8] {
            let letters = Array(letters.utf8)
            return (0..<count).map { _ in letters[number(0...(letters.count - 1))] }
        }

        static let alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

        static func hex(_ byte: UInt8) -> [UInt8] {
            let digits = Array("0123456789abcdef".utf8)
            return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }

        static func base64(_ bytes: [UInt8]) -> [UInt8] {
            let letters = Array((alphanumeric + "+/").utf8)
            return stride(from: 0, to: bytes.count - 2, by: 3).flatMap { at -> [UInt8] in
                let group = bytes[at..<(at + 3)].reduce(0) { $0 << 8 | Int($1) }
                return [18, 12, 6, 0].map { letters[group >> $0 & 63] }
            }
        }

        mutating func piece() -> [UInt8] {
            switch number(0...13) {
            case 0:
                let escapes = [
                    "%41", "%4", "%zz", "&lt;", "&#65;", "&amp", "&toolongname;", #"\u0041"#,
                    #"\u{41}"#, #"\x41"#, #"\x4"#, #"\e["#, #"\e"#, #"\033"#, #"\400"#, #"\n"#,
                    #"\""#, #"\/"#, #"\\"#, "\\", "\\\n", "\u{1B}[0m", "a\u{8}", "%", "&",
                ]
                return Array(escapes[number(0...(escapes.count - 1))].utf8)
            case 1, 2: return bytes(number(20...60), of: Self.alphanumeric)
            case 3: return Self.base64(bytes(3 * number(4...24), of: "the quick brown fox 42"))
            case 4:
                let text = bytes(3 * number(4...12), of: "Zugangsschlüssel für alle ñ")
                return Array(Self.base64(text).dropFirst(number(0...3)))
            case 5: return bytes(number(8...40), of: " -~\n\t").flatMap(Self.hex)
            case 6:
                // Dumps: by ones, and by twos.
                let size = number(1...2)
                let text = bytes(number(4...20) * size, of: "secret dump")
                return stride(from: 0, to: text.count, by: size).flatMap {
                    text[$0..<($0 + size)].flatMap(Self.hex) + [0x20]
                }
            case 7: return Array("2026-11-24 10:00:00,123 ".utf8)
            case 8: return (0..<number(1...9)).map { _ in UInt8(number(0...255)) }
            case 9: return bytes(number(1...80), of: " .,-_=/+\n")
            default: return bytes(number(1...12), of: "etaoin shrdlu") + [0x20]
            }
        }

        mutating func text() -> [UInt8] {
            (0..<number(1...8)).flatMap { _ in piece() }
        }
    }

    @Test(arguments: 1...4)
    func `all instructions find the same places`(seed: UInt64) {
        var maker = Maker(generator: SeededGenerator(seed: seed))
        var found = 0
        var clean = 0
        for round in 0..<25_000 {
            let text = maker.text()
            let isSame = text.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return true }
                var at = maker.number(0...3) == 0 ? maker.number(0...bytes.count) : 0
                while at < bytes.count {
                    let places = Self.all.map {
                        blot_find_encoded_with($0, base, at, bytes.count)
                    }
                    guard places.allSatisfy({ $0 == places[0] && $0 >= at }) else { return false }
                    found += places[0] < bytes.count ? 1 : 0
                    clean += places[0] == bytes.count ? 1 : 0
                    at = places[0] + 1
                }
                return true
            }
            guard isSame else {
                Issue.record("round \(round): \(String(decoding: text, as: UTF8.self))")
                return
            }
        }
        #expect(found > 10_000)
        #expect(clean > 10_000)
    }

    @Test func `what the environment asks for is found by the same function`() {
        let text = Array("nothing, then %41".utf8)
        #expect(text.withUnsafeBytes { blot_find_encoded($0.baseAddress, 0, $0.count) } == 14)
    }

    @Test(arguments: 0..<70)
    func `a dump is found wherever it begins`(lead: Int) {
        // Eight pairs, the shortest; six groups of four.
        for dump in ["70 77 3a 20 61 4b 33 78", "7077 3a20 614b 3378 3951 7a37"] {
            let text =
                Array(String(repeating: ".", count: lead).utf8) + [0x20] + Array(dump.utf8)
                + Array(repeating: UInt8(ascii: "."), count: 100)
            for instructions in Self.all {
                let found = text.withUnsafeBytes {
                    blot_find_encoded_with(instructions, $0.baseAddress, 0, $0.count)
                }
                #expect(found == lead + 1, "\(dump) behind \(lead) bytes, \(instructions)")
            }
        }
    }
}
