import BuiltinPatterns
import LeakDetection
import LeakRules
import TestSupport
import Testing

/// Logs as real daemons wrote them, with a token that stands half in one record and half in
/// another.
@Suite struct RecordCorpusTests {
    private static let detector = Detector(BuiltinPatterns.ruleSet())

    /// Shared, so that fingerprints are the same from scan to scan.
    private static let options = ScanOptions()

    static let cases = Corpus.entries(["records"])

    /// The halves of the token, as the daemons parted it.
    private static let halves = ["ghp_·pGKCFCqy7IUyZ", "dF9ZegW0·sH1rzVBoq3EfJ5v"].map(splintered)

    /// What the container wrote, and what must be left of it: each half is masked for itself.
    private static let secrets = [
        (halves.joined(), String(repeating: "[REDACTED:github.personal-access-token]", count: 2)),
        (splintered("kx8hun·ter22q"), "[REDACTED:generic.password]"),
        (splintered("hun·ter22x"), "[REDACTED:generic.password]"),
    ]

    /// What the options of one container had the driver write beside each record.
    private static let label = splintered("env9hun·ter22")

    /// Where podman wrote what it had when stderr came between.
    private static let flushed = ["records/podman-api", "records/podman-file"]

    private static func redacted(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    @Test(arguments: cases)
    func `gives the findings and the output that were recorded`(_ name: String) throws {
        let result = scan(
            try Corpus.read("\(name)/input.log"), with: Self.detector, options: Self.options)
        let findings = result.findings.map { finding in
            [
                "\(finding.line)", "\(finding.column)", finding.rule.id, "\(finding.score)",
                finding.record.container ?? "-", finding.record.stream ?? "-",
                finding.record.timestamp ?? "-",
            ].joined(separator: "\t") + "\n"
        }.joined()
        if Corpus.isRecording {
            try Corpus.record(findings.utf8, to: "\(name)/findings.tsv")
            try Corpus.record(result.output, to: "\(name)/redacted.log")
            Issue.record("recorded")
        }
        #expect(
            findings == String(decoding: try Corpus.read("\(name)/findings.tsv"), as: UTF8.self))
        #expect(result.output == (try Corpus.read("\(name)/redacted.log")))
    }

    @Test(arguments: cases)
    func `each secret is found once, and nothing of it is left`(_ name: String) throws {
        let result = scan(
            try Corpus.read("\(name)/input.log"), with: Self.detector, options: Self.options)
        let ids = result.findings.map(\.rule.id)
        #expect(ids.count { $0 == "github.personal-access-token" } == 1)
        let labels = name.hasSuffix("attrs") ? 8 : 0
        #expect(ids.count { $0 == "generic.password" } == 2 + labels)
        #expect(ids.count == 3 + labels)
        for rest in Self.halves + Self.secrets.map(\.0) + [Self.label] {
            #expect(!result.text.contains(rest.dropFirst(4)), "\(rest)")
        }
    }

    @Test(arguments: cases)
    func `the records are sound, and the same but for the secrets`(_ name: String) throws {
        let input = try Corpus.read("\(name)/input.log")
        let before = try RecordedLog(input, of: name)
        let after = try RecordedLog(
            scan(input, with: Self.detector, options: Self.options).output, of: name)
        #expect(before.records.count == (Self.flushed.contains(name) ? 9 : 8))
        #expect(before.texts["stdout"]?.contains(Self.secrets[0].0) == true)
        #expect(after.texts == before.texts.mapValues(Self.redacted))
        #expect(before.records.map(\.stream) == after.records.map(\.stream))
        #expect(before.records.map(\.goesOn) == after.records.map(\.goesOn))
        for (old, new) in zip(before.records, after.records) {
            let others = old.others.mapValues {
                $0.replacing(Self.label, with: "[REDACTED:generic.password]")
            }
            #expect(others == new.others)
        }
    }

    @Test(arguments: cases)
    func `it does not matter how the bytes arrive`(_ name: String) throws {
        let input = try Corpus.read("\(name)/input.log")
        let whole = scan(input, with: Self.detector, options: Self.options)
        let text = String(decoding: input, as: UTF8.self)
        let half = try #require(text.utf8.firstRange(of: Self.halves[0].utf8))
        let start = text.utf8.distance(from: text.startIndex, to: half.lowerBound)
        let lone = Array(repeating: 1, count: 1200)
        for sizes in [[start - 100] + lone + [4096], [8192], [1000, 1, 3]] {
            let parted = scan(input, inPiecesOf: sizes, with: Self.detector, options: Self.options)
            #expect(parted.text == whole.text)
            #expect(parted.events == whole.events)
        }
        for size in [1, 7, 300] {
            let short = Array(input.suffix(600))
            let once = scan(short, with: Self.detector, options: Self.options)
            let parted = scan(short, inPiecesOf: [size], with: Self.detector, options: Self.options)
            #expect(parted.text == once.text)
            #expect(parted.events == once.events)
        }
    }

    @Test(arguments: cases)
    func `what is redacted stays as it is`(_ name: String) throws {
        let output = scan(
            try Corpus.read("\(name)/input.log"), with: Self.detector, options: Self.options
        ).output
        let again = scan(output, with: Self.detector, options: Self.options)
        #expect(again.findings.isEmpty)
        #expect(again.output == output)
    }

    @Test func `there is something to test`() {
        #expect(Self.cases.count >= 12)
    }
}
