import LeakRules
import TestSupport

@testable import LeakDetection

/// Findings for reports.
enum Samples {
    static let secrets = [
        "Ab3dEf6hIj9l", "hunter22", "abcd-efgh", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo",
    ]

    private static let text = """
        first
        a tok_Ab3dEf6hIj9l b
        secretword=hunter22
        <<<abcd-efgh>>> <<<abcd-efgh>>>
        -----BEGIN TOY KEY-----
        QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=
        -----END TOY KEY-----

        """

    /// What a scan of a text with the toy rules tells.
    static let events = redact(Array(text.utf8), with: Detector(ToyRules.all)).events

    static let blindSpot = ScanEvent.blindSpot(
        BlindSpot(span: 7..<50, line: 2, reason: "rule toy.rule gave up: match limit exceeded"))

    /// A finding.
    static func finding(
        _ id: String = "toy.rule", name: String = "Toy", severity: Severity = .critical,
        preview: String = "tok_…", evidence: [Evidence] = []
    ) -> ScanEvent {
        .finding(
            Finding(
                rule: .toy(id, name: name, severity: severity), span: 1042..<1082, line: 12,
                column: 31, severity: severity, confidence: 0.98, length: 40,
                description: Finding.Description(
                    evidence: evidence, preview: preview, entropy: 4.906, fingerprint: "b1:5f3c",
                    layers: ["json"])))
    }
}
