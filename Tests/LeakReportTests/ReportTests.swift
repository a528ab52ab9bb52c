import Foundation
import LeakRules
import Testing

@testable import LeakDetection
@testable import LeakReport

/// Texts that a terminal or a browser would obey, or that would break a line.
private let hostile = [
    "a\u{1B}[2Jb", "a\nb", "a\r\nb", "a\tb", "a\u{0}b", "a\u{7F}b", "a\u{9B}31mb", "a\u{202E}b",
    "a\u{2028}b", "a\u{200B}b", "a\u{FEFF}b", "a\u{7}b", "\u{1B}]0;title\u{7}", "a\u{2066}b",
]

/// Whether a terminal would obey something in a text.
private func isTame(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
        scalar == "\n"
            || !(scalar.properties.generalCategory == .control
                || scalar.properties.generalCategory == .format
                || scalar.value == 0x2028 || scalar.value == 0x2029)
    }
}

@Suite struct ReportTests {
    private func report(
        _ format: ReportFormat, _ events: [ScanEvent], path: String = "app.log",
        failures: [String] = [],
        isVerbose: Bool = false
    ) -> String {
        var result = ""
        var settings = ReportSettings()
        settings.isVerbose = isVerbose
        guard let report = format.report(settings, write: { result += $0 }) else {
            Issue.record("\(format) is no report of a stream")
            return result
        }
        for event in events { report.add(event, origin: Origin(path: path)) }
        var outcome = Outcome()
        outcome.bytes = 1234
        outcome.failures = failures
        report.finish(outcome)
        return result
    }

    private func object(_ text: some StringProtocol) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    // MARK: All formats

    @Test(arguments: ReportFormat.streaming)
    func `no report holds a byte of a secret but its public prefix`(format: ReportFormat) {
        #expect(Samples.events.count == 5)
        let text = report(format, Samples.events + [Samples.blindSpot], isVerbose: true)
        for secret in Samples.secrets {
            #expect(!text.contains(secret))
            #expect(!text.contains(secret.prefix(8)))
        }
        #expect(text.contains("tok_…"))
    }

