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

    /// ``largestRatio`` where nobody says otherwise.
    static let standardRatio = UnpackLimits().ratio

    /// The configuration that was used; nil without one.
    let configPath: String?
    /// Whether that was found, and not named.
    let isConfigFound: Bool

    let rules: RuleSet
    let allowances: [Allowance]

    let style: RedactionStyle
    let keyFile: String?
    /// The key of fingerprints and pseudonyms: of the key file, or of this run only.
    let hash: KeyedHash
    /// Whether something that is there is left out: rules, files, times, low scores.
    let isNarrowed: Bool
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

    /// What need not be reported; made under ``hash``.
    let baseline: Baseline?
    let baselineFile: String?

    private let pathRules: [PathRule]
    private let pathBase: PathBase

    /// - Parameters:
    ///   - walk: nil for a verb that does not walk.
    ///   - path: What is scanned: a configuration is looked for there and above; nil where none is
    ///     looked for.
    /// - Throws: Status 64 when a file is not sound; every problem is on stderr.
    init(
        _ verb: Verb, rules: RuleOptions, config options: ConfigOptions, output: OutputOptions,
        walk: WalkOptions? = nil, near path: String? = nil
    ) throws {
        let config = try options.read(near: path, isQuiet: output.quiet)
        let choices = SettingChoices(
            verb, config: config, rules: rules, output: output, walk: walk)
        try self.init(choices, isConfigFound: options.path == nil)
    }

    private init(_ choices: SettingChoices, isConfigFound: Bool) throws {
        let config = choices.config
        configPath = config?.path
        self.isConfigFound = config != nil && isConfigFound
        isQuiet = choices.quiet.value ?? false
        let loaded = try RuleOptions.loaded(
            files: choices.ruleFiles.flatMap { $0.value ?? [] }, custom: config?[.custom]?.value,
            only: choices.only.value ?? [], isQuiet: isQuiet)
        rules = loaded.rules
        allowances =
            loaded.allowances + ConfigOptions.current(config?[.allow]?.value ?? [])
        style = choices.style.value ?? .label
        minimumScore = choices.minimumScore.value ?? 0
        minimumSeverity = choices.minimumSeverity.value ?? .info
        reports = choices.report.value ?? []
        failOn = choices.failOn.value ?? .never
        color = choices.color.value ?? .auto
        threads = choices.threads.value
        isVerbose = choices.verbose.value ?? false
        include = PathPatterns(choices.include.value ?? [])
        exclude = PathPatterns(choices.exclude.value ?? [])
        maximumDepth = choices.maximumDepth.value
        followsSymlinks = choices.followSymlinks.value ?? false
        binary = choices.binary.value ?? .skip
        let now = Moment.now()
        since = choices.since.value.flatMap { Moment($0, now: now) }
        until = choices.until.value.flatMap { Moment($0, now: now) }
        if let since, let until, since >= until {
            Terminal.complain(
                "blot: nothing is since a time and before an earlier one: see --until")
            throw Status.usage
        }
        state = choices.state.value
        maximumPlaces = choices.maximumPlaces.value
        largestRatio = choices.largestRatio.value ?? Self.standardRatio
        progress = choices.progress.value ?? .auto
        pathRules = config?[.paths]?.value ?? []
        isNarrowed =
            choices.only.value?.isEmpty == false || !include.isEmpty || !exclude.isEmpty
            || maximumDepth != nil || since != nil || until != nil || minimumScore > 0
            || minimumSeverity > .info || !pathRules.isEmpty
        pathBase = PathBase(config.map { $0.directory.isEmpty ? "." : $0.directory } ?? ".")
        // Fingerprints in a state must be those of later runs.
        keyFile = choices.keyFile.value ?? choices.state.value.map { $0 + ".key" }
        hash = try keyFile.map(KeyFile.read) ?? .random()
        let keyID = keyFile == nil ? nil : hash.id
        self.keyID = keyID
        baselineFile = choices.baseline.value
        baseline = try baselineFile.map { try BaselineFile.read($0, keyID: keyID) }
    }

    /// Whether what is reported depends on paths.
    var hasPathRules: Bool { !pathRules.isEmpty }

    /// A hash of all rules: the same for the same rules.
    private static func name(of rules: RuleSet) -> String {
        let key = KeyedHash(key: Array("blot rules".utf8))
        let digest = Array(RuleCoding.encode(rules.rules).utf8).withUnsafeBytes { key.digest($0) }
        return Hexadecimal.text(digest.prefix(8))
    }

    /// What a report tells of a run that began at `start`, before its figures.
    func summary(of roots: [String], since start: Moment) -> AuditSummary {
        var summary = AuditSummary()
        summary.version = Blot.version
        summary.ruleSet = ruleSetName
        summary.keyID = keyID
        summary.isNarrowed = isNarrowed
        summary.config = configPath
        summary.roots = roots
        summary.started = LogTime.text(start.nanoseconds / 1_000_000 * 1_000_000)
        summary.seconds = Double(Moment.now().nanoseconds - start.nanoseconds) / 1e9
        return summary
    }

    /// Names everything that the findings in a file depend on, beside the file.
    var auditVersion: String {
        "\(Blot.version) \(ruleSetName) \(binary.rawValue) \(largestRatio) \(allowances)"
            + (hasPathRules ? " \(minimumScore) \(minimumSeverity) \(pathRules)" : "")
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

    /// Whether a filter needs to know more of a finding than where it is.
    var tellsFindings: Bool { !reports.isEmpty || baseline != nil }

    /// What is reported of a file.
    ///
    /// - Parameter path: As it was named, or found by the walk; bytes, as names need not be text.
    func thresholds(for path: [UInt8]) -> Thresholds {
        let thresholds = Thresholds(minimumScore: minimumScore, minimumSeverity: minimumSeverity)
        guard !pathRules.isEmpty else { return thresholds }
        return thresholds.refined(by: pathRules, path: pathBase.relative(path))
    }

    /// What is reported of a file.
    func thresholds(for path: String) -> Thresholds { thresholds(for: Array(path.utf8)) }

    /// The engine's options for a source; without an allowlist.
    ///
    /// - Parameter isReported: Whether findings are told one by one.
    func scanOptions(_ thresholds: Thresholds, isReported: Bool) -> ScanOptions {
        var options = ScanOptions()
        options.style = style
        options.hash = hash
        options.minimumScore = thresholds.minimumScore
        options.minimumSeverity = thresholds.minimumSeverity
        options.locatesLines = isReported
        options.describesFindings = isReported
        return options
    }
}
