import GRDB
import LeakDetection
import LeakReport
import LeakRules
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What an audit has scanned and found, in SQLite: in a file that outlives the audit, or in a
/// temporary one that is gone with it.
///
/// Holds no secret: fingerprints, previews, places and redacted lines. Memory is bounded: what does
/// not fit the cache is on disk. May be used by several threads.
public final class AuditStore: Sendable {
    let name: String
    let queue: DatabaseQueue
    private let isTemporary: Bool
    private let memory = Mutex(Memory())

    /// What was looked up, so that it need not be again.
    private struct Memory {
        var leaks: [String: Int64] = [:]
        var details: [String: Int64] = [:]
        var isInTransaction = false
        var lastCommit = ContinuousClock.now
        static let most = 50_000
    }

    /// Opens a state, or begins one that only its owner can read.
    ///
    /// - Parameters:
    ///   - path: The file; nil for a temporary one, which SQLite keeps in memory as long as it is
    ///     small, and deletes at the end.
    ///   - keyID: Names the key of the fingerprints: a state with those of another key is begun
    ///     anew.
    public init(path: String?, keyID: String?) throws(StoreError) {
        isTemporary = path == nil
        name = path ?? "the audit's temporary database"
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let isTemporary = isTemporary
        configuration.prepareDatabase { db in
            // What is lost with the power is found again by the next audit.
            try db.execute(sql: "PRAGMA synchronous = \(isTemporary ? "OFF" : "NORMAL")")
            try db.execute(sql: "PRAGMA journal_mode = \(isTemporary ? "OFF" : "DELETE")")
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            // KiB.
            try db.execute(sql: "PRAGMA cache_size = -16384")
            try db.execute(sql: "PRAGMA temp_store = FILE")
        }
        do {
            if let path { try Self.makeFile(path) }
            queue = try DatabaseQueue(path: path ?? "", configuration: configuration)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN IMMEDIATE")
                let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
                if isEmpty {
                    try StoreSchema.create(in: db)
                } else if version != StoreSchema.version {
                    throw StoreError(
                        name: path ?? "",
                        reason: "was written by another version; delete it to begin anew")
                }
                let oldKey = try String.fetchOne(
                    db, sql: "SELECT value FROM meta WHERE key = 'keyID'")
                if !isEmpty, oldKey != keyID { try Self.forgetEverything(in: db) }
                try db.execute(
                    sql: "INSERT OR REPLACE INTO meta VALUES ('keyID', ?)", arguments: [keyID])
                try db.execute(sql: "COMMIT")
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(name: path ?? "the audit's temporary database", error)
        }
    }

    /// Makes the file so that only its owner can read it: SQLite would ask the umask.
    private static func makeFile(_ path: String) throws {
        let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else {
            throw StoreError(name: path, reason: "cannot open: \(String(cString: strerror(errno)))")
        }
        close(number)
    }

    private static func forgetEverything(in db: Database) throws {
        for table in ["source", "file", "leak", "detail", "place", "link", "note"] {
            try db.execute(sql: "DELETE FROM \(table)")
        }
    }

    // MARK: Runs and sources

    /// Begins a run.
    ///
    /// - Returns: Its number.
    public func beginRun() throws(StoreError) -> Int {
        try write { db in
            let last = try Int.fetchOne(db, sql: "SELECT max(run) FROM source") ?? 0
            try db.execute(
                sql: "DELETE FROM source WHERE isDone = 0; " + Self.deletionOfOrphans)
            return last + 1
        }
    }

    /// What is known of a source from an earlier run.
    public struct KnownSource: Sendable {
        public let id: Int64
        /// Sizes, times and inodes of its files.
        public let signature: String
        /// A keyed hash of the bytes as they were read; empty where they were not hashed.
        public let hash: String
        /// The rules and options that it was scanned with.
        public let version: String
        public let files: Int
        public let bytes: Int
    }

    /// Looks a source up that was scanned completely.
    public func source(named name: String) throws(StoreError) -> KnownSource? {
        try write { db in
            let statement = try db.cachedStatement(
                sql: "SELECT id, signature, hash, version, files, bytes FROM source "
                    + "WHERE name = ? AND isDone = 1")
            return try Row.fetchOne(statement, arguments: [name]).map { row in
                KnownSource(
                    id: row[0], signature: row[1], hash: row[2], version: row[3], files: row[4],
                    bytes: row[5])
            }
        }
    }

