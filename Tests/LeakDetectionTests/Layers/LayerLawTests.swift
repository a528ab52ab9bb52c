import TestSupport
import Testing

@testable import LeakDetection

/// What holds of any text under any encodings.
@Suite struct LayerLawTests {
    /// One more level around a text. Each adds something that stays encoded whatever is redacted.
    private func wrap(_ text: [UInt8], _ kind: Int, _ random: inout SeededGenerator) -> [UInt8] {
        switch kind {
        case 0: return Encoders.json(Array("a/b ".utf8) + text + Array(" \\".utf8))
        case 1:
            return Encoders.percent(Array("? ".utf8) + text, isEager: Bool.random(using: &random))
        case 2: return Encoders.html(Array("<a> ".utf8) + text)
        case 3: return Encoders.quotedPrintable(Array("a=b ".utf8) + text)
        case 4: return Array("\u{1B}[1ma\u{1B}[0m ".utf8) + text
        case 5:
            return Array("k: ".utf8)
                + Base64.encode(
                    Array("a long beginning ".utf8) + text, isURL: Bool.random(using: &random),
                    isPadded: Bool.random(using: &random))
        default: return Array("h: ".utf8) + Encoders.hex(Array("a long beginning ".utf8) + text)
        }
    }

    @Test func `a redacted text decodes to the redacted text`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<600 {
            var text = Array("user \"x\" password=SECRET\u{1B}[0m/hünter~2?TERCES & <done>".utf8)
            let depth = Int.random(in: 1...5, using: &random)
            let kinds = (0..<depth).map { _ in Int.random(in: 0...6, using: &random) }
            for kind in kinds { text = wrap(text, kind, &random) }
            let peeling = Peeling(text, limit: 30)
            guard let start = find("SECRET", in: peeling.bytes)?.lowerBound,
                let end = find("TERCES", in: peeling.bytes)?.upperBound
            else {
                Issue.record("\(kinds): \(peeling.text)")
                continue
            }
            let change = Replacement(
                range: start..<end, bytes: Array("[REDACTED:toy.rule]".utf8))
            let rewritten = peeling.rewritten([change])
            let again = Peeling(rewritten, limit: peeling.levels.count)
            let expected = apply([change], to: peeling.bytes).string
            #expect(
                again.text.replacing("*", with: "") == expected,
                "\(kinds): \(text.string) to \(rewritten.string)")
        }
    }

    @Test func `random edits in a single layer`() {
        var random = SeededGenerator(seed: 8)
        let text = Array(
            "The quick brown fox; jumps=over <the> lazy \"dog\" & 42% of 17\\ cats/dogs".utf8)
        for kind in 0...6 {
            for _ in 0..<200 {
                let source = wrap(text, kind, &random)
                let peeling = Peeling(source, limit: 1)
                let count = peeling.bytes.count
                // The first part keeps the layer known.
                var at = 22
                var changes: [Replacement] = []
                while true {
                    let start = at + Int.random(in: 0...20, using: &random)
                    let end = start + Int.random(in: 1...15, using: &random)
                    guard end < count else { break }
                    changes.append(
                        Replacement(range: start..<end, bytes: Array("<R & \"1\" = 1%41\\n>".utf8)))
                    at = end
                }
                let again = Peeling(peeling.rewritten(changes), limit: 1)
                #expect(
                    again.text.replacing("*", with: "") == apply(changes, to: peeling.bytes).string)
            }
        }
    }

    @Test func `any bytes at all`() {
        let line = Array("password=correct horse battery staple".utf8)
        let pieces: [[UInt8]] = [
            line.base64, Encoders.hex(line), Encoders.gzip(line).base64, Encoders.percent(line),
            Array("\u{1B}[".utf8), Array("\u{1B}]".utf8), [0x5C, 0x75], [0x26, 0x23], [0x3D],
            Array("00000000: 7061 7373 776f  passwo\n".utf8), Array("70 61 73 73 ".utf8), [8],
            Array("\\ud83d\\ude00".utf8), Array("eyJ.eyJ".utf8), Array("=3D=\n".utf8),
            Encoders.wrap((line + line + line).base64, at: 41),
        ]
        var texts = TextGenerator(seed: 9, pieces: pieces)
        var random = SeededGenerator(seed: 10)
        for _ in 0..<1500 {
            let source = texts.text(pieces: 6)
            let peeling = Peeling(source, limit: 4)
            for (level, text) in zip(peeling.levels, peeling.texts) {
                let count = level.text.bytes.count
                #expect(level.text.map.decodedCount == count)
                for index in 0..<count {
                    let range = level.text.map.source(of: index..<index + 1)
                    if range.lowerBound < 0 || range.isEmpty || range.upperBound > text.count {
                        Issue.record("\(index) stands for \(range): \(text)")
                    }
                }
                guard count > 0 else { continue }
                let start = Int.random(in: 0..<count, using: &random)
                let end = Int.random(in: start..<count, using: &random) + 1
                let edits = level.rewrite([Replacement(range: start..<end, bytes: [0x21])])
                _ = apply(edits.flatMap(\.replacements), to: text)
            }
        }
        _ = Peeling((0...255).map { UInt8($0) })
    }

    @Test func `128 KiB of anything take no longer than they should`() {
        let size = 1 << 17
        func much(_ text: String) -> [UInt8] {
            Array(String(repeating: text, count: size / text.utf8.count).utf8)
        }
        let line = Array("password=correct horse battery staple;".utf8)
        var nested = Array(repeating: line, count: 8000).flatMap { $0 }
        for _ in 0..<3 { nested = nested.base64 }
        let texts: [[UInt8]] = [
            much("%25"), much("%"), much("\\"), much("a"), much("\u{1B}"), much("\u{1B}]"),
            much("\u{1B}[1"), much("\u{1B}[m"), much("a\u{8}"), much("&#"), much("&amp;"),
            much("=\n"), much("=3D"), much("\\u{"), much("\\ud83d"), much("00 "), much("61 "),
            much("61:"), much("6161 "), much("0000: "), much("00000000 61 62\n"), much("a/"),
            much("eyJ.eyJ"), much("H4sIAAAA"), much("H4sIAAAA/"), much("H4sIAAAAAAAAA\n"),
            much("YWJjYWJjYWJjYWJjgICA"), much(Encoders.wrap(line.base64, at: 52).string + "\n"),
            much("YWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjgICA\n"), nested, much(" "), much("\n"),
            Encoders.wrap(nested, at: 76), much("YQBiAGMAZABlAGYAZwBoAGkA"), much("0x"),
        ]
        for text in texts {
            let time = ContinuousClock().measure { _ = Peeling(text, limit: 4) }
            // Debug builds are slow; what is quadratic takes minutes.
            #expect(time < .seconds(15), "\(Array(text.prefix(12)).string): \(time)")
        }
    }
}
