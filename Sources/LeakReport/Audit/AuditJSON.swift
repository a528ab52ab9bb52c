import LeakRules

/// An audit as JSON, as one document or as lines. Keys are those of the contract's schema 1, and
/// those of `Reports.md`.
struct AuditJSON {
    let settings: AuditReportSettings

    func writeDocument(_ catalog: some LeakCatalog, to write: (String) -> Void) throws {
        let summary = catalog.summary
        write("{\"schema\":1,\"findings\":[")
        var isFirst = true
        try catalog.forEachLeak { leak in
            write(isFirst ? "\n" : ",\n")
            isFirst = false
            try writeLeak(leak, of: catalog, to: write)
        }
        write("\n],\"blindSpotCount\":\(summary.blindSpots)")
        try writeList("blindSpots", of: .blindSpot, in: catalog, to: write) {
            jsonLine(BlindSpotRecord($0))
        }
        try writeList("failures", of: .failed, in: catalog, to: write) { jsonLine($0.failure) }
        try writeList("skipped", of: .skipped, in: catalog, to: write) {
            jsonLine(SkippedRecord($0))
        }
        try writeList("remarks", of: .remark, in: catalog, to: write) {
            jsonLine(SkippedRecord($0))
        }
        write(",\n\"summary\":\(jsonLine(SummaryRecord(summary)))")
        write(",\n\"bytes\":\(summary.bytes),\"complete\":\(summary.isComplete)}\n")
    }

    func writeLines(_ catalog: some LeakCatalog, to write: (String) -> Void) throws {
        try catalog.forEachLeak { leak in
            try writeLeak(leak, of: catalog, to: write)
            write("\n")
        }
        try catalog.forEachNote { note in
            let line =
                switch note.kind {
                case .blindSpot: jsonLine(["blindSpot": BlindSpotRecord(note)])
                case .failed: jsonLine(["failure": note.failure])
                case .skipped: jsonLine(["skipped": SkippedRecord(note)])
                case .remark: jsonLine(["remark": SkippedRecord(note)])
                }
            write(line + "\n")
        }
        write(jsonLine(["summary": SummaryRecord(catalog.summary)]) + "\n")
    }

    /// One object; its places are written one by one as the last key.
    private func writeLeak(
        _ leak: Leak, of catalog: some LeakCatalog, to write: (String) -> Void
    ) throws {
        let keyID = catalog.summary.keyID
        func open(with first: Place?) {
            let record = jsonLine(FindingRecord(leak: leak, first: first, keyID: keyID))
            write(String(record.dropLast()) + ",\"places\":[")
        }
        var count = 0
        let most = settings.maxPlaces ?? .max
        func add(_ place: Place) {
            if count == 0 { open(with: place) }
            if count < most { write((count == 0 ? "" : ",") + jsonLine(PlaceRecord(place))) }
            count += 1
        }
        if most == .max {
            try catalog.forEachPlace(of: leak) { add($0) }
        } else {
            for place in try catalog.places(of: leak, most: max(1, most)) { add(place) }
        }
        if count == 0 { open(with: nil) }
        write("]}")
    }

    private func writeList(
        _ key: String, of kind: AuditNote.Kind, in catalog: some LeakCatalog,
        to write: (String) -> Void, as encode: (AuditNote) -> String
    ) throws {
        write(",\n\"\(key)\":[")
        var isFirst = true
        try catalog.forEachNote(kind) { note in
            write((isFirst ? "" : ",\n") + encode(note))
            isFirst = false
        }
        write("]")
    }
}

extension AuditNote {
    /// A sentence, as the reports of streams have it.
    fileprivate var failure: String { "\(name): \(reason)" }
}

/// What was left out on purpose.
private struct SkippedRecord: Encodable {
    let path: String
    let member: String?
    let reason: String

    init(_ note: AuditNote) {
        path = note.path
        member = note.member
        reason = note.reason
    }
}

/// The figures.
private struct SummaryRecord: Encodable {
    let summary: AuditSummary

    init(_ summary: AuditSummary) { self.summary = summary }

    private enum CodingKeys: CodingKey {
        case version, ruleSet, keyID, config, roots, started, seconds, files, unchanged, bytes,
            leaks
        case occurrences, known, skipped, blindSpots, failures, isNarrowed, isPartial, complete
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(summary.version, forKey: .version)
        try container.encode(summary.ruleSet, forKey: .ruleSet)
        try container.encode(summary.keyID, forKey: .keyID)
        try container.encode(summary.config, forKey: .config)
        try container.encode(summary.roots, forKey: .roots)
        try container.encode(summary.started, forKey: .started)
        try container.encode(rounded(summary.seconds), forKey: .seconds)
        try container.encode(summary.files, forKey: .files)
        try container.encode(summary.unchanged, forKey: .unchanged)
        try container.encode(summary.bytes, forKey: .bytes)
        try container.encode(
            Dictionary(
                uniqueKeysWithValues: Severity.allCases.map {
                    ($0.rawValue, summary.leaks[$0] ?? 0)
                }), forKey: .leaks)
        try container.encode(summary.occurrences, forKey: .occurrences)
        try container.encode(summary.known, forKey: .known)
        try container.encode(summary.skipped, forKey: .skipped)
        try container.encode(summary.blindSpots, forKey: .blindSpots)
        try container.encode(summary.failures, forKey: .failures)
        try container.encode(summary.isNarrowed, forKey: .isNarrowed)
        try container.encode(summary.isPartial, forKey: .isPartial)
        try container.encode(summary.isComplete, forKey: .complete)
    }
}
