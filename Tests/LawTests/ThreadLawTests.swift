@testable import LeakDetection
import LeakRules
import TestSupport
import Testing

/// Any number of threads gives the same bytes, events, order and notes as one.
@Suite struct ThreadLawTests {
    /// All that a scan says.
    private struct Answer: Equatable {
        var result = ScanResult()
        var notes: [String] = []
        var bytes = 0
        var lines = 0
        var usedAllowances: Set<Int> = []

        /// Where it differs from another, in short; nil when they are the same.
        func difference(from other: Answer) -> String? {
            if self == other { return nil }
            if result.output != other.result.output {
                let at = zip(result.output, other.result.output).prefix { $0 == $1 }.count
                func part(_ output: [UInt8]) -> String {
                    String(decoding: output.dropFirst(max(0, at - 80)).prefix(160), as: UTF8.self)
                }
                return "output at \(at): \(part(result.output)) / \(part(other.result.output))"
            }
            if result.events != other.result.events {
                let both = zip(result.events, other.result.events)
                let first = both.first { $0 != $1 }.map { "\($0) / \($1)" } ?? "fewer"
                return "events, \(result.events.count) / \(other.result.events.count): \(first)"
            }
            return "notes \(notes) / \(other.notes), bytes \(bytes) / \(other.bytes), "
                + "lines \(lines) / \(other.lines)"
        }
    }

    private static func answer(
        _ text: [UInt8], inPiecesOf sizes: [Int], threads: Int, stretchBytes: Int,
        with detector: Detector, options: ScanOptions, passed: inout Int
    ) -> Answer {
        let scanner = StreamScanner(detector: detector, options: options)
        let parallel = ParallelScanner(scanner, threads: threads, stretchBytes: stretchBytes)
        var answer = Answer()
        var pending: [UInt8] = []
        var at = 0
        var piece = 0
        while true {
            let end = min(text.count, at + max(1, sizes[piece % sizes.count]))
            piece += 1
            pending += text[at..<end]
            at = end
            let isFinal = at == text.count
            let consumed = pending.withUnsafeBytes { bytes in
                parallel.scan(
                    bytes, isFinal: isFinal, sink: { answer.result.output += $0 },
                    report: { answer.result.events.append("\($0)") })
            }
            pending.removeFirst(consumed)
            if isFinal { break }
        }
        passed += parallel.passed
        answer.notes = scanner.notes
        answer.bytes = scanner.scannedBytes
        answer.lines = scanner.scannedLines
        answer.usedAllowances = scanner.usedAllowances
        return answer
    }

    /// What a stream is made of beside the rules' own texts: whatever goes on from line to line.
    private static let blocks: [String] = [
        "{\"log\":\"plain text\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-24T10:00:00.1Z\"}\n",
        "{\"log\":\"a \\\"quoted\\\" word\\n\",\"stream\":\"stderr\","
            + "\"time\":\"2026-11-24T10:00:00.1Z\"}\n",
        "{\"log\":\"to\",\"stream\":\"stdout\",\"time\":\"2026-11-24T10:00:00.1Z\"}\n"
            + "{\"log\":\"k_Ab3dEf6hIj9l\\n\",\"stream\":\"stdout\","
            + "\"time\":\"2026-11-24T10:00:00.1Z\"}\n",
        "{\"log\":\"secretword=hunter22\\n\",\"stream\":\"stdout\","
            + "\"time\":\"2026-11-24T10:00:00.1Z\"}\n",
        "machine api.acme.io\n  login bob\n  password hunter22hunter22\n\n",
        "apiVersion: v1\nkind: Secret\ndata:\n  name: aHVudGVyMjI=\nother\n",
        // Wrapped base64 of `a tok_Ab3dEf6hIj9l in base64 that goes on`.
        "YSB0b2tfQWIzZEVmNmhJajls\nIGluIGJhc2U2NCB0aGF0IGdv\nZXMgb24=\n",
        "secretword=hunter22hunter22\n", "tok_Ab3dEf6hIj9l\n",
        // Known once they were seen, and found nowhere else.
        "x_tok_Ab3dEf6hIj9lx\n", "x%5Ftok%5FAb3dEf6hIj9lx\n",
        // Base64 of `x_tok_Ab3dEf6hIj9lx`.
        "eF90b2tfQWIzZEVmNmhJajlseA== is encoded\n", "{\"a\":\"xtok\\u005fAb3dEf6hIj9lx\"}\n",
        "-----BEGIN TOY KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqaw==\n"
            + "-----END TOY KEY-----\n",
        "type=EXECVE msg=audit(1764000000.123:42): argc=2 a0=\"a\" a1=\"secretword=hunter22\"\n",
        "goes on `\nand on\n", "goes on \\\nand on\n", "a%20b%3Dc and more\n",
        "2026-11-24T10:00:00.000000000Z a line 2026-11-24T10:00:00.000000000Z in parts\n",
        "<34>1 2026-11-24T10:00:00Z host app - - - a message of syslog\n",
        String(repeating: "a long line ", count: 400) + "\n",
    ]

