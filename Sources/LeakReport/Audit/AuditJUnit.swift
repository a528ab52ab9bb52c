import LeakRules

/// An audit as JUnit's XML, for build servers: a test case for each secret, which failed, and one
/// for each source that could not be scanned in full, which is an error.
struct AuditJUnit {
    func write(_ catalog: some LeakCatalog, to write: (String) -> Void) throws {
        let summary = catalog.summary
        let errors = summary.blindSpots + summary.failures + (summary.isPartial ? 1 : 0)
        // A suite without a case would look like one that did not run.
        let isClean = summary.leakCount + errors == 0
        let counts =
            "tests=\"\(isClean ? 1 : summary.leakCount + errors)\" "
            + "failures=\"\(summary.leakCount)\" errors=\"\(errors)\""
        let time = "time=\"\(rounded(summary.seconds))\""
        write(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<testsuites name=\"blot\" \(counts) \(time)>\n"
                + "<testsuite name=\"blot\" \(counts) skipped=\"0\" \(time) "
                + "timestamp=\"\(XML.attribute(localTime(summary.started)))\" hostname=\"-\">\n"
                + "<properties>\n")
        let properties = [
            ("version", summary.version), ("ruleSet", summary.ruleSet),
            ("keyID", summary.keyID ?? ""), ("roots", summary.roots.joined(separator: " ")),
            ("files", String(summary.files)), ("bytes", String(summary.bytes)),
            ("skipped", String(summary.skipped)), ("known", String(summary.known)),
        ]
        for (name, value) in properties {
            write("<property name=\"\(name)\" value=\"\(XML.attribute(value))\"/>\n")
        }
        write("</properties>\n")
        try catalog.forEachLeak { leak in
            write(testcase(leak, at: try catalog.places(of: leak, most: 3)))
        }
        if summary.isPartial {
            write(error("audit", "the audit was interrupted", kind: "partial"))
        }
        try catalog.forEachNote { note in
            guard note.kind == .blindSpot || note.kind == .failed else { return }
            let place = note.line > 0 ? "\(note.name):\(note.line)" : note.name
            write(error(place, note.reason, kind: note.kind.rawValue))
        }
        if isClean {
            write("<testcase classname=\"blot\" name=\"no secrets found\" time=\"0\"/>\n")
        }
        write("</testsuite>\n</testsuites>\n")
    }

    private func testcase(_ leak: Leak, at places: [Place]) -> String {
        let first = places.first.map { " \($0.name):\($0.line):\($0.column)" } ?? ""
        let count = leak.occurrences == 1 ? "once" : "\(leak.occurrences) times"
        var lines = [
            "score \(leak.score), \(leak.severity.rawValue), found \(count) in "
                + Figures.count(leak.files, "file")
        ]
        if let from = leak.firstSeen { lines.append("seen \(from) to \(leak.lastSeen ?? from)") }
        if let account = leak.account { lines.append("account \(account)") }
        lines += leak.links.map { "\($0.kind): \($0.title) \($0.fingerprint)" }
        lines += places.map { "at \($0.name):\($0.line):\($0.column)" }
        lines.append(leak.rule.why)
        return "<testcase classname=\"\(XML.attribute(leak.rule.id))\" "
            + "name=\"\(XML.attribute("\(leak.preview) \(leak.fingerprint)\(first)"))\" time=\"0\">"
            + "<failure type=\"\(leak.severity.rawValue)\" "
            + "message=\"\(XML.attribute("\(leak.rule.name) \(leak.preview)\(first)"))\">"
            + lines.map(XML.text).joined(separator: "\n") + "</failure></testcase>\n"
    }

    private func error(_ place: String, _ reason: String, kind: String) -> String {
        "<testcase classname=\"blot.\(kind)\" name=\"\(XML.attribute(place))\" time=\"0\">"
            + "<error type=\"\(kind)\" message=\"\(XML.attribute(reason))\"></error></testcase>\n"
    }

    /// RFC 3339 cut to what JUnit's schema knows: no zone, no fractions.
    private func localTime(_ time: String) -> String {
        time.utf8.count >= 19 ? String(time.prefix(19)) : "1970-01-01T00:00:00"
    }
}

/// Text for XML 1.0.
enum XML {
    static func text(_ text: String) -> String { escape(text) }
    static func attribute(_ text: String) -> String { escape(text) }

    /// Control characters are shown as numbers; what XML 1.0 has no place for (surrogates cannot
    /// be, U+FFFE and U+FFFF) becomes U+FFFD. A `::` at the beginning, which build servers obey in
    /// a log, is set apart.
    private static func escape(_ text: String) -> String {
        var result = ""
        for scalar in tame(printable(text)).unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// Keeps a build server from taking a line for a command: GitHub's begin with `::`, older ones with
/// `##[`, after blanks.
func tame(_ line: String) -> String {
    let start = line.drop { $0 == " " }
    guard start.hasPrefix("::") || start.hasPrefix("##[") || start.hasPrefix("##vso[") else {
        return line
    }
    return String(line.prefix(line.count - start.count)) + "\\" + start
}
