public import Configuration
public import LeakDetection
public import LeakRules
public import LogSources

/// How an audit scans.
public struct AuditOptions: Sendable {
    public var scan = ScanOptions()
    public var allowances: [Allowance] = []
    /// How many threads scan.
    public var threads = 1
    public var walk = Walk.Options()
    /// Whether binary files are scanned as if they were text.
    public var scansBinaries = false
    /// How many times its size a compressed file may have when unpacked.
    public var largestRatio = UnpackLimits().ratio
    /// Bytes of a stream from which on several threads help with it.
    var sharedFrom = 32 << 20
    /// Places of a secret in a source whose surroundings are kept.
    public var examples = 3
    /// What is told of the findings in a file; see ``AuditCatalog/Selection`` for what is told of
    /// all.
    public var thresholds: @Sendable (BytePath) -> Thresholds = { _ in Self.everything }
    /// Names the rules and everything else that a source's findings depend on.
    public var version = ""
    /// Whether sources are compared by content with those of earlier audits.
    public var isIncremental = false
    /// Whether it is to end early.
    public var isInterrupted: @Sendable () -> Bool = { false }

    public init() {}

    /// Tells of everything.
    public static let everything = Thresholds(minimumScore: 0, minimumSeverity: .info)
}
