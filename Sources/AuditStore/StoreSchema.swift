import GRDB

/// The tables of an audit.
///
/// A `source` is what is scanned as one: a file with its rotated siblings. Its places and notes are
/// numbered in the order in which they were found, so that the order of a report does not depend on
/// who was faster.
enum StoreSchema {
    /// Raised with every change: a state of another version is begun anew.
    static let version = 1

    static func create(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE source(
                    id INTEGER PRIMARY KEY, name TEXT UNIQUE, root TEXT, signature TEXT,
                    hash TEXT, version TEXT, ordinal INTEGER, run INTEGER, isDone INTEGER,
                    files INTEGER, bytes INTEGER);
                CREATE TABLE file(id INTEGER PRIMARY KEY, source INTEGER, path TEXT, member TEXT);
                CREATE INDEX fileOfSource ON file(source);
                CREATE TABLE leak(
                    id INTEGER PRIMARY KEY, fingerprint TEXT UNIQUE, rule TEXT, preview TEXT,
                    length INTEGER, entropy REAL);
                CREATE TABLE detail(id INTEGER PRIMARY KEY, text TEXT UNIQUE);
                CREATE TABLE place(
                    source INTEGER, number INTEGER, leak INTEGER, file INTEGER, line INTEGER,
                    column INTEGER, start INTEGER, "end" INTEGER, severity INTEGER,
                    confidence REAL, detail INTEGER, container TEXT, stream TEXT, unit TEXT,
                    timestamp TEXT, time INTEGER, account TEXT, context TEXT,
                    PRIMARY KEY(source, number)) WITHOUT ROWID;
                CREATE TABLE link(
                    source INTEGER, a INTEGER, b INTEGER, kind TEXT,
                    PRIMARY KEY(source, a, b)) WITHOUT ROWID;
                CREATE TABLE note(
                    source INTEGER, number INTEGER, kind TEXT, path TEXT, member TEXT,
                    line INTEGER, start INTEGER, "end" INTEGER, reason TEXT,
                    PRIMARY KEY(source, number)) WITHOUT ROWID;
                CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT);
                """)
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// What reports ask for; made when everything is there, which is faster than keeping it up.
    static let indexes = """
        CREATE INDEX IF NOT EXISTS placeOfLeak ON place(leak);
        CREATE INDEX IF NOT EXISTS linkOfLeak ON link(a);
        """
}
