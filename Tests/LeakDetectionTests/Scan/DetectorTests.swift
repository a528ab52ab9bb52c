import LeakRules
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct DetectorTests {
    @Test func `literals are in lower case, sorted, and each is there once`() {
        let detector = Detector(
            RuleSet([
                .toy("toy.a", prefilter: ["TOK_", "bear"]), .toy("toy.b", prefilter: ["tok_"]),
            ]))
        #expect(detector.literals == ["bear", "tok_"])
        #expect(detector.rulesOfLiteral == [[0], [0, 1]])
        #expect(detector.literalLengths == [4, 4])
    }

    @Test func `a literal is gated when all of its rules are`() {
        let detector = Detector(
            RuleSet([
                .toy("toy.a", prefilter: ["aaa", "bbb"], gate: .assignment),
                .toy("toy.b", prefilter: ["bbb"]),
            ]))
        #expect(detector.isGated == [true, false])
    }

    @Test(arguments: [(64, Rule.defaultReach), (5000, 5000)])
    func `the reach is that of the rule that sees furthest`(reach: Int, expected: Int) {
        #expect(
            Detector(RuleSet([.toy("toy.a", reach: 32), .toy(reach: reach)])).reach == expected)
    }

    @Test func `without rules nothing is found`() {
        let result = scan(Array("password=hunter22\n".utf8), with: Detector(RuleSet()))
        #expect(result.text == "password=hunter22\n")
        #expect(result.events.isEmpty)
    }

    @Test func `a pattern is compiled once, and knows all groups called secret`() {
        let detector = Detector(RuleSet([.toy(pattern: "a(?<secret>b)|c(d)(?<secret>e)")]))
        #expect(detector.pattern(of: 0).secrets == [1, 3])
        #expect(detector.pattern(of: 0).regex === detector.pattern(of: 0).regex)
    }
}
