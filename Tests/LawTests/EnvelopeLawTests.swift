@testable import LeakDetection
import LeakRules
import TestSupport
import Testing

/// The guarantees, over random texts in random formats, mixed and damaged.
@Suite struct EnvelopeLawTests {
    /// A random stream of records.
    struct Maker {
        var texts: TextGenerator
        private let subject: Subject

        init(seed: UInt64, _ subject: Subject) {
            self.subject = subject
            texts = TextGenerator(seed: seed, pieces: subject.pieces)
        }

        mutating func pick<Element>(_ elements: [Element]) -> Element {
            elements[texts.number(0...(elements.count - 1))]
        }

        /// Lines, whole and in parts, of two streams.
        mutating func parts(of envelope: Envelope, count: Int) -> [Part] {
            var parts: [Part] = []
            for _ in 0..<count {
                var text = texts.text(pieces: texts.number(1...3))
                if texts.number(0...3) == 0 { text = pick(TextLayer.inLine).encode(text) }
                for line in text.lines() {
                    let isError = envelope.hasStreams && texts.number(0...3) == 0
                    guard envelope.splitting == .anywhere, texts.number(0...2) == 0, line.count > 1
                    else {
                        parts.append(Part(line, isError: isError))
                        continue
                    }
                    let cut = texts.number(1...(line.count - 1))
                    parts.append(Part(Array(line[..<cut]), isError: isError, endsLine: false))
                    if envelope.hasStreams, texts.number(0...1) == 0 {
                        parts.append(Part("between", isError: !isError))
                    }
                    parts.append(Part(Array(line[cut...]), isError: isError))
                }
            }
            return parts
        }

        /// One format from the beginning to the end.
        mutating func pure() -> (envelope: Envelope, parts: [Part], stream: [UInt8]) {
            let envelope = pick(Envelope.all)
            let parts = parts(of: envelope, count: texts.number(1...8))
            return (envelope, parts, envelope.write(parts))
        }

        /// Several formats in one stream, with lines of none between them.
        mutating func mixed() -> [UInt8] {
            (0..<texts.number(1...4)).flatMap { _ -> [UInt8] in
                let envelope = pick(
                    Envelope.all.filter(\.isLines) + [.journalExport(isBinary: true)])
                let foreign = texts.number(0...2) == 0 ? texts.text(pieces: 2) + [0x0A] : []
                return envelope.write(parts(of: envelope, count: texts.number(1...4))) + foreign
            }
        }

        /// Docker's records, most of which read as they stand, among those of others and lines of
        /// none.
        ///
        /// - Parameter hasKeys: Whether there are keys of several lines among the texts.
        mutating func manyDocker(hasKeys: Bool) -> [UInt8] {
            let others: [Envelope] = [
                .cri(stamp: "2026-11-23T22:29:07.480111760Z"), .journalExport(isBinary: false),
                .journalExport(isBinary: true), .repeatedTimestamps, .plain, .syslog5424,
            ]
            let plain = [
                "GET /index.html 200", "worker 7 is ready", "a \"quoted\" path C:\\temp\\x",
                "login tok_Ab3dEf6hIj9l ok", "secretword=hunter22", "token of nothing", "",
                "\u{1B}[31mred tok_zzzzYYYY1111\u{1B}[0m", "caf\u{E9} <b> & more",
                #"{"stream":"stdout"}"#, "%74ok_Ab3dEf6hIj9l",
            ].map { Array($0.utf8) }
            let key = [
                "-----BEGIN TOY KEY-----", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqaw==",
                "-----END TOY KEY-----",
            ].map { Array($0.utf8) }
            let pieces = subject.pieces.filter { !$0.contains(0x0A) && !$0.text.contains("-----") }
            return (0..<texts.number(5...40)).flatMap { _ -> [UInt8] in
                let isError = texts.number(0...4) == 0
                let text = pick(
                    texts.number(0...2) == 0
                        ? pieces : hasKeys && texts.number(0...3) == 0 ? key : plain)
                guard texts.number(0...3) > 0 else {
                    return pick(others).write([Part(text, isError: isError)])
                }
                guard texts.number(0...5) == 0, text.count > 1 else {
                    return Envelope.dockerJSON.write([Part(text, isError: isError)])
                }
                let cut = texts.number(1...(text.count - 1))
                let rest = Part(Array(text[cut...]), isError: isError)
                let between =
                    texts.number(0...2) == 0 ? [Part("between", isError: !isError)] : []
                return Envelope.dockerJSON.write(
                    [Part(Array(text[..<cut]), isError: isError, endsLine: false)] + between
                        + [rest])
            }
        }

