import BuiltinPatterns
import LeakDetection
import LeakRules
import TestSupport
import Testing

@Suite struct CorpusTests {
    private static let detector = Detector(BuiltinPatterns.ruleSet())

    static let cases = Corpus.entries(["cases", "regressions"])
    static let quiet = Corpus.entries(["quiet"])

    @Test("A case gives the findings and the output that were recorded", arguments: cases)
    func golden(_ name: String) throws {
        let input = try Corpus.read("\(name)/input.log")
        let result = scan(input, with: Self.detector)
        let findings = result.findings.map { finding in
            [
                "\(finding.line)", "\(finding.column)", finding.rule.id,
                finding.rule.category.rawValue, finding.severity.rawValue, "\(finding.score)",
            ].joined(separator: "\t") + "\n"
        }.joined()
        if Corpus.isRecording {
            try Corpus.record(findings.utf8, to: "\(name)/findings.tsv")
            try Corpus.record(result.output, to: "\(name)/redacted.log")
            Issue.record("recorded")
        }
        #expect(
            findings == String(decoding: try Corpus.read("\(name)/findings.tsv"), as: UTF8.self))
        #expect(
            result.text == String(decoding: try Corpus.read("\(name)/redacted.log"), as: UTF8.self))
        #expect(!result.findings.isEmpty)
        for sizes in [[1], [7, 30]] {
            #expect(scan(input, inPiecesOf: sizes, with: Self.detector).output == result.output)
        }
    }

    @Test("Noise yields nothing", arguments: quiet)
    func noise(_ name: String) throws {
        let input = try Corpus.read(name)
        let result = scan(input, with: Self.detector)
        #expect(result.output == input)
        #expect(
            result.findings.isEmpty,
            "\(result.findings.map { "\(name):\($0.line):\($0.column) \($0.rule.id)" })")
    }

    @Test("There is something to test")
    func corpusIsThere() {
        #expect(Self.cases.count >= 15)
        #expect(Self.quiet.count >= 8)
    }
}
