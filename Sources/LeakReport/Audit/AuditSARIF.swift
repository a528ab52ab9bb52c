import KeyedHash
import LeakRules

/// An audit as SARIF 2.1.0 (OASIS), for code-scanning pages and editors.
///
/// Bounds are those of GitHub's code scanning, which refuses a file that exceeds them: 25,000
/// results a run. More are counted in a notification; they have the lowest scores. Of the places
/// of a secret, ``places`` are written.
struct AuditSARIF {
    /// Results of a run.
    static let most = 25_000
    /// Places of a result, unless the settings say otherwise; code scanning shows 100 at most.
    static let places = 10...100

    let settings: AuditReportSettings

    func write(_ catalog: some LeakCatalog, to write: (String) -> Void) throws {
        let summary = catalog.summary
        write(
            "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
                + "schemas/sarif-schema-2.1.0.json\",\n\"version\":\"2.1.0\",\n"
                + "\"runs\":[{\"results\":[")
        // The rules come last: they are known when all results are written.
        var rules = NamedRules()
        var lines = SARIFLineHashes()
        var count = 0
        try catalog.forEachLeak { leak in
            count += 1
            guard count <= Self.most else { return }
            let most = min(settings.maxPlaces ?? Self.places.lowerBound, Self.places.upperBound)
            let places = try catalog.places(of: leak, most: max(1, most))
            var result = SARIFResult(leak, places: places, rule: rules.index(of: leak.rule))
            if summary.keyID != nil {
                result.partialFingerprints = [
                    "primaryLocationLineHash": leak.fingerprint, "secretHash/v1": leak.fingerprint,
                ]
            } else {
                result.partialFingerprints = [
                    "primaryLocationLineHash": lines.hash(of: leak, at: places.first)
                ]
            }
            write((count == 1 ? "\n" : ",\n") + jsonLine(result))
        }
        write("\n],\n\"tool\":\(jsonLine(SARIFTool(summary, rules: rules))),\n")
        write("\"invocations\":[{\"executionSuccessful\":\(summary.isComplete),")
        if !summary.started.isEmpty { write("\"startTimeUtc\":\(jsonLine(summary.started)),") }
        try writeNotifications(of: catalog, leaks: count, to: write)
        write("}],\n\"properties\":\(jsonLine(SARIFFigures(summary)))}]}\n")
    }

    private func writeNotifications(
        of catalog: some LeakCatalog, leaks: Int, to write: (String) -> Void
    ) throws {
        write("\"toolExecutionNotifications\":[")
        var isFirst = true
        func add(_ notification: SARIFNotification) {
            write((isFirst ? "" : ",") + "\n" + jsonLine(notification))
            isFirst = false
        }
        if catalog.summary.isPartial {
            add(SARIFNotification(level: "error", text: "the audit was interrupted"))
        }
        if leaks > Self.most {
            let rest = leaks - Self.most
            add(
                SARIFNotification(
                    level: "warning",
                    text: "\(rest) more secrets, of lower scores, are not in this report"))
        }
        if catalog.summary.skipped > 0 {
            let count = catalog.summary.skipped
            add(
                SARIFNotification(
                    level: "note",
                    text: count == 1
                        ? "1 file was skipped on purpose" : "\(count) files were skipped on purpose"
                ))
        }
        try catalog.forEachNote { note in
            guard note.kind == .blindSpot || note.kind == .failed else { return }
            add(SARIFNotification(note))
        }
        write("]")
    }
}

/// What names a result when there is no key file, and the fingerprint differs in every run: a hash
/// of the rule and of the redacted line, not of where it stands.
///
/// Of equal lines the first is `…:1`, the next `…:2`.
struct SARIFLineHashes {
    private var counts: [String: Int] = [:]

    mutating func hash(of leak: Leak, at place: Place?) -> String {
        let line =
            place.flatMap { place in
                place.context.first { $0.number == place.line }?.text
            } ?? "\(place?.name ?? ""):\(leak.preview):\(leak.length)"
        let digest = SHA256.digest(of: "\(leak.rule.id)\n\(line)")
        let hash = digest.prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count < 2 ? "0" + digits : digits
        }.joined()
        counts[hash, default: 0] += 1
        return "\(hash):\(counts[hash] ?? 1)"
    }
}
