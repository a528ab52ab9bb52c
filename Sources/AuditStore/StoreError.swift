import GRDB

/// A state file that cannot be used: which, and why.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// The file's path; `the audit's temporary database` where there is none.
    public let name: String
    /// One sentence.
    public let reason: String

    init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }

    init(name: String, _ error: any Error) {
        self.name = name
        guard let error = error as? DatabaseError else {
            reason = "\(error)"
            return
        }
        reason =
            switch error.resultCode {
            case .SQLITE_NOTADB, .SQLITE_CORRUPT:
                "is no state of an audit; name another file, or delete it"
            case .SQLITE_BUSY, .SQLITE_LOCKED: "is in use by another audit"
            case .SQLITE_FULL: "cannot write: the disk is full"
            case .SQLITE_CANTOPEN: "cannot open"
            case .SQLITE_READONLY, .SQLITE_PERM: "cannot write: permission denied"
            default: "SQLite: \(error.message ?? "error \(error.resultCode.rawValue)")"
            }
    }

    public var description: String { "\(name): \(reason)" }
}