    /// Takes a source over into a run as it is.
    public func keep(
        _ id: Int64, signature: String, ordinal: Int, run: Int
    ) throws(StoreError) {
        try write { db in
            try db.cachedStatement(
                sql: "UPDATE source SET signature = ?, ordinal = ?, run = ? WHERE id = ?"
            ).execute(arguments: [signature, ordinal, run, id])
        }
    }

    /// Begins a source; what an earlier run found in it is forgotten.
    ///
    /// - Parameters:
    ///   - name: Names it in every run; nil for one that is not worth remembering.
    ///   - root: What was named on the command line that it is below.
    ///   - ordinal: Its place in the walk.
    public func beginSource(
        _ name: String?, root: String, ordinal: Int, run: Int
    ) throws(StoreError) -> Int64 {
        try write { db in
            if let name,
                let old = try Int64.fetchOne(
                    db.cachedStatement(sql: "SELECT id FROM source WHERE name = ?"),
                    arguments: [name])
            {
                try Self.delete(old, in: db)
            }
            try db.cachedStatement(
                sql: "INSERT INTO source(name, root, signature, hash, version, ordinal, run, "
                    + "isDone, files, bytes) VALUES (?, ?, '', '', '', ?, ?, 0, 0, 0)"
            ).execute(arguments: [name, root, ordinal, run])
            return db.lastInsertedRowID
        }
    }

    private static func delete(_ source: Int64, in db: Database) throws {
        for table in ["place", "link", "note", "file"] {
            try db.cachedStatement(sql: "DELETE FROM \(table) WHERE source = ?")
                .execute(arguments: [source])
        }
        try db.cachedStatement(sql: "DELETE FROM source WHERE id = ?")
            .execute(arguments: [source])
    }

    /// Completes a source.
    ///
    /// - Parameter isWhole: Whether all of it was scanned, so that a later run may take it over.
    public func endSource(
        _ id: Int64, signature: String, hash: String, version: String, files: Int, bytes: Int,
        isWhole: Bool
    ) throws(StoreError) {
        try write { db in
            try db.cachedStatement(
                sql: "UPDATE source SET signature = ?, hash = ?, version = ?, files = ?, "
                    + "bytes = ?, isDone = ? WHERE id = ?"
            ).execute(arguments: [signature, hash, version, files, bytes, isWhole, id])
        }
        try commit(force: false)
    }

    /// Forgets what earlier runs found below some roots and this one did not come upon.
    public func forgetGone(below roots: [String], run: Int) throws(StoreError) {
        try write { db in
            for root in roots {
                try db.execute(
                    sql: "DELETE FROM source WHERE root = ? AND run <> ?", arguments: [root, run])
            }
            try db.execute(sql: Self.deletionOfOrphans)
        }
    }

    private static let deletionOfOrphans = ["place", "link", "note", "file"].map {
        "DELETE FROM \($0) WHERE source NOT IN (SELECT id FROM source);"
    }.joined()

    // MARK: Findings

