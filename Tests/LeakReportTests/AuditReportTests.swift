import Foundation
import LeakRules
import Testing

@testable import LeakDetection
@testable import LeakReport

/// Texts that some reader of a report would obey, and what breaks lines.
let obeyed = [
    "</script><script>alert(1)</script>", "<!--<script>", "<img src=x onerror=alert(2)>",
    "a\u{1B}[2J\u{9B}31mb", "a\r\nb\n\u{0}\u{B}\u{7F}", "=cmd|' /C calc'!A0", "+1", "-1",
    "@SUM(A1)",
    "\t=1", "a;=1", " =1", "＝1", "::error::a", "  ::set-output name=a::b", "##[error]a",
    "[a](javascript:alert(3))", "{{policy}} {0} {{{css}}}", "&lt; &amp; ]]> \"'`",
    "\"\u{301} x='\u{301}",
    "a\u{202E}b\u{2028}c\u{200B}d\u{FEFF}\u{FFFE}\u{FFFF}", "a,b;\"c\"\"", "$(id) `id` %0a", "",
]

@Suite struct AuditReportTests {
    private func object(_ text: some StringProtocol) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func lines(_ text: String) -> [Substring] {
        // Characters: CR LF is one.
        text.split(omittingEmptySubsequences: false) { $0 == "\n" }
    }

    // MARK: All formats

    @Test(arguments: ReportFormat.allCases)
    func `a report of an audit names each secret once, by its fingerprint and its preview`(
        format: ReportFormat
    ) throws {
        var catalog = AuditSamples.audit
        catalog.leaks = catalog.leaks.map { leak in
            var leak = leak
            leak.links = []
            return leak
        }
        let text = try audit(format, catalog)
        for leak in catalog.leaks {
            let parts = text.components(separatedBy: leak.fingerprint).count - 1
            // SARIF names it for the tracker, for people and as a property.
            #expect(parts == (format == .sarif ? 3 : 1), "\(leak.rule.id)")
        }
        #expect(text.contains("ghp_…"))
    }

    @Test(arguments: ReportFormat.allCases)
    func `an audit is read secret by secret, never as a whole`(format: ReportFormat) throws {
        var most = 0
        try format.writeAudit(AuditSamples.many(300)) { most = max(most, $0.utf8.count) }
        // The page's frame, with its script and style sheet, is one piece.
        #expect(most < (format == .html ? 64_000 : 6000))
    }

    @Test(arguments: [ReportFormat.json, .jsonl])
    func `a secret with many places is written place by place`(format: ReportFormat) throws {
        var catalog = AuditSamples.many(1)
        catalog = GeneratedCatalog(
            summary: catalog.summary, count: 1, placeCount: 5000, leak: catalog.leak,
            place: catalog.place)
        var most = 0
        var all = 0
        try format.writeAudit(catalog) {
            most = max(most, $0.utf8.count)
            all += $0.utf8.count
        }
        #expect(all > 1_000_000)
        #expect(most < 2000)
    }

    @Test(arguments: ReportFormat.allCases)
    func `an audit that failed half-way says so by throwing`(format: ReportFormat) {
        struct Broken: Error {}
        struct BrokenCatalog: LeakCatalog {
            let summary = AuditSamples.audit.summary
            func forEachLeak(_ body: (Leak) throws -> Void) throws { throw Broken() }
            func forEachPlace(of leak: Leak, _ body: (Place) throws -> Void) throws {}
            func forEachNote(_ body: (AuditNote) throws -> Void) throws {}
        }
        #expect(throws: Broken.self) { try format.writeAudit(BrokenCatalog()) { _ in } }
    }

