import GRDB
import LeakDetection
public import LeakReport
public import LeakRules

/// What one run of an audit found, aggregated by secret: what reports read.
///
/// Linked secrets count for more: each is as bad as the worst that it is used with, and surer by
/// ``linkWeight``.
public struct AuditCatalog: LeakCatalog {
    /// Which of what was found is shown.
    public struct Selection: Sendable {
        public var minimumScore = 0
        public var minimumSeverity = Severity.info
        /// Only places of this time, in nanoseconds since 1970, or of none that is known.
        public var since: Int?
        public var until: Int?
        /// Fingerprints of secrets that are known already.
        public var baseline: Set<String> = []
        /// Places of each secret that are handed over.
        public var mostPlaces: Int?

        public init() {}
    }

    /// What a linked secret's confidence gains: it was used with its counterpart. Certainty is not
    /// reached.
    static let linkWeight = 0.1
    static let highestConfidence = 0.99

    public let summary: AuditSummary
    private let store: AuditStore
    private let rules: RuleSet
    private let selection: Selection
    private let run: Int

    /// Aggregates what a run found.
    ///
    /// - Parameters:
    ///   - summary: What only the caller knows; the figures of what was found are filled in.
    ///   - rules: Those that the run used.
    public init(
        of store: AuditStore, run: Int, rules: RuleSet, selection: Selection,
        summary: AuditSummary
    ) throws(StoreError) {
        self.store = store
        self.rules = rules
        self.selection = selection
        self.run = run
        self.summary = try store.write { db in
            try Self.aggregate(db, run: run, selection: selection)
            var summary = summary
            try Self.fillIn(&summary, db, run: run)
            return summary
        }
    }

    // MARK: Aggregation

    /// Conditions for the time of a place.
    private static func window(_ selection: Selection) -> String {
        var condition = ""
        if let since = selection.since {
            condition += " AND (p.time IS NULL OR p.time >= \(since))"
        }
        if let until = selection.until {
            condition += " AND (p.time IS NULL OR p.time < \(until))"
        }
        return condition
    }

    /// Makes the table of the secrets that are shown.
    private static func aggregate(_ db: Database, run: Int, selection: Selection) throws {
        try db.execute(sql: StoreSchema.indexes)
        // `first` is a number that orders places as the walk came upon them.
        try db.execute(
            sql: """
                DROP TABLE IF EXISTS temp.shown;
                DROP TABLE IF EXISTS temp.baseline;
                CREATE TEMP TABLE shown(
                    leak INTEGER PRIMARY KEY, count INTEGER, ownSeverity INTEGER,
                    severity INTEGER, confidence REAL, files INTEGER, since INTEGER,
                    until INTEGER, first INTEGER, isLinked INTEGER, score INTEGER);
                INSERT INTO shown
                    SELECT p.leak, count(*), max(p.severity), max(p.severity), max(p.confidence),
                        count(DISTINCT p.file), min(p.time), max(p.time),
                        min((s.ordinal << 32) + p.number), 0, 0
                    FROM place p JOIN source s ON s.id = p.source
                    WHERE s.run = \(run)\(window(selection)) GROUP BY p.leak;
                CREATE TEMP TABLE baseline(fingerprint TEXT PRIMARY KEY);
                """)
        for fingerprint in selection.baseline {
            try db.cachedStatement(sql: "INSERT INTO temp.baseline VALUES (?)")
                .execute(arguments: [fingerprint])
        }
        try db.execute(
            sql: """
                UPDATE shown SET isLinked = 1,
                    severity = max(severity, (
                        SELECT max(o.ownSeverity) FROM link l JOIN shown o ON o.leak = l.b
                        JOIN source s ON s.id = l.source
                        WHERE l.a = shown.leak AND s.run = \(run))),
                    confidence = max(confidence,
                        min(\(highestConfidence), confidence + \(linkWeight)))
                WHERE leak IN (
                    SELECT l.a FROM link l JOIN shown o ON o.leak = l.b
                    JOIN source s ON s.id = l.source WHERE s.run = \(run));
                """)
        let weights = Severity.allCases.map {
            "WHEN \($0.stored) THEN \(Score.weight(of: $0))"
        }.joined(separator: " ")
        try db.execute(
            sql: """
                UPDATE shown SET score =
                    CAST(round(100 * (CASE severity \(weights) END) * confidence) AS INTEGER);
                DELETE FROM shown WHERE score < \(selection.minimumScore)
                    OR severity < \(selection.minimumSeverity.stored);
                CREATE INDEX temp.shownOrder ON shown(score DESC, first);
                """)
    }

    private static func fillIn(_ summary: inout AuditSummary, _ db: Database, run: Int) throws {
        let isKnown = """
            leak IN (SELECT id FROM leak JOIN temp.baseline USING (fingerprint))
            """
        summary.known =
            try Int.fetchOne(db, sql: "SELECT count(*) FROM shown WHERE \(isKnown)") ?? 0
        try db.execute(sql: "DELETE FROM shown WHERE \(isKnown)")
        let rows = try Row.fetchAll(
            db, sql: "SELECT severity, count(*), sum(count) FROM shown GROUP BY severity")
        for row in rows {
            summary.leaks[Severity(stored: row[0])] = row[1]
            summary.occurrences += row[2] as Int
        }
        if let row = try Row.fetchOne(
            db,
            sql: "SELECT coalesce(sum(files), 0), coalesce(sum(bytes), 0) FROM source "
                + "WHERE run = \(run)")
        {
            summary.files = row[0]
            summary.bytes = row[1]
        }
        let notes = try Row.fetchAll(
            db,
            sql: "SELECT kind, count(*) FROM note JOIN source ON source.id = note.source "
                + "WHERE run = \(run) GROUP BY kind")
        for row in notes {
            switch AuditNote.Kind(rawValue: row[0]) {
            case .skipped: summary.skipped = row[1]
            case .blindSpot: summary.blindSpots = row[1]
            case .failed: summary.failures = row[1]
            case .remark, nil: break
            }
        }
    }

