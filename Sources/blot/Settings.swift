import Configuration
import KeyedHash
import LeakDetection
import LeakReport
import LeakRules
import LogSources

/// What a command does: what was typed over what is configured over what the command does by
/// itself.
struct Settings {
    /// The verbs that have defaults of their own.
    enum Verb {
        case filter, scan, redact

        var failOn: FailOn { self == .scan ? .level(.low) : .never }
    }

    /// What ``minimumScore`` may be.
    static let scores = 0...100
    /// What ``threads`` may be.
    static let threadCounts = 1...64
    /// ``largestRatio`` where nobody says otherwise.
    static let standardRatio = UnpackLimits().ratio

    let rules: RuleSet
    let allowances: [Allowance]

    let style: RedactionStyle
    /// The key of fingerprints and pseudonyms: of the key file, or of this run only.
    let hash: KeyedHash
    /// Names the key without giving it away; nil for a key of this run only.
    let keyID: String?
    /// Names the rule set: a hash of all rules.
    var ruleSetName: String { Self.name(of: rules) }
    let minimumScore: Int
    let minimumSeverity: Severity
    let reports: [ReportRequest]
    let failOn: FailOn
    let color: When
    /// What was asked for; nil for as many as help.
    let threads: Int?
    let isQuiet: Bool
    let isVerbose: Bool

    let include: PathPatterns
    let exclude: PathPatterns
    /// Directories below the named ones that are walked; nil for all.
    let maximumDepth: Int?
    let followsSymlinks: Bool
    let binary: BinaryPolicy
    let since: Moment?
    let until: Moment?
    /// The file of what was scanned.
    let state: String?
    /// Places that are kept of each secret; nil for all.
    let maximumPlaces: Int?
    let largestRatio: Int
    let progress: When

    /// - Parameters:
    ///   - walk: nil for a verb that does not walk.
    ///   - path: What is scanned: a configuration is looked for there and above; nil where none is
    ///     looked for.
    /// - Throws: Status 64 when a file is not sound; every problem is on stderr.
    init(
        _ verb: Verb, rules ruleOptions: RuleOptions, config: ConfigOptions, output: OutputOptions,
        walk: WalkOptions? = nil, near path: String? = nil
    ) throws {
        isQuiet = output.quiet ?? false
        let (rules, ruleAllowances) = try ruleOptions.loaded(isQuiet: isQuiet)
        self.rules = rules
        allowances = try ruleAllowances + config.allowances()
        style = output.style ?? .label
        minimumScore = output.minScore ?? 0
        minimumSeverity = output.minSeverity ?? .info
        reports = output.report
        failOn = output.failOn ?? verb.failOn
        color = output.color ?? .auto
        threads = output.threads
        isVerbose = output.verbose ?? false
        include = try Self.patterns(walk?.include ?? [], option: "include")
        exclude = try Self.patterns(walk?.exclude ?? [], option: "exclude")
        maximumDepth = walk?.maxDepth
        followsSymlinks = walk?.followSymlinks ?? false
        binary = walk?.binary ?? .skip
        let now = Moment.now()
        since = walk?.since.flatMap { Moment($0, now: now) }
        until = walk?.until.flatMap { Moment($0, now: now) }
        state = walk?.state
        maximumPlaces = walk?.maxPlaces
        largestRatio = walk?.maxRatio ?? Self.standardRatio
        progress = walk?.progress ?? .auto
        // Fingerprints in a state must be those of later runs.
        let keyFile = output.keyFile ?? state.map { $0 + ".key" }
        hash = try keyFile.map(KeyFile.read) ?? .random()
        keyID = keyFile == nil ? nil : hash.id
    }

    /// A hash of all rules: the same for the same rules.
    private static func name(of rules: RuleSet) -> String {
        let key = KeyedHash(key: Array("blot rules".utf8))
        let digest = Array(RuleCoding.encode(rules.rules).utf8).withUnsafeBytes { key.digest($0) }
        return digest.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// What a report tells of a run that began at `start`, before its figures.
    func summary(of roots: [String], since start: Moment) -> AuditSummary {
        var summary = AuditSummary()
        summary.version = Blot.version
        summary.ruleSet = ruleSetName
        summary.keyID = keyID
        summary.roots = roots
        summary.started = LogTime.text(start.nanoseconds / 1_000_000 * 1_000_000)
        summary.seconds = Double(Moment.now().nanoseconds - start.nanoseconds) / 1e9
        return summary
    }

    /// Names everything that the findings in a file depend on, beside the file.
    var auditVersion: String {
        "\(Blot.version) \(ruleSetName) \(binary.rawValue) \(largestRatio) \(allowances)"
    }

    /// Names the allowances that allowed nothing: leftovers that may one day hide a secret.
    ///
    /// Those of rule files go with their rules and may well be idle.
    func complainOfAllowances(without used: Set<Int>) {
        for (index, allowance) in allowances.enumerated()
        where allowance.scope == nil && !used.contains(index) {
            Terminal.complain(
                "\(allowance.file):\(allowance.line): warning: "
                    + "allows nothing that was seen (\(allowance.reason))"
            )
        }
    }

    private static func patterns(_ texts: [String], option: String) throws -> PathPatterns {
        do throws(PathPattern.Mistake) {
            return PathPatterns(
                try texts.map { text throws(PathPattern.Mistake) in try PathPattern(text) })
        } catch {
            Terminal.complain("blot: --\(option) \(error)")
            throw Status.usage
        }
    }

    /// The engine's options; without an allowlist, which depends on the path.
    ///
    /// - Parameter isReported: Whether findings are told one by one.
    func scanOptions(isReported: Bool) -> ScanOptions {
        var options = ScanOptions()
        options.style = style
        options.hash = hash
        options.minimumScore = minimumScore
        options.minimumSeverity = minimumSeverity
        options.locatesLines = isReported
        options.describesFindings = isReported
        return options
    }
}