        /// Any stream, with bytes flipped, left out, doubled and cut off.
        mutating func damaged() -> [UInt8] {
            var stream = texts.number(0...1) == 0 ? pure().stream : mixed()
            for _ in 0..<texts.number(1...4) where !stream.isEmpty {
                let place = texts.number(0...(stream.count - 1))
                let end = min(stream.count, place + texts.number(1...40))
                switch texts.number(0...4) {
                case 0: stream[place] = UInt8(texts.number(0...255))
                case 1: stream.removeSubrange(place..<end)
                case 2: stream.insert(contentsOf: stream[place..<end], at: place)
                case 3: stream.insert(contentsOf: texts.text(pieces: 1), at: place)
                default: stream = Array(stream[..<max(1, place)])
                }
            }
            return stream
        }

        mutating func any() -> [UInt8] {
            switch texts.number(0...2) {
            case 0: pure().stream
            case 1: mixed()
            default: damaged()
            }
        }
    }

    private static func rounds(_ subject: Subject) -> Int { subject == .toys ? 140 : 14 }

    @Test(
        "Chunk invariance: however records arrive, output and findings are the same",
        arguments: Subject.allCases)
    func chunkInvariance(_ subject: Subject) {
        for seed in 10_000..<UInt64(10_000 + Self.rounds(subject)) {
            var maker = Maker(seed: seed, subject)
            let stream = maker.any()
            let whole = scan(stream, with: subject.detector, options: subject.options)
            for _ in 0..<2 {
                let plan = maker.texts.plan()
                let pieces = scan(
                    stream, inPiecesOf: plan, with: subject.detector, options: subject.options)
                #expect(pieces == whole, "seed \(seed), plan \(plan)")
            }
        }
    }

    @Test(
        "Chunk invariance: plain records that are left as they are, among others",
        arguments: Subject.allCases)
    func plainRecords(_ subject: Subject) {
        var count = 0
        for seed in 15_000..<UInt64(15_000 + 3 * Self.rounds(subject)) {
            var maker = Maker(seed: seed, subject)
            let stream = maker.manyDocker(hasKeys: true)
            let whole = scan(stream, with: subject.detector, options: subject.options)
            count += whole.findings.count
            for _ in 0..<3 {
                let plan = maker.texts.plan()
                let pieces = scan(
                    stream, inPiecesOf: plan, with: subject.detector, options: subject.options)
                #expect(pieces.output == whole.output, "seed \(seed), plan \(plan)")
                #expect(pieces.events == whole.events, "seed \(seed), plan \(plan)")
                #expect(pieces.notes == whole.notes, "seed \(seed), plan \(plan)")
            }
            // What stands in an open key is found as a part of it, too.
            let places = whole.findings.map { "\($0.rule.id) \($0.span) \($0.length)" }
            #expect(Set(places).count == places.count, "seed \(seed): \(places)")
        }
        #expect(count > 30)
    }