    /// Lines of which most are clean.
    private static func text(
        _ generator: inout TextGenerator, of subject: Subject, blocks count: Int
    ) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<count {
            switch generator.number(0...19) {
            case 0...1: text += generator.text(pieces: generator.number(1...3))
            case 2...4:
                text += Array(blocks[generator.number(0...(blocks.count - 1))].utf8)
            case 5: text += Array(blocks[0].utf8)
            default:
                for _ in 0..<generator.number(1...12) {
                    text += Array("INFO worker \(generator.number(0...99)) is well\n".utf8)
                }
            }
        }
        return text
    }

    @Test(arguments: Subject.allCases)
    func `threads change nothing, wherever stretches begin`(_ subject: Subject) {
        var passed = 0
        var options = subject.options
        for seed in 0..<UInt64(subject == .toys ? 120 : 40) {
            var generator = TextGenerator(seed: seed, pieces: subject.pieces)
            let text = Self.text(
                &generator, of: subject, blocks: generator.number(20...120))
            options.locatesLines = seed % 3 > 0
            options.describesFindings = options.locatesLines
            var none = 0
            let alone = Self.answer(
                text, inPiecesOf: [text.count], threads: 1, stretchBytes: 1,
                with: subject.detector, options: options, passed: &none)
            for threads in 1...4 {
                let plan = (0..<4).map { _ in generator.number(1000...20_000) }
                let stretchBytes = generator.number(30...800)
                let together = Self.answer(
                    text, inPiecesOf: plan, threads: threads, stretchBytes: stretchBytes,
                    with: subject.detector, options: options, passed: &passed)
                #expect(
                    together.difference(from: alone) == nil,
                    "seed \(seed), \(threads) threads, plan \(plan), stretches of \(stretchBytes)")
            }
        }
        #expect(passed > 100)
    }

    @Test(arguments: Envelope.all)
    func `threads change nothing in log formats`(_ envelope: Envelope) {
        for seed in 0..<UInt64(8) {
            var generator = TextGenerator(seed: seed, pieces: Subject.toys.pieces)
            let parts = (0..<120).map { _ in
                generator.number(0...9) == 0
                    ? Part("a tok_Ab3dEf6hIj9l and more")
                    : Part("worker \(generator.number(0...99)) is well")
            }
            let text = envelope.write(parts)
            var passed = 0
            let answers = [1, 3].map {
                Self.answer(
                    text, inPiecesOf: [3000, 7000], threads: $0,
                    stretchBytes: generator.number(30...800), with: Subject.toyDetector,
                    options: Subject.toys.options, passed: &passed)
            }
            #expect(answers[1].difference(from: answers[0]) == nil, "seed \(seed)")
        }
    }

    @Test func `clean stretches are passed, and a run of others ends the search for them`() {
        let clean = Array(repeating: Array("worker 7 is well\n".utf8), count: 20_000)
            .flatMap(\.self)
        let dense = Array(repeating: Array("tok_Ab3dEf6hIj9l\n".utf8), count: 20_000)
            .flatMap(\.self)
        func passed(_ text: [UInt8]) -> Int {
            var passed = 0
            _ = Self.answer(
                text, inPiecesOf: [10_000], threads: 2, stretchBytes: 100,
                with: Subject.toyDetector, options: Subject.toys.options, passed: &passed)
            return passed
        }
        // What the caller's thread claims is not counted.
        #expect(passed(clean) > 100)
        // It is not tried again so soon.
        #expect(passed(dense + clean) == 0)
    }

    @Test func `a secret learnt in a stretch is found in those that were looked at before`() {
        var text = Array(repeating: Array("all is well here\n".utf8), count: 200).flatMap(\.self)
        text += Array("tok_Ab3dEf6hIj9l\n".utf8)
        for _ in 0..<200 {
            text += Array("an old x_tok_Ab3dEf6hIj9lx here\n".utf8)
            text += Array("and one encoded: x%5Ftok%5FAb3dEf6hIj9lx\n".utf8)
        }
        for threads in 2...4 {
            var passed = 0
            let answer = Self.answer(
                text, inPiecesOf: [text.count], threads: threads, stretchBytes: 60,
                with: Subject.toyDetector, options: Subject.toys.options, passed: &passed)
            #expect(answer.result.events.count == 401)
            #expect(!answer.result.text.contains("Ab3dEf6hIj9l"))
        }
    }
}