    // MARK: Reading

    public func forEachLeak(_ body: (Leak) throws -> Void) throws {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT s.leak, l.fingerprint, l.rule, s.severity, s.confidence, l.preview,
                        l.length, l.entropy, s.count, s.files, s.since, s.until, s.isLinked
                    FROM shown s JOIN leak l ON l.id = s.leak ORDER BY s.score DESC, s.first
                    """)
            while let row = try rows.next() {
                if let leak = try leak(row, db) { try body(leak) }
            }
        }
    }

    /// Nil for a rule that this run does not have.
    private func leak(_ row: Row, _ db: Database) throws -> Leak? {
        let id: Int64 = row[0]
        guard let rule = rules.rule(row[2]) else { return nil }
        let here = "p.leak = ? AND s.run = \(run)\(Self.window(selection))"
        let from = "FROM place p JOIN source s ON s.id = p.source"
        func texts(_ column: String, most: Int) throws -> [String] {
            try String.fetchAll(
                db.cachedStatement(
                    sql: "SELECT DISTINCT \(column) \(from) WHERE \(here) "
                        + "AND \(column) IS NOT NULL ORDER BY \(column) LIMIT \(most)"),
                arguments: [id])
        }
        let best = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT d.text \(from) JOIN detail d ON d.id = p.detail WHERE \(here) "
                    + "ORDER BY p.confidence DESC, s.ordinal, p.number LIMIT 1"),
            arguments: [id])
        let account = try String.fetchOne(
            db.cachedStatement(
                sql: "SELECT p.account \(from) WHERE \(here) AND p.account IS NOT NULL "
                    + "ORDER BY s.ordinal, p.number LIMIT 1"),
            arguments: [id])
        let detail = PlaceDetail(best?[0] ?? "")
        var evidence = detail.evidence
        let links = (row[12] as Bool) ? try self.links(of: id, db) : []
        if let link = links.first {
            evidence.append(
                Evidence(
                    kind: "link", note: "used together: \(link.kind)", weight: Self.linkWeight))
        }
        return Leak(
            id: Int(id), fingerprint: row[1], rule: rule, severity: Severity(stored: row[3]),
            confidence: row[4], evidence: evidence, preview: row[5], length: row[6],
            entropy: row[7], layers: detail.layers, occurrences: row[8],
            firstSeen: (row[10] as Int?).map(LogTime.text),
            lastSeen: (row[11] as Int?).map(LogTime.text),
            files: row[9],
            containers: try texts("coalesce(p.container, p.unit)", most: Leak.mostNames),
            streams: try texts("p.stream", most: Leak.mostNames), account: account, links: links)
    }

    /// Links of a secret that are told.
    private static let mostLinks = 20

    private func links(of leak: Int64, _ db: Database) throws -> [Leak.Link] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT DISTINCT l.kind, o.fingerprint, o.rule, o.preview
                    FROM link l JOIN shown x ON x.leak = l.b JOIN leak o ON o.id = l.b
                    JOIN source s ON s.id = l.source
                    WHERE l.a = ? AND s.run = \(run) ORDER BY x.first LIMIT \(Self.mostLinks)
                    """),
            arguments: [leak]
        ).map { row in
            Leak.Link(
                kind: row[0], fingerprint: row[1], rule: row[2],
                name: rules.rule(row[2])?.name ?? "", preview: row[3])
        }
    }

    public func forEachPlace(of leak: Leak, _ body: (Place) throws -> Void) throws {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT f.path, f.member, p.line, p.column, p.start, p."end", p.container,
                        p.stream, p.unit, p.timestamp, p.context
                    FROM place p JOIN source s ON s.id = p.source JOIN file f ON f.id = p.file
                    WHERE p.leak = ? AND s.run = \(run)\(Self.window(selection))
                    ORDER BY s.ordinal, p.number LIMIT \(selection.mostPlaces ?? -1)
                    """,
                arguments: [leak.id])
            while let row = try rows.next() {
                let context: String? = row[10]
                try body(
                    Place(
                        path: row[0], member: row[1], line: row[2], column: row[3],
                        span: (row[4] as Int)..<(row[5] as Int),
                        record: RecordOrigin(
                            container: row[6], stream: row[7], unit: row[8], timestamp: row[9]),
                        context: context.map(ContextText.lines) ?? []))
            }
        }
    }

    public func forEachNote(_ body: (AuditNote) throws -> Void) throws {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT n.kind, n.path, n.member, n.line, n.start, n."end", n.reason
                    FROM note n JOIN source s ON s.id = n.source WHERE s.run = \(run)
                    ORDER BY s.ordinal, n.number
                    """)
            while let row = try rows.next() {
                let start: Int? = row[4]
                let end: Int? = row[5]
                try body(
                    AuditNote(
                        kind: AuditNote.Kind(rawValue: row[0]) ?? .failed, path: row[1],
                        member: row[2], line: row[3],
                        span: start.flatMap { start in end.map { start..<$0 } }, reason: row[6]))
            }
        }
    }

    private func read(_ body: (Database) throws -> Void) throws {
        do {
            try store.queue.unsafeReentrantWrite(body)
        } catch let error as DatabaseError {
            throw StoreError(name: store.name, error)
        }
    }
}