    @Test("Plain records are read as the records that they are")
    func plainRecordsAreRead() {
        // With an attribute, none is left as it is.
        for seed in 16_000..<UInt64(16_200) {
            var maker = Maker(seed: seed, .toys)
            // An open key masks what is in other streams, too, and this makes another of each.
            let stream = maker.manyDocker(hasKeys: false)
            let read = Array(
                stream.text.replacing(#"","stream":"std"#, with: #"","x":1,"stream":"std"#).utf8)
            let plain = scan(stream, with: Subject.toyDetector, options: Subject.toys.options)
            let other = scan(read, with: Subject.toyDetector, options: Subject.toys.options)
            #expect(
                plain.text
                    == other.text.replacing(#"","x":1,"stream":"std"#, with: #"","stream":"std"#),
                "seed \(seed)")
            #expect(plain.findings.count == other.findings.count, "seed \(seed)")
        }
    }

    @Test(
        "Conservation and absence: what is no secret is in its record, and secrets are in none",
        arguments: Subject.allCases)
    func conservation(_ subject: Subject) {
        for seed in 20_000..<UInt64(20_000 + Self.rounds(subject)) {
            var maker = Maker(seed: seed, subject)
            let (envelope, _, stream) = maker.pure()
            let name = "seed \(seed), \(envelope)"
            let result = scan(stream, with: subject.detector, options: subject.options)
            if result.events.isEmpty { #expect(result.output == stream, "\(name)") }
            // Noise may look like what a format is told by.
            guard let before = envelope.read(stream) else { continue }
            guard let after = envelope.read(result.output) else {
                Issue.record("\(name) cannot be read")
                continue
            }
            #expect(after.count == before.count, "\(name)")
            for (old, new) in zip(before, after) {
                #expect(old.isError == new.isError, "\(name)")
                if envelope.splitting == .anywhere {
                    #expect(old.endsLine == new.endsLine, "\(name)")
                }
                // What a rule matches by itself; noise may go on where a token ends.
                guard subject == .toys else { continue }
                #expect(
                    !new.bytes.text.contains(
                        /(?:^|[^0-9A-Za-z_])tok_[0-9A-Za-z]{12}\b/),
                    "\(name): \(new.bytes.text)")
            }
        }
    }

    @Test("Conservation: damaged streams keep their lines, and lose nothing without a word")
    func damage() {
        for seed in 30_000..<UInt64(30_140) {
            var maker = Maker(seed: seed, .toys)
            let stream = maker.damaged()
            let result = scan(stream, with: Subject.toyDetector, options: Subject.toys.options)
            if result.events.isEmpty { #expect(result.output == stream, "seed \(seed)") }
        }
    }

    @Test("Idempotence: a second pass changes and finds nothing", arguments: Subject.allCases)
    func idempotence(_ subject: Subject) {
        for seed in 42_000..<UInt64(42_000 + Self.rounds(subject) / 2) {
            var maker = Maker(seed: seed, subject)
            let stream = maker.any()
            let once = scan(stream, with: subject.detector, options: subject.options)
            let twice = scan(once.output, with: subject.detector, options: subject.options)
            #expect(twice.output == once.output, "seed \(seed)")
            #expect(twice.findings.isEmpty, "seed \(seed): \(twice.findings.map(\.rule.id))")
        }
    }

    @Test("Determinism: two runs are alike")
    func determinism() {
        for seed in 50_000..<UInt64(50_020) {
            var maker = Maker(seed: seed, .toys)
            let stream = maker.any()
            let first = scan(stream, with: Subject.toyDetector, options: Subject.toys.options)
            #expect(
                first == scan(stream, with: Subject.toyDetector, options: Subject.toys.options))
        }
    }

    @Test("Liveness: a record that ends its line is out at once", arguments: Envelope.all)
    func liveness(_ envelope: Envelope) {
        let scanner = StreamScanner(detector: Subject.toyDetector)
        var output: [UInt8] = []
        var pending: [UInt8] = []
        var sent = 0
        // UTF-16 has its mark only once.
        let stream = envelope.write((0..<40).map { Part("line \($0) tok_Ab3dEf6hIj9l") })
        for count in 1...40 {
            let end = envelope.write((0..<count).map { Part("line \($0) tok_Ab3dEf6hIj9l") }).count
            pending += stream[sent..<end]
            sent = end
            let consumed = pending.withUnsafeBytes { bytes in
                scanner.scan(bytes, isFinal: false, sink: { output += $0 }, report: { _ in })
            }
            pending.removeFirst(consumed)
            // The beginning must tell what the stream is.
            if sent > RecordFormat.sniffedCount {
                #expect(pending.isEmpty, "\(count): \(pending.text)")
                #expect(envelope.read(output)?.count == count)
            }
        }
    }

    // MARK: Sizes

    @Test("Bounded memory: a line that never ends holds back so much, and no more")
    func endlessLine() {
        let scanner = StreamScanner(
            detector: Subject.toyDetector, options: Subject.toys.options)
        for envelope in [
            Envelope.dockerJSON, .multiplexed(isStamped: false),
            .cri(stamp: "2026-11-23T22:47:19Z"),
        ] {
            let part = Part(Array(repeating: UInt8(ascii: "a"), count: 16_384), endsLine: false)
            let piece = Array(repeating: part, count: 160)
            let stream = envelope.write([Part("first")] + piece + [Part("tok_Ab3dEf6hIj9l")])
            let result = scan(
                stream, inPiecesOf: [40_000], with: Subject.toyDetector,
                options: Subject.toys.options)
            #expect(result.longestRemainder <= scanner.longestRemainder, "\(envelope)")
            #expect(result.output.count > stream.count / 2, "\(envelope)")
            let whole = scan(stream, with: Subject.toyDetector, options: Subject.toys.options)
            #expect(whole == result, "\(envelope)")
        }
    }

    @Test("A part of a line waits no longer than a megabyte of other records behind it")
    func forcedCut() {
        for envelope in [Envelope.dockerJSON, .dockerLocal, .journalExport(isBinary: false)] {
            let waiting = Part("a long tale of tok_Ab3", endsLine: false)
            let other = Part(Array(repeating: UInt8(ascii: "-"), count: 2_000), isError: true)
            let parts =
                [Part("first"), waiting] + Array(repeating: other, count: 1_000)
                + [Part("dEf6hIj9l, the end"), Part("login tok_zzzzYYYY1111")]
            let stream = envelope.write(parts)
            let whole = scan(stream, with: Subject.toyDetector, options: Subject.toys.options)
            let scanner = StreamScanner(
                detector: Subject.toyDetector, options: Subject.toys.options)
            for plan in [[70_000], [1, 300_000]] {
                let pieces = scan(
                    stream, inPiecesOf: plan, with: Subject.toyDetector,
                    options: Subject.toys.options)
                #expect(pieces == whole, "\(envelope), \(plan)")
                #expect(pieces.longestRemainder <= scanner.longestRemainder)
            }
            #expect(whole.blindSpots.count == 1, "\(envelope)")
            #expect(whole.findings.count == 1)
            let left = envelope.read(whole.output)
            #expect(left?.count == parts.count)
            #expect(left?[1].bytes.text == "a long tale of [REDACTED:unscanned]", "\(envelope)")
            #expect(left?.last?.bytes.text == "login [REDACTED:toy.token]")
        }
    }

    @Test(
        "Chunk invariance: records longer than a record may be", arguments: [1_000_000, 1_100_000])
    func longRecords(_ size: Int) {
        for envelope in [
            Envelope.dockerJSON, .journalExport(isBinary: true), .journalExport(isBinary: false),
            .dockerLocal, .multiplexed(isStamped: false), .octetCounted, .gelf(end: 0),
        ] {
            let noise = Array(repeating: UInt8(ascii: "-"), count: size)
            let parts = [
                Part("first tok_zzzzYYYY1111"), Part(noise + Array(" tok_Ab3dEf6hIj9l end".utf8)),
                Part("last"),
            ]
            let stream = envelope.write(parts)
            let whole = scan(stream, with: Subject.toyDetector, options: Subject.toys.options)
            #expect(whole.findings.count == 2, "\(envelope): \(whole.events)")
            #expect(!whole.text.contains("Ab3dEf6hIj9l"), "\(envelope)")
            let pieces = scan(
                stream, inPiecesOf: [90_000], with: Subject.toyDetector,
                options: Subject.toys.options)
            #expect(pieces == whole, "\(envelope)")
        }
    }

    @Test("Thousands of streams: each keeps its own line while it is short of one")
    func manyStreams() {
        // A syslog program for each, of which every tenth is cut in the middle of a secret.
        var stream: [UInt8] = []
        var tails: [UInt8] = []
        for program in 0..<3_000 {
            let head = "<30>1 2026-11-23T22:14:15.003Z host app\(program) 12 - - "
            if program % 100 == 0 {
                let line = Array(repeating: UInt8(ascii: "."), count: 4096 - 6)
                stream += Array(head.utf8) + line + Array("tok_Ab\n".utf8)
                tails += Array("\(head)3dEf6hIj9l of \(program)\n".utf8)
            } else {
                stream += Array("\(head)says nothing\n".utf8)
            }
        }
        stream += tails
        let whole = scan(stream, with: Subject.toyDetector, options: Subject.toys.options)
        #expect(whole.findings.count == 30)
        #expect(!whole.text.contains("3dEf6hIj9l"))
        let pieces = scan(
            stream, inPiecesOf: [10_000], with: Subject.toyDetector, options: Subject.toys.options)
        #expect(pieces == whole)
    }
}
