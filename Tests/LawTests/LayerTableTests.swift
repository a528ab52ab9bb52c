@testable import LeakDetection
import TestSupport
import Testing

/// Encodings in encodings.
@Suite struct LayerTableTests {
    private static let options = Subject.toys.options

    /// A lead of base64 would be outside of what is encoded next.
    private static let layers = TextLayer.inLine.filter { !$0.name.hasSuffix("1 bytes") }
        .filter { $0.name != "none" && !$0.name.hasSuffix("2 bytes") }

    @Test func `a secret is found under every pair of encodings`() {
        for inner in Self.layers {
            for outer in Self.layers { check([inner, outer], in: .plain) }
        }
    }

    @Test func `a secret is found under four encodings`() {
        var generator = SeededGenerator(seed: 1)
        for round in 0..<300 {
            let chosen = (0..<4).compactMap { _ in Self.layers.randomElement(using: &generator) }
            check(chosen, in: round % 3 == 0 ? .dockerJSON : .plain)
        }
    }

    /// Writes a line with a text under encodings, and looks at what is left of it.
    ///
    /// - Parameter layers: Innermost first.
    private func check(_ layers: [TextLayer], in envelope: Envelope) {
        let name = layers.map(\.name).joined(separator: " in ")
        let bodies = layers.reduce(into: [EnvelopeTests.text]) { bodies, layer in
            bodies.append(layer.encode(bodies[bodies.count - 1]))
        }
        // Quoted-printable is told by an equals sign that it encodes.
        let isTold = zip(layers, bodies).allSatisfy { layer, body in
            layer.name != TextLayer.quotedPrintable.name || body.contains(UInt8(ascii: "="))
        }
        // What is longer than a window is not decoded as one.
        guard isTold, let body = bodies.last, body.count < Self.options.frameBytes - 100 else {
            return
        }
        let stream = envelope.write([Part(Array("head ".utf8) + body + Array(" tail".utf8))])
        let result = scan(stream, with: Subject.toyDetector, options: Self.options)
        #expect(result.findings.count == 1, "\(name): \(stream.text) -> \(result.text)")
        #expect(result.blindSpots.isEmpty, "\(name)")
        guard let line = envelope.read(result.output)?.first?.bytes,
            line.text.hasPrefix("head "), line.text.hasSuffix(" tail")
        else {
            Issue.record("\(name): \(result.text)")
            return
        }
        let left = Array(line.dropFirst(5).dropLast(5))
        // Where a blob is replaced as a whole, the encodings around it may go with it.
        guard layers.allSatisfy({ $0.outcome != .replaced }) else {
            #expect(left != body, "\(name)")
            let twice = scan(result.output, with: Subject.toyDetector, options: Self.options)
            #expect(twice.output == result.output && twice.events.isEmpty, "\(name)")
            return
        }
        // A colour inside of JSON in something else is written with the escapes of one level.
        let isColoured = layers.contains { $0.name == "ANSI inside" } && layers.count > 2
        guard !isColoured else { return }
        EnvelopeTests.expectRedacted(
            left, under: layers.reversed(), from: EnvelopeTests.text, name)
    }

    @Test(arguments: TextLayer.inLine + TextLayer.inLines)
    func `a finding names its encodings, and a clean text stays as it is`(_ layer: TextLayer) {
        let text = EnvelopeTests.text
        let found = scan(
            layer.encode(text) + [0x0A], with: Subject.toyDetector, options: Self.options)
        #expect(found.findings.count == 1)
        // Where the secret's own bytes are as they were, it is found as it stands.
        let isBare = layer.encode(text).text.contains(EnvelopeTests.secret)
        #expect(found.findings.first?.layers.isEmpty == isBare)
        let clean = layer.encode(Array(text.text.replacing("tok_", with: "tik_").utf8)) + [0x0A]
        let left = scan(clean, with: Subject.toyDetector, options: Self.options)
        #expect(left.output == clean)
        #expect(left.events.isEmpty)
    }

    @Test(arguments: TextLayer.inLine + TextLayer.inLines, RedactionStyle.allCases)
    func `a second pass changes and finds nothing`(_ layer: TextLayer, _ style: RedactionStyle) {
        var options = Self.options
        options.style = style
        let text = Array("head ".utf8) + layer.encode(EnvelopeTests.text) + Array(" tail\n".utf8)
        let once = scan(text, with: Subject.toyDetector, options: options)
        let twice = scan(once.output, with: Subject.toyDetector, options: options)
        #expect(twice.output == once.output, "\(once.text)")
        #expect(twice.events.isEmpty, "\(once.text)")
    }

    @Test(arguments: TextLayer.inLines)
    func `the lines of an encoding may come in any pieces`(_ layer: TextLayer) {
        let text =
            Array("0 the quick brown fox jumps over the lazy dogs ".utf8) + EnvelopeTests.text
        let stream = Array("head\n".utf8) + layer.encode(text) + Array("\ntail\n".utf8)
        let whole = scan(stream, with: Subject.toyDetector, options: Self.options)
        for split in 1..<stream.count {
            let pieces = scan(
                stream, inPiecesOf: [split, stream.count], with: Subject.toyDetector,
                options: Self.options)
            #expect(pieces == whole, "split at \(split)")
        }
    }

    // MARK: Too much

    @Test func `what is encoded more often than it is decoded is withheld and told`() {
        for times in [LayerScanner.deepest, LayerScanner.deepest + 1] {
            // Text that is encoded twice as often fills more than a window.
            let text = TextLayer.base64(times: times).encode(Array("tok_Ab3dEf6hIj9l".utf8))
            let result = scan(text + Array("\nnext\n".utf8), with: Subject.toyDetector)
            let isDeep = times > LayerScanner.deepest
            #expect(result.findings.count == (isDeep ? 0 : 1))
            #expect(result.blindSpots.count == (isDeep ? 1 : 0))
            #expect(result.text.hasPrefix("[REDACTED:unscanned]\n") == isDeep)
            #expect(result.text.hasSuffix("\nnext\n"))
        }
    }

    @Test func `encoded lines without end are held back no longer than others`() {
        let scanner = StreamScanner(detector: Subject.toyDetector, options: Self.options)
        for piece in [
            "%25", "%2525", "\\u0041", "&amp;", "QUJDREVGR0hJSktM", "41", "\u{1B}[1m", "=3D",
        ] {
            let text = Array(String(repeating: piece, count: 100_000 / piece.utf8.count).utf8)
            let result = scan(
                text, inPiecesOf: [1000], with: Subject.toyDetector, options: Self.options)
            #expect(result.longestRemainder <= scanner.longestRemainder)
            #expect(result.output == text || !result.blindSpots.isEmpty, "\(piece)")
        }
    }
}