    @Test(arguments: ReportFormat.streaming)
    func `what a terminal would obey is neutralised`(format: ReportFormat) {
        for bad in hostile {
            let events = [
                Samples.finding(name: bad, preview: bad),
                .blindSpot(BlindSpot(span: 0..<1, line: 1, reason: bad)),
            ]
            let text = report(format, events, path: bad, failures: [bad], isVerbose: true)
            // Rows of CSV end with CR LF.
            let lines = format == .csv ? text.replacing("\r\n", with: "\n") : text
            #expect(isTame(lines), "\(text.debugDescription)")
            // A line ending from outside breaks no line of the report.
            #expect(
                text.count { $0.isNewline }
                    == report(format, events, path: "x", failures: ["y"], isVerbose: true)
                    .count { $0.isNewline } || !bad.contains { $0.isNewline })
        }
    }

    // MARK: JSON lines

    @Test func `JSON lines are one object a line, with the contract's keys`() throws {
        let lines = report(.jsonl, Samples.events).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == Samples.events.count + 1)
        #expect(lines.last == "")
        for line in lines.dropLast() {
            let finding = try object(line)
            #expect(
                Set(finding.keys) == [
                    "schema", "rule", "name", "category", "severity", "confidence", "score",
                    "origin",
                    "layers", "secret", "evidence", "occurrences", "suppressed",
                ])
            let origin = try #require(finding["origin"] as? [String: Any])
            #expect(
                Set(origin.keys) == [
                    "path", "line", "column", "byteStart", "byteEnd", "container", "stream", "unit",
                    "timestamp", "member",
                ])
            let secret = try #require(finding["secret"] as? [String: Any])
            #expect(Set(secret.keys) == ["preview", "length", "entropy", "fingerprint", "keyID"])
            let evidence = try #require(finding["evidence"] as? [[String: Any]])
            #expect(!evidence.isEmpty)
            for reason in evidence { #expect(Set(reason.keys) == ["kind", "note", "weight"]) }
        }
    }

    @Test func `a finding is written as the contract has it`() {
        let evidence = [Evidence(kind: "checksum", note: "CRC-32 valid", weight: 0.3)]
        #expect(
            report(.jsonl, [Samples.finding(evidence: evidence)]) == """
                {"category":"token","confidence":0.98,"evidence":[{"kind":"checksum",\
                "note":"CRC-32 valid","weight":0.3}],"layers":["json"],"name":"Toy",\
                "occurrences":1,\
                "origin":{"byteEnd":1082,"byteStart":1042,"column":31,"container":null,"line":12,\
                "member":null,"path":"app.log","stream":null,"timestamp":null,"unit":null},\
                "rule":"toy.rule","schema":1,"score":97,"secret":{"entropy":4.91,\
                "fingerprint":"b1:5f3c","keyID":null,"length":40,"preview":"tok_…"},"severity":"critical",\
                "suppressed":null}

                """)
    }

    @Test func `a blind spot is an object of its own`() {
        #expect(
            report(.jsonl, [Samples.blindSpot]) == """
                {"blindSpot":{"byteEnd":50,"byteStart":7,"line":2,"path":"app.log",\
                "reason":"rule toy.rule gave up: match limit exceeded"}}

                """)
    }

    @Test(arguments: hostile + ["quote\"back\\slash/", "é€😀", "</script>", "=cmd|x"])
    func `a path comes back from JSON as it was`(path: String) throws {
        let lines = report(.jsonl, [Samples.finding()], path: path).split(separator: "\n")
        #expect(lines.count == 1)
        let origin = try object(lines[0])["origin"] as? [String: Any]
        #expect(origin?["path"] as? String == path)
    }

    // MARK: JSON

    @Test(arguments: [0, 1, 5])
    func `a JSON report is one document, however many findings it has`(count: Int) throws {
        let document = try object(report(.json, Array(Samples.events.prefix(count))))
        #expect(
            Set(document.keys) == [
                "schema", "findings", "blindSpotCount", "blindSpots", "failures", "bytes",
                "complete", "keyID", "known",
            ])
        #expect(document["schema"] as? Int == 1)
        #expect((document["findings"] as? [[String: Any]])?.count == count)
        #expect(document["bytes"] as? Int == 1234)
        #expect(document["complete"] as? Bool == true)
    }

    @Test func `a JSON report says what is missing`() throws {
        let blind = try object(
            report(.json, [Samples.blindSpot, Samples.finding(), Samples.blindSpot]))
        #expect(blind["complete"] as? Bool == false)
        #expect(blind["blindSpotCount"] as? Int == 2)
        #expect((blind["blindSpots"] as? [[String: Any]])?.first?["byteStart"] as? Int == 7)
        #expect((blind["findings"] as? [Any])?.count == 1)
        let failed = try object(report(.json, [], failures: ["a.log: cannot open: No such file"]))
        #expect(failed["complete"] as? Bool == false)
        #expect(failed["failures"] as? [String] == ["a.log: cannot open: No such file"])
    }

    @Test func `blind spots are kept up to a bound, and all counted`() throws {
        let document = try object(report(.json, Array(repeating: Samples.blindSpot, count: 1500)))
        #expect(document["blindSpotCount"] as? Int == 1500)
        #expect((document["blindSpots"] as? [Any])?.count == 1000)
    }

    // MARK: Text

    @Test func `a text report has a line for each finding, and a summary`() {
        #expect(
            report(.text, [Samples.finding(), Samples.blindSpot]) == """
                app.log:12:31: critical  97  toy.rule  tok_… (40 bytes, in json)
                app.log:2: not scanned: rule toy.rule gave up: match limit exceeded
                blot: 1 secret (1 critical)
                  1  critical toy.rule
                blot: 1 stretch could not be scanned and was withheld

                """)
    }

    @Test func `a text report explains a score when asked`() {
        let evidence = [
            Evidence(kind: "pattern", note: "exact pattern", weight: 0.9),
            Evidence(kind: "checksum", note: "CRC-32 wrong", weight: -0.6),
        ]
        let text = report(.text, [Samples.finding(evidence: evidence)], isVerbose: true)
        #expect(
            text.contains("\n    +90  pattern: exact pattern\n    -60  checksum: CRC-32 wrong\n"))
        #expect(!report(.text, [Samples.finding(evidence: evidence)]).contains("checksum"))
    }

    @Test func `a text report without findings says so, and what failed`() {
        #expect(report(.text, []) == "no secrets found\n")
        #expect(report(.text, [], failures: ["a: cannot read"]).hasSuffix("a: cannot read\n"))
    }

    @Test func `colour is there when it is asked for`() {
        var colored = ""
        var settings = ReportSettings()
        settings.isColored = true
        let report = ReportFormat.text.report(settings) { colored += $0 }
        report?.add(Samples.finding(severity: .high), origin: Origin(path: "x"))
        #expect(colored.hasPrefix("x:12:31: \u{1B}[31mhigh    \u{1B}[0m"))
    }

    @Test(arguments: [
        ("plain é€😀", "plain é€😀"), ("a\u{1B}[0m", "a\\x1b[0m"), ("\n\t\r", "\\x0a\\x09\\x0d"),
        ("\u{202E}", "\\u{202e}"), ("\u{85}", "\\x85"), ("\r\n", "\\x0d\\x0a"), ("", ""),
    ])
    func `control characters are shown as numbers`(text: String, shown: String) {
        #expect(printable(text) == shown)
    }
}
