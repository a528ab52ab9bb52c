@testable import LeakDetection
import TestSupport
import Testing

/// Every log format with every encoding in it, and every place where a record may end: the secret
/// is found once and is in no record any more, and a parser of the format reads what is left.
@Suite struct EnvelopeTests {
    static let secret = "tok_Ab3dEf6hIj9l"
    static let label = "[REDACTED:toy.token]"

    /// What is encoded: characters that every encoding has to do something about.
    static let text = Array("x \"q\" k=v \(secret) \u{E9}/<c> y".utf8)

    private static var options: ScanOptions { Subject.toys.options }

    // MARK: In one line

    @Test(arguments: Envelope.all)
    func `a secret is found in every encoding, wherever the record is cut`(
        _ envelope: Envelope
    ) {
        let number = Envelope.all.firstIndex { $0.name == envelope.name } ?? 0
        for layer in TextLayer.inLine {
            let body = layer.encode(Self.text)
            // Each format has its share of the places.
            let step = max(1, body.count / 4)
            for cut in stride(from: number % step, through: body.count, by: step) {
                check(envelope, layer, body, cut: cut)
            }
        }
    }

    @Test(arguments: Envelope.all)
    func `a secret is found as it stands, cut at every byte`(_ envelope: Envelope) {
        for cut in 0...Self.text.count { check(envelope, TextLayer.inLine[0], Self.text, cut: cut) }
    }

    /// Writes a line in two records, another stream's between them, and looks at all of them.
    private func check(_ envelope: Envelope, _ layer: TextLayer, _ body: [UInt8], cut: Int) {
        var head = Array("head ".utf8)
        if case .at(let size) = envelope.splitting, size > head.count + cut {
            head = Array(repeating: UInt8(ascii: "-"), count: size - cut - 5) + head
        }
        let line = head + body + Array(" tail".utf8)
        var parts = [Part(line)]
        if envelope.splitting != .never {
            var place = head.count + cut
            while !envelope.keepsBytes, line[place] & 0xC0 == 0x80 { place += 1 }
            parts = [
                Part(Array(line[..<place]), endsLine: false), Part(Array(line[place...])),
            ]
            if envelope.hasStreams { parts.insert(Part("between", isError: true), at: 1) }
        }
        parts = [Part("first")] + parts + [Part("last")]
        let stream = envelope.write(parts)
        let plan = [[stream.count], [1], [cut + 1, 7], [4097, 3]][
            cut % (stream.count > 4096 ? 1 : 4)]
        let result = scan(
            stream, inPiecesOf: plan, with: Subject.toyDetector, options: Self.options)
        let name = "\(envelope), \(layer), cut at \(cut)"
        #expect(result.findings.count == 1, "\(name): \(result.events)")
        #expect(result.blindSpots.isEmpty, "\(name)")
        guard let left = envelope.read(result.output) else {
            Issue.record("\(name) cannot be read: \(result.text.suffix(400))")
            return
        }
        #expect(left.map(\.isError) == parts.map(\.isError), "\(name)")
        // The size of a syslog message is all that says that it goes on.
        if envelope.splitting == .anywhere {
            #expect(left.map(\.endsLine) == parts.map(\.endsLine), "\(name)")
        }
        guard left.count == parts.count else { return }
        #expect(left.first == parts.first && left.last == parts.last, "\(name)")
        for (part, old) in zip(left, parts) where old.isError { #expect(part == old) }
        let own = left.dropFirst().dropLast().filter { !$0.isError }
        let joined = own.flatMap(\.bytes)
        guard joined.starts(with: head), joined.text.hasSuffix(" tail") else {
            Issue.record("\(name): \(joined.text.suffix(200))")
            return
        }
        Self.expectRedacted(
            Array(joined.dropFirst(head.count).dropLast(5)), under: [layer], from: Self.text, name)
        if layer.name == "none", own.count == 2 {
            let start = Self.text.split(around: Array(Self.secret.utf8))[0].count
            let inside = (start + 1)..<(start + Self.secret.utf8.count)
            #expect(
                own.map { $0.bytes.text.contains(Self.label) }
                    == [cut > start, cut < inside.upperBound],
                "\(name)")
        }
    }

    /// Looks at what is left of an encoded text.
    ///
    /// - Parameter layers: Outermost first.
    static func expectRedacted(
        _ left: [UInt8], under layers: [TextLayer], from text: [UInt8], _ name: String
    ) {
        var text = text.text.replacing(secret, with: label)
        var rest = left
        for layer in layers {
            // Nothing is left to decode where all of it was the secret's.
            if rest.text.replacing("*", with: "") == label { return }
            // All of the blob is, in the encoding of what was in it, or around it.
            if case .replaced = layer.outcome {
                #expect(layers.count > 1, "\(name): \(rest.text)")
                return
            }
            if case .stars = layer.outcome {
                text = text.replacing(label, with: String(repeating: "*", count: secret.utf8.count))
            }
            guard let decoded = layer.decode(rest) else {
                Issue.record("\(name) cannot be decoded: \(rest.text)")
                return
            }
            rest = decoded
        }
        // Each record says it again; stars fill groups of base64.
        var result = rest.text
        while result.contains(label + label) {
            result = result.replacing(label + label, with: label)
        }
        if !text.contains("*") { result = result.replacing("*", with: "") }
        #expect(result == text, "\(name)")
    }

    // MARK: In lines

    /// A message of GELF goes on in no other.
    @Test(arguments: Envelope.all.filter { !$0.name.hasPrefix("GELF") })
    func `a secret across wrapped lines is found where each record has one line of them`(
        _ envelope: Envelope
    ) {
        for layer in TextLayer.inLines {
            for shift in stride(from: 0, to: 16, by: 5) {
                let filler = Array("0 the quick brown fox jumps over the lazy dogs ".utf8)
                let text = Array(filler.dropFirst(shift)) + Self.text
                let lines = layer.encode(text).lines()
                let parts = ([Array("head".utf8)] + lines + [Array("tail".utf8)]).map { Part($0) }
                let result = scan(
                    envelope.write(parts), with: Subject.toyDetector, options: Self.options)
                let name = "\(envelope), \(layer), shifted by \(shift)"
                #expect(result.findings.count == 1, "\(name)")
                guard let left = envelope.read(result.output), left.count == parts.count else {
                    Issue.record("\(name) cannot be read: \(result.text)")
                    continue
                }
                let body = left.dropFirst().dropLast().map(\.bytes)
                Self.expectRedacted(
                    Array(body.joined(separator: [0x0A])), under: [layer], from: text, name)
            }
        }
    }
}
