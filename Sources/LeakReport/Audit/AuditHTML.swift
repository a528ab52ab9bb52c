import FoundationEssentials
import KeyedHash
import LeakDetection
import LeakRules
import Template

/// An audit as one page that needs nothing else: no network, no other file, no server.
///
/// The frame is a template; the secrets are JSON in it, one after the other, so that neither this
/// end nor the browser's holds rows that nobody looks at. What the page may run and load its policy
/// says: its own script and style sheet, by their hashes, and nothing else.
struct AuditHTML {
    /// Places of a secret, unless the settings say otherwise.
    static let places = 5
    /// Notes that are listed; all are counted.
    static let notes = 1000

    let settings: AuditReportSettings

    func write(_ catalog: some LeakCatalog, to write: (String) -> Void) throws {
        let frame = try Template(EmbeddedText.reportMustache).text(values(catalog.summary))
        // Nothing from outside can write the mark: `<` is escaped everywhere else.
        let mark = "<!--data-->"
        guard let gap = frame.firstRange(of: mark) else {
            preconditionFailure("the page has a gap for its data")
        }
        write(String(frame[..<gap.lowerBound]))
        try writeData(catalog, to: write)
        write(String(frame[gap.upperBound...]))
    }

    // MARK: Data

    private func writeData(_ catalog: some LeakCatalog, to write: (String) -> Void) throws {
        var rules = NamedRules()
        var isFirst = true
        write("{\"leaks\":[")
        let most = settings.maxPlaces ?? Self.places
        try catalog.forEachLeak { leak in
            let places = try catalog.places(of: leak, most: most)
            let row = PageLeak(leak, places: places, rule: rules.index(of: leak.rule))
            write((isFirst ? "\n" : ",\n") + jsonForPage(row))
            isFirst = false
        }
        write("\n],\"rules\":\(jsonForPage(rules.rules.map(PageRule.init))),\"notes\":[")
        isFirst = true
        for kind in [AuditNote.Kind.blindSpot, .failed, .skipped, .remark] {
            var count = 0
            try catalog.forEachNote(kind) { note in
                count += 1
                guard count <= Self.notes else { return }
                write((isFirst ? "\n" : ",\n") + jsonForPage(PageNote(note)))
                isFirst = false
            }
        }
        write("\n]}")
    }

    // MARK: Frame

    private func values(_ summary: AuditSummary) -> [String: Template.Value] {
        let roots = summary.roots.map(printable).joined(separator: ", ")
        var missing: [String] = []
        if summary.isPartial { missing.append("The audit was interrupted") }
        if summary.blindSpots > 0 {
            missing.append(
                Figures.count(summary.blindSpots, "stretch", "stretches") + " could not be scanned")
        }
        if summary.failures > 0 {
            missing.append(Figures.count(summary.failures, "file") + " could not be read")
        }
        let most = max(1, summary.leaks.values.max() ?? 1)
        return [
            "title": .text(roots.isEmpty ? "Audit" : "Audit of \(roots)"),
            "roots": .text(roots),
            "policy": .text(policy),
            "css": .text(EmbeddedText.reportCss),
            "js": .text(EmbeddedText.reportJs),
            "version": .text(printable(summary.version)),
            "ruleSet": .text(printable(String(summary.ruleSet.prefix(20)))),
            "keyID": .text(printable(summary.keyID ?? "of this run only")),
            "started": .text(printable(Figures.moment(summary.started))),
            "seconds": .text(Figures.time(summary.seconds)),
            "secrets": .text(Figures.count(summary.leakCount)),
            "secretsNoun": .text(summary.leakCount == 1 ? "secret" : "secrets"),
            "places": .text(Figures.count(summary.occurrences)),
            "files": .text(Figures.count(summary.files)),
            "unchanged": .text(Figures.count(summary.unchanged)),
            "bytes": .text(Figures.bytes(summary.bytes)),
            "known": .text(Figures.count(summary.known)),
            "hasKnown": .flag(summary.known > 0),
            "blindSpots": .text(String(summary.blindSpots)),
            "failures": .text(String(summary.failures)),
            "skipped": .text(String(summary.skipped)),
            "isClean": .flag(summary.leakCount == 0),
            "isComplete": .flag(summary.isComplete),
            "missing": .text(missing.joined(separator: ", ")),
            "severities": .list(
                Severity.allCases.reversed().enumerated().map { index, severity in
                    let count = summary.leaks[severity] ?? 0
                    let share = Double(count) / Double(most)
                    // Never empty for what is there.
                    let width = count == 0 ? 0 : max(3, Int(share * 220))
                    return [
                        "name": .text(severity.rawValue), "count": .text(Figures.count(count)),
                        "y": .text(String(index * 30)), "text": .text(String(index * 30 + 17)),
                        "bar": .text(String(index * 30 + 6)),
                        "width": .text(String(width)), "end": .text(String(82 + width)),
                    ]
                }),
        ]
    }

    /// The content security policy: CSP level 3.
    private var policy: String {
        "default-src 'none'; script-src '\(Self.hash(EmbeddedText.reportJs))'; "
            + "style-src '\(Self.hash(EmbeddedText.reportCss))'; "
            + "base-uri 'none'; form-action 'none'"
    }

    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.digest(of: text)).base64EncodedString()
    }
}
