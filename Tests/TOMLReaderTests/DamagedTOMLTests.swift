import TOMLReader
import TestSupport
import Testing
import YAMLReader

@Suite struct DamagedTOMLTests {
    @Test("Ten thousand damaged documents are read or refused", .timeLimit(.minutes(1)))
    func damaged() {
        var generator = SeededGenerator(seed: 20_240_607)
        var read = 0
        var refused = 0
        for _ in 0..<10_000 {
            var text = Array(Self.sample.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) { damage(&text, &generator) }
            let lines = text.count { $0 == UInt8(ascii: "\n") } + 1
            do throws(TOMLError) {
                _ = try readTOML(text)
                read += 1
            } catch {
                refused += 1
                #expect((1...lines).contains(error.mark.line) && error.mark.column >= 1)
                #expect(!error.message.isEmpty && !error.message.contains("\n"))
            }
        }
        #expect(read > 500 && refused > 500, "\(read) read, \(refused) refused")
    }

    private static let sample = #"""
        title = "é \u00e9 \"x\" \\ \U0001F600" # comment
        [extend]
        useDefault = true
        [[rules]]
        id = 'a-b'
        regex = '''(?i)\b["'.]{0,3}=([0-9a-z]{32})'''
        entropy = 3.5
        keywords = ["key", 'token',
          "x", # c
        ]
        [[rules.allowlists]]
        paths = ['''a.*b''']
        [rules.meta]
        a.b.c = {x = 1, y.z = [1, 2.5e3, true]}
        [[rules]]
        "q k" = 0xDEAD_beef
        neg = -1_000
        moment = 1979-05-27T07:32:00.5+01:30
        day = 1979-05-27
        hour = 07:32:00
        text = """
          long \
            folded "" line"""

        """#

    private static let pieces: [[UInt8]] =
        [
            "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\"", "'", "'''", "\"\"\"", "\\", "\n",
            "\r", "\r\n", "#", "\0", "\u{7F}", "\u{FEFF}", "\u{2028}", " ", "0", "-", "_", "e", ":",
            "T", "Z", "\\u0000", "\\uD800", "inf", "nan", "9223372036854775808", "1e400",
            "[rules]\n", "a.b = 1\n",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

    private func damage(_ text: inout [UInt8], _ generator: inout SeededGenerator) {
        let at = Int.random(in: 0...text.count, using: &generator)
        let end = min(text.count, at + Int.random(in: 1...5, using: &generator))
        let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)]
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: text.removeSubrange(at..<end)
        case 1: text.insert(contentsOf: piece, at: at)
        case 2: text.replaceSubrange(at..<end, with: piece)
        case 3: text.insert(contentsOf: text[at..<end], at: at)
        case 4: text.insert(UInt8.random(in: 0...255, using: &generator), at: at)
        default:
            let count = Int.random(in: 1...200, using: &generator)
            text.insert(contentsOf: Array(repeating: piece, count: count).joined(), at: at)
        }
    }
}