    @Test(arguments: [ReportFormat.text, .json, .jsonl, .csv, .sarif, .junit, .html], obeyed)
    func `nothing that came from a log is obeyed`(format: ReportFormat, bad: String) throws {
        let text = try audit(format, AuditSamples.filled(with: bad)) { $0.isVerbose = true }
        let body = format == .csv ? text.replacing("\r\n", with: "\n") : text
        for scalar in body.unicodeScalars where scalar != "\n" {
            let category = scalar.properties.generalCategory
            #expect(
                category != .control && category != .format && category != .lineSeparator
                    && category != .paragraphSeparator, "U+\(String(scalar.value, radix: 16))")
        }
        for line in body.split(separator: "\n") {
            let start = line.drop { $0 == " " }
            #expect(!start.hasPrefix("::") && !start.hasPrefix("##["), "\(line)")
        }
        // No line comes from a log: as many as with a plain text, where lines are not wrapped.
        if ![.text, .sarif].contains(format) {
            let plain = try audit(format, AuditSamples.filled(with: "plain"))
            #expect(lines(body).count == lines(plain.replacing("\r\n", with: "\n")).count)
        }
    }

    // MARK: JSON

    @Test func `an audit's finding has the contract's keys, and more`() throws {
        let document = try object(audit(.json, AuditSamples.audit))
        #expect(
            Set(document.keys) == [
                "schema", "findings", "blindSpotCount", "blindSpots", "failures", "skipped",
                "remarks",
                "summary", "bytes", "complete",
            ])
        let findings = try #require(document["findings"] as? [[String: Any]])
        #expect(findings.count == 7)
        let first = try #require(findings.first)
        #expect(
            Set(first.keys) == [
                "schema", "rule", "name", "category", "severity", "confidence", "score", "origin",
                "layers", "secret", "evidence", "occurrences", "suppressed", "firstSeen",
                "lastSeen", "files", "containers", "streams", "account", "links", "places",
            ])
        #expect(first["occurrences"] as? Int == 1214)
        #expect(first["firstSeen"] as? String == "2026-03-01T10:12:03.123456789Z")
        #expect(first["account"] as? String == "deploy-bot")
        #expect((first["secret"] as? [String: Any])?["keyID"] as? String == "k1:0011aabb")
        let places = try #require(first["places"] as? [[String: Any]])
        #expect(places.count == 4)
        var opening = try #require(places.first)
        let context = try #require(opening.removeValue(forKey: "context") as? [[String: Any]])
        #expect(context.map { $0["line"] as? Int } == [11, 12, 13])
        let origin = try #require(first["origin"] as? [String: Any])
        #expect(NSDictionary(dictionary: origin) == NSDictionary(dictionary: opening))
        #expect(places.last?.keys.contains("context") == false)
        let links = try #require(findings[1]["links"] as? [[String: String]])
        #expect(links.map { $0["fingerprint"] } == [AuditSamples.audit.leaks[2].fingerprint])
    }

    @Test func `unknown is null`() throws {
        let line = try #require(lines(audit(.jsonl, AuditSamples.audit)).dropFirst(5).first)
        let finding = try object(line)
        for key in ["firstSeen", "lastSeen", "account", "suppressed"] {
            #expect(finding[key] is NSNull, "\(key)")
        }
        var catalog = AuditSamples.audit
        catalog.summary.keyID = nil
        catalog.places = [:]
        let bare = try object(lines(audit(.jsonl, catalog))[0])
        #expect((bare["secret"] as? [String: Any])?["keyID"] is NSNull)
        #expect(bare["origin"] is NSNull)
        #expect((bare["places"] as? [Any])?.isEmpty == true)
    }

    @Test func `a JSON document has the figures, and what was not scanned`() throws {
        let document = try object(audit(.json, AuditSamples.audit))
        #expect(document["complete"] as? Bool == false)
        #expect(document["blindSpotCount"] as? Int == 1)
        let spot = try #require((document["blindSpots"] as? [[String: Any]])?.first)
        #expect(spot["byteStart"] as? Int == 10_000)
        #expect(
            document["failures"] as? [String] == ["old.zip!a/b.log: the archive ends in the middle"]
        )
        #expect((document["skipped"] as? [[String: Any]])?.count == 2)
        let summary = try #require(document["summary"] as? [String: Any])
        #expect(
            summary["leaks"] as? [String: Int] == [
                "critical": 2, "high": 2, "medium": 1, "low": 1, "info": 1,
            ])
        #expect(summary["known"] as? Int == 2)
        #expect(summary["isPartial"] as? Bool == false)
        #expect(summary["roots"] as? [String] == ["logs", "backup", "home"])
    }

    @Test func `JSON lines are the findings, what was not scanned, and the figures`() throws {
        let all = lines(try audit(.jsonl, AuditSamples.audit))
        #expect(all.count == 7 + 4 + 1 + 1)
        let keys = try all.dropFirst(7).dropLast().map { try object($0).keys.sorted() }
        #expect(keys == [["skipped"], ["blindSpot"], ["failure"], ["skipped"], ["summary"]])
    }

    @Test(arguments: [0, 1, 2, 100])
    func `as many places as wanted`(most: Int) throws {
        let text = try audit(.jsonl, AuditSamples.audit) { $0.maxPlaces = most }
        let places = try #require(object(lines(text)[0])["places"] as? [Any])
        #expect(places.count == min(most, 4))
    }

    @Test(arguments: [(ReportFormat.sarif, 10), (.html, 5)])
    func `a report for viewers has a few places, or as many as wanted`(
        format: ReportFormat, usual: Int
    ) throws {
        var catalog = AuditSamples.many(1)
        catalog = GeneratedCatalog(
            summary: catalog.summary, count: 1, placeCount: 500, leak: catalog.leak,
            place: catalog.place)
        func places(_ most: Int?) throws -> Int {
            try audit(format, catalog) { $0.maxPlaces = most }
                .components(separatedBy: "logs/service-0/app.log.").count - 1
        }
        #expect(try places(nil) == usual)
        #expect(try places(3) == 3)
        // Code scanning refuses more.
        #expect(try places(400) == (format == .sarif ? 100 : 400))
    }

    @Test func `an empty audit is a whole document`() throws {
        let document = try object(audit(.json, AuditSamples.empty))
        #expect((document["findings"] as? [Any])?.isEmpty == true)
        #expect(document["complete"] as? Bool == true)
        #expect(lines(try audit(.jsonl, AuditSamples.empty)).count == 2)
    }

    @Test func `a partial audit is told apart, in every format`() throws {
        var catalog = AuditSamples.empty
        catalog.summary.isPartial = true
        #expect(try object(audit(.json, catalog))["complete"] as? Bool == false)
        #expect(try audit(.text, catalog).contains("INCOMPLETE: the audit was interrupted"))
        #expect(try audit(.html, catalog).contains("<strong>Incomplete.</strong> The audit was"))
        #expect(try audit(.junit, catalog).contains("errors=\"1\""))
        #expect(try audit(.sarif, catalog).contains("\"executionSuccessful\":false"))
        #expect(try audit(.text, AuditSamples.empty).contains("complete: everything was scanned"))
    }

    // MARK: CSV

    @Test func `a row of CSV is a secret by its first place`() throws {
        let rows = try audit(.csv, AuditSamples.audit).components(separatedBy: "\r\n")
        #expect(rows.count == 9)
        #expect(rows[0].hasPrefix("severity,score,confidence,rule,name,"))
        #expect(
            rows[6] == "low,36,0.9,kubernetes.key-file,\"Path of a key file\",key-file-path,"
                + "/etc/kubernetes/…,36,\(AuditSamples.audit.leaks[5].fingerprint),1,1,,,"
                + "kubelet.log,,3,31,1042,1082,,,,,,,,")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a b", "\"a b\""), ("a\"b, c", "\"a\"\"b, c\""), ("=1", "'=1"),
        ("-", "'-"), ("a=1", "a=1"), ("\t@x", "\\x09@x"), ("a;=1", "\"a;'=1\""),
        (" +1", "\" '+1\""),
        ("＠x", "'＠x"), ("\r\n", "\\x0d\\x0a"), ("", ""),
    ])
    func `a cell is no formula`(text: String, cell: String) {
        #expect(CSVRow.cell(text) == cell)
    }

    @Test func `a stream's findings have the same columns`() throws {
        var text = ""
        let report = try #require(ReportFormat.csv.report(ReportSettings()) { text += $0 })
        report.add(Samples.finding(), origin: Origin(path: "=app.log"))
        report.finish(Outcome())
        let rows = text.components(separatedBy: "\r\n")
        #expect(rows.count == 3)
        #expect(rows[0] == (try audit(.csv, AuditSamples.empty).dropLast(1)))
        #expect(rows[1].contains(",'=app.log,,12,31,1042,1082,"))
    }

    // MARK: SARIF

    @Test func `a secret keeps its name in SARIF when there is a key`() throws {
        func names(_ change: (inout ListCatalog) -> Void) throws -> [String] {
            var catalog = AuditSamples.audit
            change(&catalog)
            let runs = try #require(object(audit(.sarif, catalog))["runs"] as? [[String: Any]])
            let results = try #require(runs.first?["results"] as? [[String: Any]])
            return results.compactMap {
                ($0["partialFingerprints"] as? [String: String])?["primaryLocationLineHash"]
            }
        }
        #expect(try names { _ in } == AuditSamples.audit.leaks.map(\.fingerprint))
        // Without one, the fingerprint is another in every run: the redacted line names it.
        let first = try names { $0.summary.keyID = nil }
        let second = try names { catalog in
            catalog.summary.keyID = nil
            for index in catalog.leaks.indices { catalog.leaks[index].fingerprint = "b1:\(index)" }
            for key in catalog.places.keys { catalog.places[key]?[0].line += 0 }
        }
        #expect(first == second)
        #expect(Set(first).count == 7)
        let moved = try names { catalog in
            catalog.summary.keyID = nil
            catalog.places[0]?[0].path = "elsewhere.log"
        }
        #expect(first == moved)
        let others = try names { catalog in
            catalog.summary.keyID = nil
            catalog.places[0]?[0].context[1].text = "another line"
        }
        #expect(first[0] != others[0])
    }

    @Test(arguments: [
        ("logs/app.log", "logs/app.log"), ("./a b", "a%20b"), ("/var/log/x", "file:///var/log/x"),
        ("a:b/é#?%.log", "a%3Ab/%C3%A9%23%3F%25.log"), ("x.tar!a/b", "x.tar!a/b"), ("", "."),
        (".//a", "a"), ("-", "-"), ("javascript:alert(1)", "javascript%3Aalert%281%29"),
    ])
    func `a path is a URI`(path: String, uri: String) {
        #expect(SARIFLocation.uri(path) == uri)
    }

    @Test func `results beyond what code scanning takes are counted`() throws {
        let count = AuditSARIF.most + 3
        let text = try audit(.sarif, AuditSamples.many(count))
        #expect(text.components(separatedBy: "\"ruleIndex\"").count - 1 == AuditSARIF.most)
        #expect(text.contains("3 more secrets, of lower scores, are not in this report"))
    }

    @Test func `links in messages are no links`() {
        #expect(SARIFMessage("[a](b) {0}").text == "\\[a\\](b) {{0}}")
    }

    // MARK: Other people's parsers

    @Test func `SARIF, JUnit and CSV are what their parsers expect`() throws {
        try Program.inDirectory { folder in
            var catalogs: [(String, ListCatalog)] = [
                ("audit", AuditSamples.audit), ("empty", AuditSamples.empty),
            ]
            var partial = AuditSamples.audit
            partial.summary.isPartial = true
            partial.summary.keyID = nil
            catalogs.append(("partial", partial))
            for (index, bad) in obeyed.enumerated() {
                catalogs.append(("obeyed-\(index)", AuditSamples.filled(with: bad)))
            }
            var files: [String] = []
            for (name, catalog) in catalogs {
                for format in [ReportFormat.sarif, .junit, .csv] {
                    files.append("\(folder)/\(name).\(format.rawValue)")
                    try audit(format, catalog).write(
                        toFile: files[files.count - 1], atomically: false, encoding: .utf8)
                }
            }
            let outcome = try Program.check(files)
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    @Test func `the parsers see what is wrong`() throws {
        try Program.inDirectory { folder in
            let damages: [(ReportFormat, String, String)] = [
                (.sarif, "\"level\":\"error\"", "\"level\":\"grave\""),
                (.junit, "</failure>", "</failed>"), (.junit, "failures=\"7\"", "failures=\"6\""),
                (.csv, ",1214,", ",=1214,"),
            ]
            for (format, part, damage) in damages {
                let text = try audit(format, AuditSamples.audit)
                #expect(text.contains(part))
                let path = "\(folder)/damaged.\(format.rawValue)"
                try text.replacing(part, with: damage)
                    .write(toFile: path, atomically: false, encoding: .utf8)
                #expect(try Program.check([path]).status == 1, "\(damage)")
            }
        }
    }
}
