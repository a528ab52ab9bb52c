import LeakRules
import Testing

@testable import LeakDetection

@Suite struct ScoreTests {
    @Test(arguments: [
        (Severity.critical, 1.0, 99), (.critical, 0.98, 97), (.high, 1, 80), (.medium, 1, 60),
        (.low, 1, 40),
        (.info, 1, 20), (.critical, 0, 0), (.high, 0.5, 40), (.medium, 0.7, 42), (.info, 0.01, 0),
        (.low, 0.9999, 40),
    ])
    func `the score is severity times confidence`(
        severity: Severity, confidence: Double, score: Int
    ) {
        #expect(Score.score(severity: severity, confidence: confidence) == score)
    }

    @Test func `a graver severity weighs more, a narrower pattern begins surer`() {
        let weights = Severity.allCases.map(Score.weight)
        #expect(weights == weights.sorted() && Set(weights).count == weights.count)
        let bases = Specificity.allCases.sorted().map(Score.base)
        #expect(bases == bases.sorted() && Set(bases).count == bases.count)
        #expect((weights + bases).allSatisfy { (0.0..<1).contains($0) })
    }
}
