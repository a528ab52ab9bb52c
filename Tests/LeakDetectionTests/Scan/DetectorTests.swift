import LeakRules
import Prefilter
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
        #expect((0..<2).map { detector.table[$0].map(\.rule) } == [[0], [0, 1]])
        #expect(detector.literalLengths.prefix(2) == [4, 4])
    }

    @Test(arguments: [
        ("tok_1", true), ("TOK_1", false), ("tok_a", false), ("word = x", true),
        ("word bears x", false), ("any", true), ("tag>", true), ("tag is", false),
        ("say 'so", false), ("say's", true),
    ])
    func `a candidate is turned away by its spelling or for want of an assignment`(
        text: String, isAdmitted: Bool
    ) throws {
        let detector = Detector(
            RuleSet([
                .toy(
                    "toy.a", prefilter: ["tok_"], anchor: .literal,
                    pattern: "tok_(?<secret>[0-9])"),
                .toy("toy.b", prefilter: ["word"], gate: .assignment),
                .toy("toy.c", prefilter: ["any"]),
                .toy("toy.d", prefilter: ["tag"], gate: .element),
                .toy("toy.e", prefilter: ["say"], gate: .quote),
            ]))
        let found = CandidateList()
        let matcher = LineMatcher(detector: detector, options: ScanOptions())
        Array(text.utf8).withUnsafeBytes { matcher.search($0, into: found) }
        #expect(found.count == (isAdmitted ? 1 : 0))
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
