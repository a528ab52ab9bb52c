public import LeakDetection
public import LeakRules
public import LogSources

/// An entry of `paths:`: what is reported of some files.
public struct PathRule: Sendable {
    /// Which files; patterns that begin with `!` take back.
    public var patterns = PathPatterns()
    public var minimumScore: Int?
    public var minimumSeverity: Severity?
    public var isSkipped: Bool?
    /// Ids of rules, or `issuer.*`.
    public var rulesOff: [String] = []
    /// Where it is written.
    public let line: Int

    init(line: Int) {
        self.line = line
    }
}

/// What is reported of one file.
///
/// It thins out reports, and with them what `--fail-on` sees; never what is redacted.
public struct Thresholds: Sendable, Equatable {
    /// Findings below this score, 0…100, are not reported.
    public var minimumScore: Int
    /// Findings below this severity are not reported.
    public var minimumSeverity: Severity
    /// Whether an audit passes the file over. What redacts does so all the same, and reports
    /// nothing.
    public var isSkipped = false
    /// Ids of rules, or `issuer.*`, whose findings are not reported.
    public var rulesOff: [String] = []

    public init(minimumScore: Int, minimumSeverity: Severity) {
        self.minimumScore = minimumScore
        self.minimumSeverity = minimumSeverity
    }

    /// The thresholds for a path: of the entries that match each setting's last one holds, and
    /// rules that one of them turns off are off.
    ///
    /// - Parameter path: Relative to the configuration's directory.
    public func refined(by rules: [PathRule], path: some Sequence<UInt8>) -> Thresholds {
        var result = self
        let path = Array(path)
        for rule in rules where rule.patterns.covers(path) {
            result.minimumScore = rule.minimumScore ?? result.minimumScore
            result.minimumSeverity = rule.minimumSeverity ?? result.minimumSeverity
            result.isSkipped = rule.isSkipped ?? result.isSkipped
            result.rulesOff += rule.rulesOff
        }
        return result
    }

    /// Whether a finding is reported.
    public func tells(of finding: Finding) -> Bool {
        finding.score >= minimumScore && finding.severity >= minimumSeverity && isOn(finding.rule)
    }

    /// Whether the findings of a rule are reported at all.
    public func isOn(_ rule: Rule) -> Bool {
        !isSkipped
            && !rulesOff.contains { id in
                id.hasSuffix(".*")
                    ? rule.id.hasPrefix(id.dropLast()) : rule.id == id || rule.aliases.contains(id)
            }
    }
}
