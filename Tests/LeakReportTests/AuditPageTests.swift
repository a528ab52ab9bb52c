import Foundation
import Testing

@testable import LeakReport

/// The HTML report, in a real browser.
@Suite(.serialized) struct AuditPageTests {
    /// Writes a page and uses it.
    private func browse(
        _ kind: String, _ catalog: some LeakCatalog, change: (String) -> String = { $0 }
    ) throws -> Program.Outcome {
        try Program.inDirectory { folder in
            let path = "\(folder)/report.html"
            try change(audit(.html, catalog)).write(
                toFile: path, atomically: false, encoding: .utf8)
            // BLOT_SHOTS=directory keeps pictures, to be looked at.
            let shots = ProcessInfo.processInfo.environment["BLOT_SHOTS"] ?? folder
            return try Program.browse("--shots", shots, kind, path)
        }
    }

    @Test func `a page sorts, filters, searches, opens and prints, by mouse and by keyboard`()
        throws
    {
        let outcome = try browse("audit", AuditSamples.audit)
        #expect(outcome.status == 0, "\(outcome.text)")
    }

    @Test func `what a log holds stays text, and nothing is loaded`() throws {
        let bad = obeyed.joined(separator: " ") + " =cmd|' /C calc'!A0"
        let outcome = try browse("hostile", AuditSamples.filled(with: bad))
        #expect(outcome.status == 0, "\(outcome.text)")
    }

    @Test func `50,000 secrets are a page that answers at once`() throws {
        let outcome = try browse("many", AuditSamples.many(50_000))
        #expect(outcome.status == 0, "\(outcome.text)")
    }

    @Test func `an empty audit is a plain page`() throws {
        let outcome = try browse("empty", AuditSamples.empty)
        #expect(outcome.status == 0, "\(outcome.text)")
    }

    @Test(arguments: [
        ("script-src &#39;sha256-", "script-src &#39;sha256-x"),
        ("</body>", "<p onclick=\"x()\"></p></body>"),
        ("</main>", "<img src=\"http://127.0.0.1:9/x.png\"></main>"),
        ("</main>", "<script>window.seen.push(1)</script></main>"),
    ])
    func `the browser sees what is wrong with a page`(part: String, damage: String) throws {
        let outcome = try browse("empty", AuditSamples.empty) {
            #expect($0.contains(part))
            return $0.replacing(part, with: damage)
        }
        #expect(outcome.status == 1, "\(outcome.text)")
    }

    @Test func `the policy lets nothing in but the page's own script and style`() throws {
        let page = try audit(.html, AuditSamples.empty)
        let policy = try #require(
            page.firstMatch(of: /http-equiv="Content-Security-Policy" content="([^"]*)"/))
        let directives = policy.1.replacing("&#39;", with: "'").split(separator: "; ")
        #expect(directives.first == "default-src 'none'")
        #expect(directives.count == 5)
        #expect(!policy.1.contains("unsafe"))
        // The only address is a name: that of SVG's elements.
        let addresses = page.matches(of: /https?:[^"' ]*/).map { String($0.0) }
        #expect(addresses == ["http://www.w3.org/2000/svg"])
    }
}
