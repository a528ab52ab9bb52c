import LeakRules
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct AssessorTests {
    /// What a rule that takes all after `abc=` up to a blank finds in a line; nil when it finds
    /// nothing.
    private func finding(
        _ line: String, _ validators: [Validator] = [], category: LeakRules.Category = .token,
        specificity: Specificity = .exact, minimumEntropy: Double? = nil
    ) -> Finding? {
        let rule = Rule.toy(
            category: category, specificity: specificity, prefilter: ["abc="],
            pattern: #"abc=(?<secret>\S+)"#, validators: validators, minimumEntropy: minimumEntropy)
        var options = ScanOptions()
        options.minimumConfidence = 0
        return scan(
            Array(splintered(line).utf8), with: Detector(RuleSet([rule])), options: options
        ).findings.first
    }

    private func confidence(_ line: String, _ validators: [Validator] = []) -> Double? {
        finding(line, validators).map { ($0.confidence * 100).rounded() / 100 }
    }

    @Test(arguments: [(Specificity.exact, 0.9), (.contextual, 0.7), (.generic, 0.5)])
    func `confidence begins with how narrow the pattern is`(specificity: Specificity, base: Double)
    {
        let finding = finding("abc=Zx3Vb9Qm", specificity: specificity)
        #expect(finding?.confidence == base)
        #expect(finding?.evidence.map(\.kind) == ["pattern"])
        #expect(finding?.evidence.first?.weight == base)
    }

    @Test func `the terms of the evidence add up to the confidence`() throws {
        for line in ["abc=Zx3Vb9Qm", "root abc=Zx3Vb9Qm", "pytest abc=Zx3Vb9Qm localhost"] {
            let finding = try #require(
                self.finding(line, [.random], specificity: .generic))
            let sum = finding.evidence.reduce(0) { $0 + $1.weight }
            #expect(abs(min(1, max(0, sum)) - finding.confidence) < 0.000_001)
            #expect(finding.evidence.allSatisfy { !$0.note.contains("Zx3Vb9Qm") })
        }
    }

    // Tokens: see Base62ChecksumTests.
    @Test func `a right checksum speaks for a token, a wrong one much against it`() {
        #expect(
            confidence("abc=ghp_·zQWBuTSOoRi4A9spHcVY·5ncnsDkxkJ·0mLq17", [.githubChecksum]) == 0.99
        )
        #expect(
            confidence("abc=ghp_·zQWBuTSOoRi4A9spHcVY·5ncnsDkxkJ·0mLq18", [.githubChecksum]) == 0.3)
        #expect(
            confidence("abc=npm_·zQWBuTSOoRi4A9spHcVY·5ncnsDkxkJ·0mLq17", [.npmChecksum]) == 0.99)
    }

    @Test func `a web token needs a header`() {
        #expect(confidence("abc=eyJhbGciOiJub25lIn0.·e30.", [.jwt]) == 0.98)
        #expect(confidence("abc=e30.e30.AAAA", [.jwt]) == nil)
    }

    @Test func `basic credentials need a user and a password`() {
        #expect(confidence("abc=QWxhZGRpbjpvcGVu·IHNlc2FtZQ==", [.basicCredentials]) == 1)
        #expect(confidence("abc=QWxhZGRpbg==", [.basicCredentials]) == nil)
    }

    @Test func `a key id with an account is surer than one without`() {
        #expect(confidence("abc=ASIA·QNZGKIQY·56JQ7WML", [.awsKeyID]) == 0.95)
        #expect(confidence("abc=AKIA·0000000000000000", [.awsKeyID]) == 0.5)
    }

    @Test(arguments: [("abc=Zx3Vb9Qm2Lk7Tn4R", true), ("abc=authentication", false)])
    func `a random value is no word`(line: String, isFound: Bool) {
        #expect((finding(line, [.random]) != nil) == isFound)
    }

    @Test(arguments: [("abc=hunter22", true), ("abc=--help", false)])
    func `an argument is no option`(line: String, isFound: Bool) {
        #expect((finding(line, [.argument]) != nil) == isFound)
    }

    @Test(arguments: [
        ("abc=http://10.0.0.1:2379", true), ("abc=10.0.0.1:2380 joined", true),
        ("etcd abc=http://10.0.0.1:8080", true), ("ETCD abc=http://10.0.0.1", true),
        ("abc=http://10.0.0.1:8080", false), ("abc=https://toys.test/", false),
    ])
    func `an endpoint is one of etcd`(line: String, isFound: Bool) {
        #expect((finding(line, [.endpoint], category: .endpoint) != nil) == isFound)
    }

    @Test(arguments: [
        ("abc=/home/bob/.ssh/id_rsa", true), ("abc=/home/bob/.ssh/id_rsa.pub", false),
    ])
    func `a key file is a private one`(line: String, isFound: Bool) {
        #expect((finding(line, [.keyFile], category: .keyFilePath) != nil) == isFound)
    }

    @Test func `one validator that says no is enough`() {
        #expect(finding("abc=eyJhbGciOiJub25lIn0.·e30.", [.jwt, .basicCredentials]) == nil)
    }

    @Test(arguments: [(2.9, true), (3, true), (3.1, false)])
    func `a value below the least entropy is none`(floor: Double, isFound: Bool) {
        #expect((finding("abc=abcdefgh", minimumEntropy: floor) != nil) == isFound)
    }

    @Test(arguments: [
        "abc=********", "abc=xxxxxxxxxxxx", "abc=[REDACTED:toy.rule]", "abc=AKIAEXAMPLE",
    ])
    func `a placeholder is no secret`(line: String) {
        #expect(finding(line) == nil)
    }

    @Test func `an address or a path may hold any word`() {
        #expect(finding("abc=etcd.example:2379", [.endpoint], category: .endpoint) != nil)
        #expect(finding("abc=/keys/example.key", [.keyFile], category: .keyFilePath) != nil)
        #expect(finding("abc=my-example", specificity: .generic) == nil)
    }

    @Test(arguments: [
        ("root abc=Zx3Vb9Qm", 0.95), ("abc=Zx3Vb9Qm in production", 0.95),
        ("abc=Zx3Vb9Qm # pytest", 0.75),
        ("localhost abc=Zx3Vb9Qm", 0.85), ("root abc=Zx3Vb9Qm admin", 0.95),
        ("root abc=Zx3Vb9Qm prod", 1),
        ("rooted abc=Zx3Vb9Qm reproduction", 0.9), ("abc=prod-x9-root", 0.9),
        ("ROOT abc=Zx3Vb9Qm", 0.95),
    ])
    func `what stands around a match makes it surer or less so`(line: String, expected: Double) {
        #expect(confidence(line) == expected)
    }

    @Test func `confidence stays between nothing and certainty`() throws {
        let low = "pytest staging abc=ghp_·zQWBuTSOoRi4A9spHcVY·5ncnsDkxkJ·0mLq18"
        #expect(try #require(confidence(low, [.githubChecksum, .githubChecksum])) == 0)
        let high = "root prod abc=ghp_·zQWBuTSOoRi4A9spHcVY·5ncnsDkxkJ·0mLq17"
        #expect(confidence(high, [.githubChecksum]) == 1)
    }
}
