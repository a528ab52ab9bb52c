public import LeakDetection
public import LeakReport

/// What an audit found in a source.
public enum FoundEvent: Sendable {
    case place(FoundPlace)
    case note(AuditNote)
    /// Two secrets that belong together, by their fingerprints.
    case link(kind: String, String, String)
}

/// A finding and where it is.
public struct FoundPlace: Sendable {
    public var finding: Finding
    public var path: String
    public var member: String?
    /// The time in nanoseconds since 1970, of the record or of the line's own beginning.
    public var time: Int?
    /// The container, where the path tells it and the record does not.
    public var container: String?
    /// `stdout` or `stderr`, where the line tells it and the record does not.
    public var stream: String?
    public var account: String?
    public var context: [ContextLine]

    public init(
        finding: Finding, path: String, member: String?, time: Int?, container: String?,
        stream: String? = nil, account: String?, context: [ContextLine]
    ) {
        self.finding = finding
        self.path = path
        self.member = member
        self.time = time
        self.container = container
        self.stream = stream
        self.account = account
        self.context = context
    }
}
