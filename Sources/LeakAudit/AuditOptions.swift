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
    /// Places of a secret in a source whose surroundings are kept.
    public var examples = 3
    /// The lowest score and severity for a path; nil for a path that is not scanned.
    public var thresholds: @Sendable (String) -> Thresholds? = { _ in Thresholds() }
    /// Names the rules and everything else that a source's findings depend on.
    public var version = ""
    /// Whether sources are compared by content with those of earlier audits.
    public var isIncremental = false
    /// Whether it is to end early.
    public var isInterrupted: @Sendable () -> Bool = { false }

    public init() {}

    /// What a finding must have to be told.
    public struct Thresholds: Sendable {
        public var score: Int
        public var severity: Severity

        public init(score: Int = 0, severity: Severity = .info) {
            self.score = score
            self.severity = severity
        }
    }
}