    /// Takes down what was found in a source.
    ///
    /// - Parameters:
    ///   - events: In the order in which they were found.
    ///   - number: The number of the first; each takes one.
    public func add(
        _ events: [FoundEvent], to source: Int64, from number: Int
    ) throws(StoreError) {
        try write { db in
            var file: (path: String, member: String?, id: Int64)?
            for (offset, event) in events.enumerated() {
                switch event {
                case .place(let place):
                    if file?.path != place.path || file?.member != place.member {
                        let id = try Self.file(place.path, place.member, of: source, in: db)
                        file = (place.path, place.member, id)
                    }
                    try self.insert(
                        place, file: file?.id ?? 0, source: source, number: number + offset,
                        in: db)
                case .note(let note):
                    try db.cachedStatement(
                        sql: "INSERT INTO note VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    ).execute(arguments: [
                        source, number + offset, note.kind.rawValue, note.path, note.member,
                        note.line, note.span?.lowerBound, note.span?.upperBound, note.reason,
                    ])
                case .link(let kind, let a, let b):
                    let ids = try [a, b].compactMap { try self.leak($0, in: db) }
                    guard ids.count == 2, ids[0] != ids[1] else { continue }
                    for (one, other) in [(ids[0], ids[1]), (ids[1], ids[0])] {
                        try db.cachedStatement(
                            sql: "INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?)"
                        ).execute(arguments: [source, one, other, kind])
                    }
                }
            }
        }
    }

    private static func file(
        _ path: String, _ member: String?, of source: Int64, in db: Database
    ) throws -> Int64 {
        let known = try Int64.fetchOne(
            db.cachedStatement(
                sql: "SELECT id FROM file WHERE source = ? AND path = ? AND member IS ? "
                    + "ORDER BY id DESC LIMIT 1"),
            arguments: [source, path, member])
        if let known { return known }
        try db.cachedStatement(sql: "INSERT INTO file(source, path, member) VALUES (?, ?, ?)")
            .execute(arguments: [source, path, member])
        return db.lastInsertedRowID
    }

    private func insert(
        _ place: FoundPlace, file: Int64, source: Int64, number: Int, in db: Database
    ) throws {
        let finding = place.finding
        let detail = try self.detail(
            PlaceDetail(evidence: finding.evidence, layers: finding.layers).text, in: db)
        let context =
            place.context.isEmpty ? nil : ContextText.text(of: place.context)
        try db.cachedStatement(
            sql: "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            source, number, try leak(finding, in: db), file, finding.line, finding.column,
            finding.span.lowerBound, finding.span.upperBound, finding.severity.stored,
            finding.confidence, detail, finding.record.container ?? place.container,
            finding.record.stream ?? place.stream, finding.record.unit, finding.record.timestamp,
            place.time,
            place.account, context,
        ])
    }

    private func leak(_ finding: Finding, in db: Database) throws -> Int64 {
        if let known = try leak(finding.fingerprint, in: db) { return known }
        try db.cachedStatement(
            sql: "INSERT INTO leak(fingerprint, rule, preview, length, entropy) "
                + "VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            finding.fingerprint, finding.rule.id, finding.preview, finding.length, finding.entropy,
        ])
        let id = db.lastInsertedRowID
        memory.withLock { $0.leaks[finding.fingerprint] = id }
        return id
    }

    private func leak(_ fingerprint: String, in db: Database) throws -> Int64? {
        if let known = memory.withLock({ $0.leaks[fingerprint] }) { return known }
        let id = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM leak WHERE fingerprint = ?"),
            arguments: [fingerprint])
        memory.withLock {
            if $0.leaks.count >= Memory.most { $0.leaks.removeAll() }
            $0.leaks[fingerprint] = id
        }
        return id
    }

    private func detail(_ text: String, in db: Database) throws -> Int64 {
        if let known = memory.withLock({ $0.details[text] }) { return known }
        let found = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM detail WHERE text = ?"), arguments: [text])
        var id = found ?? 0
        if found == nil {
            try db.cachedStatement(sql: "INSERT INTO detail(text) VALUES (?)")
                .execute(arguments: [text])
            id = db.lastInsertedRowID
        }
        let new = id
        memory.withLock {
            if $0.details.count >= Memory.most { $0.details.removeAll() }
            $0.details[text] = new
        }
        return id
    }

    // MARK: Access

    /// How long work may be lost if the audit is killed.
    private static let commitInterval = Duration.seconds(1)

    /// Makes what was written last.
    ///
    /// - Parameter force: Whether also when it was done a moment ago.
    public func commit(force: Bool = true) throws(StoreError) {
        let isDue = memory.withLock {
            $0.isInTransaction
                && (force || ContinuousClock.now - $0.lastCommit > Self.commitInterval)
        }
        // A temporary database is made to be lost.
        guard isDue, force || !isTemporary else { return }
        try access { db in
            guard self.memory.withLock({ $0.isInTransaction }) else { return }
            try db.execute(sql: "COMMIT")
            self.memory.withLock {
                $0.isInTransaction = false
                $0.lastCommit = .now
            }
        }
    }

    /// Writes within the transaction that is open; one thread at a time.
    func write<Value>(
        _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        try access { db in
            if !self.memory.withLock({ $0.isInTransaction }) {
                try db.execute(sql: "BEGIN IMMEDIATE")
                self.memory.withLock { $0.isInTransaction = true }
            }
            return try body(db)
        }
    }

    /// One thread at a time.
    func access<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.unsafeReentrantWrite(body)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(name: name, error)
        }
    }
}
