import LeakRules

/// Ends a walk early.
private struct Enough: Error {}

/// What a report of an audit looks like.
public struct AuditReportSettings: Sendable {
    /// Whether text is coloured.
    public var isColored = false
    /// Whether text explains each score, and shows more places.
    public var isVerbose = false
    /// Whether text draws with ASCII alone: for terminals that know no UTF-8.
    public var isASCII = false
    /// Columns of the terminal, of which ``columns`` are used.
    public var width = 80
    /// The most places of a secret that are written; nil for what suits the format: all in `json`
    /// and `jsonl`, a few in the others.
    public var maxPlaces: Int?

    public init() {}

    /// The columns that text fits: narrower is unreadable, wider tires the eye.
    static let columns = 60...120
}

extension ReportFormat {
    /// Writes the report of an audit.
    ///
    /// Takes memory for one secret at a time, and for none of its places. Everything that came from
    /// a log is neutralised for whoever reads the format: terminals, browsers, spreadsheets, build
    /// servers.
    ///
    /// - Parameters:
    ///   - catalog: What was found; it is read more than once.
    ///   - write: Receives the report, piece by piece: buffer them.
    /// - Throws: What the catalog throws; the report is then cut off.
    public func writeAudit(
        _ catalog: some LeakCatalog, settings: AuditReportSettings = AuditReportSettings(),
        write: (String) -> Void
    ) throws {
        switch self {
        case .text: try AuditText(settings: settings).write(catalog, to: write)
        case .json: try AuditJSON(settings: settings).writeDocument(catalog, to: write)
        case .jsonl: try AuditJSON(settings: settings).writeLines(catalog, to: write)
        case .csv: try AuditCSV().write(catalog, to: write)
        case .sarif: try AuditSARIF(settings: settings).write(catalog, to: write)
        case .junit: try AuditJUnit().write(catalog, to: write)
        case .html: try AuditHTML(settings: settings).write(catalog, to: write)
        }
    }
}

extension LeakCatalog {
    /// The first places of a leak, at most `most`.
    func places(of leak: Leak, most: Int) throws -> [Place] {
        var places: [Place] = []
        guard most > 0 else { return places }
        do {
            try forEachPlace(of: leak) { place in
                places.append(place)
                if places.count == most { throw Enough() }
            }
        } catch is Enough {}
        return places
    }

    /// Hands over the notes of one kind.
    func forEachNote(_ kind: AuditNote.Kind, _ body: (AuditNote) throws -> Void) throws {
        try forEachNote { note in
            if note.kind == kind { try body(note) }
        }
    }
}

extension Place {
    /// The file, and what of it when it is an archive: `logs.tar!app.log`.
    var name: String { path + (member.map { "!" + $0 } ?? "") }
}

extension AuditNote {
    /// The file, and what of it when it is an archive: `logs.tar!app.log`.
    var name: String { path + (member.map { "!" + $0 } ?? "") }
}

extension AuditSummary {
    /// How many secrets there are.
    var leakCount: Int { leaks.values.reduce(0, +) }
}

extension Leak.Link {
    /// The other secret, for people.
    var title: String { name.isEmpty ? rule : name }
}
