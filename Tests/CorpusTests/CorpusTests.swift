import BuiltinPatterns
import Foundation
import LeakDetection
import LeakRules
import TestSupport
import Testing

@Suite struct CorpusTests {
    private static let detector = Detector(BuiltinPatterns.ruleSet())
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpus")
    private static let isRecording = ProcessInfo.processInfo.environment["BLOT_RECORD"] == "1"

    private static func entries(_ folders: [String]) -> [String] {
        folders.flatMap { folder in
            let names = try? FileManager.default.contentsOfDirectory(
                atPath: corpus.appending(path: folder).path)
            return (names ?? []).filter { !$0.hasPrefix(".") }.map { "\(folder)/\($0)" }
        }.sorted()
    }

    static let cases = entries(["cases", "regressions"])
    static let quiet = entries(["quiet"])

    /// A file of the corpus, without splinters.
    private static func read(_ path: String) throws -> [UInt8] {
        let text = try Data(contentsOf: corpus.appending(path: path))
        var bytes = Array(text)
        let splinter = Array("·".utf8)
        var result: [UInt8] = []
        while !bytes.isEmpty {
            if bytes.starts(with: splinter) {
                bytes.removeFirst(2)
            } else {
                result.append(bytes.removeFirst())
            }
        }
        return result
    }

    @Test("A case gives the findings and the output that were recorded", arguments: cases)
    func golden(_ name: String) throws {
        let input = try Self.read("\(name)/input.log")
        let result = scan(input, with: Self.detector)
        let findings = result.findings.map { finding in
            [
                "\(finding.line)", "\(finding.column)", finding.rule.id,
                finding.rule.category.rawValue, finding.severity.rawValue, "\(finding.score)",
            ].joined(separator: "\t") + "\n"
        }.joined()
        if Self.isRecording {
            let folder = Self.corpus.appending(path: name)
            try Data(findings.utf8).write(to: folder.appending(path: "findings.tsv"))
            try Data(result.output).write(to: folder.appending(path: "redacted.log"))
            Issue.record("recorded")
        }
        #expect(findings == String(decoding: try Self.read("\(name)/findings.tsv"), as: UTF8.self))
        #expect(
            result.text == String(decoding: try Self.read("\(name)/redacted.log"), as: UTF8.self))
        #expect(!result.findings.isEmpty)
        for sizes in [[1], [7, 30]] {
            #expect(scan(input, inPiecesOf: sizes, with: Self.detector).output == result.output)
        }
    }

    @Test("Noise yields nothing", arguments: quiet)
    func noise(_ name: String) throws {
        let input = try Self.read(name)
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
