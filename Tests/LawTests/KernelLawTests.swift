import BuiltinPatterns
@testable import LeakDetection
import LeakRules
import Prefilter
import TestSupport
import Testing

/// The guarantees do not depend on how literals are searched for.
@Suite struct KernelLawTests {
    private static let kernels = Kernel.allCases.filter(\.isSupported)

    /// One detector for each kernel and subject: made once.
    private static let detectors: [Subject: [Kernel: Detector]] = Dictionary(
        uniqueKeysWithValues: Subject.allCases.map { subject in
            let rules = subject == .toys ? ToyRules.all : BuiltinPatterns.ruleSet()
            return (
                subject,
                Dictionary(
                    uniqueKeysWithValues: kernels.map { ($0, Detector(rules, kernel: $0)) })
            )
        })

    @Test(
        "Under every kernel the result is that of any other, however the bytes arrive",
        arguments: kernels, Subject.allCases)
    func sameResult(_ kernel: Kernel, _ subject: Subject) throws {
        let detector = try #require(Self.detectors[subject]?[kernel])
        for seed in 70_000..<UInt64(70_000 + subject.rounds / 6) {
            var maker = EnvelopeLawTests.Maker(seed: seed, subject)
            let text =
                seed.isMultiple(of: 2)
                ? maker.any() : maker.texts.text(pieces: maker.texts.number(1...20))
            let other = scan(text, with: subject.detector, options: subject.options)
            let plan = maker.texts.plan()
            let result = scan(
                text, inPiecesOf: plan, with: detector, options: subject.options)
            #expect(result.output == other.output, "seed \(seed), plan \(plan)")
            #expect(result.events == other.events, "seed \(seed), plan \(plan)")
            let again = scan(result.output, with: detector, options: subject.options)
            #expect(again.output == result.output, "seed \(seed)")
            #expect(again.findings.isEmpty, "seed \(seed)")
        }
    }

    @Test("Under every kernel each example is found", arguments: kernels)
    func examples(_ kernel: Kernel) throws {
        let detector = try #require(Self.detectors[.builtin]?[kernel])
        for example in Subject.builtinExamples {
            let result = scan(example, with: detector)
            let other = scan(example, with: Subject.builtinDetector)
            #expect(result.output == other.output, "\(other.text)")
        }
    }
}
