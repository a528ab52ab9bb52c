public import LeakRules

/// What an audit found, as reports read it: all orders are fixed, whatever threads scanned.
///
/// Nothing is handed over as a whole, so that a report of a million places needs no memory for
/// them.
public protocol LeakCatalog {
    var summary: AuditSummary { get }

    /// Hands over the leaks, the highest score first.
    func forEachLeak(_ body: (Leak) throws -> Void) throws

    /// Hands over the places of a leak in the order of the walk: all, or as many as the audit was
    /// told to keep.
    func forEachPlace(of leak: Leak, _ body: (Place) throws -> Void) throws

    /// Hands over what could not be scanned or was passed over, in the order of the walk.
    func forEachNote(_ body: (AuditNote) throws -> Void) throws
}

/// Something that was not scanned.
public struct AuditNote: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// Left out on purpose: a binary file. The audit is complete without it.
        case skipped
        /// Something worth knowing of a source that was scanned: records that were damaged, and
        /// read as text.
        case remark
        /// A stretch that could not be scanned: a rule gave up, a dump decodes to too much.
        case blindSpot
        /// A source that could not be read, or not in full.
        case failed
    }

    public var kind: Kind
    public var path: String
    public var member: String?
    /// Of a blind spot; 0 otherwise.
    public var line: Int
    /// Of a blind spot.
    public var span: Range<Int>?
    /// A short lower-case sentence.
    public var reason: String

    public init(
        kind: Kind, path: String, member: String? = nil, line: Int = 0, span: Range<Int>? = nil,
        reason: String
    ) {
        self.kind = kind
        self.path = path
        self.member = member
        self.line = line
        self.span = span
        self.reason = reason
    }
}

/// The figures of an audit.
public struct AuditSummary: Sendable {
    /// The tool's version.
    public var version = ""
    /// Names the rule set: a hash of all rules.
    public var ruleSet = ""
    /// Names the key of the fingerprints without giving it away; nil for a key of this run only.
    public var keyID: String?
    /// The configuration that was used; nil without one.
    public var config: String?
    /// What was audited, as it was named.
    public var roots: [String] = []
    /// RFC 3339.
    public var started = ""
    /// Seconds that it took.
    public var seconds = 0.0
    /// Files and members of archives that were scanned.
    public var files = 0
    /// Of ``files`` those that were taken over from an earlier audit, unchanged.
    public var unchanged = 0
    /// Bytes scanned; those of compressed files as they are unpacked.
    public var bytes = 0
    /// Secrets by severity, without those that are known.
    public var leaks: [Severity: Int] = [:]
    /// Places of these secrets.
    public var occurrences = 0
    /// Secrets that the baseline knows: in no list and no other figure.
    public var known = 0
    public var skipped = 0
    public var blindSpots = 0
    public var failures = 0
    /// Whether options left something out that is there: rules, files, times, low scores.
    public var isNarrowed = false
    /// Whether it was interrupted.
    public var isPartial = false

    public init() {}

    /// Whether everything was scanned.
    public var isComplete: Bool { blindSpots == 0 && failures == 0 && !isPartial }

    /// The highest severity of a secret.
    public var worst: Severity? { leaks.filter { $0.value > 0 }.keys.max() }
}
