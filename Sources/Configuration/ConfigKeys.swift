public import LeakDetection
public import LeakRules
public import LogSources

// The table of keys.

extension ConfigKey<RedactionStyle> {
    public static let style = ConfigKey("style", .choice, "How a secret is replaced.")
}

extension ConfigKey<Severity> {
    public static let minimumSeverity = ConfigKey(
        "min-severity", .choice, "Report findings from this severity on.")
}

extension ConfigKey<FailOn> {
    public static let failOn = ConfigKey(
        "fail-on", .failOn, "Exit with status 1 when a finding is at least this severe.")
}

extension ConfigKey<When> {
    public static let color = ConfigKey("color", .choice, "Colour on stderr.")
    public static let progress = ConfigKey("progress", .choice, "Progress on stderr.")
}

extension ConfigKey<BinaryPolicy> {
    public static let binary = ConfigKey(
        "binary", .choice, "What is done with files that are no text.")
}

extension ConfigKey<Int> {
    public static let minimumScore = ConfigKey(
        "min-score", .number(SettingBounds.scores), "Report findings from this score on.")
    public static let threads = ConfigKey(
        "threads", .number(SettingBounds.threads), "Threads that scan.")
    public static let maximumDepth = ConfigKey(
        "max-depth", .number(SettingBounds.depths),
        "Directories below the named ones that are walked.")
    public static let maximumPlaces = ConfigKey(
        "max-places", .number(SettingBounds.places), "Places that are kept of each secret.")
    public static let largestRatio = ConfigKey(
        "max-ratio", .number(SettingBounds.ratios),
        "How many times its size a compressed file may have when unpacked.")
}

extension ConfigKey<Bool> {
    public static let quiet = ConfigKey("quiet", .truth, "Say nothing on stderr but errors.")
    public static let verbose = ConfigKey("verbose", .truth, "Explain each score in text reports.")
    public static let followSymlinks = ConfigKey(
        "follow-symlinks", .truth, "Follow symbolic links below the named paths.")
}

extension ConfigKey<String> {
    public static let keyFile = ConfigKey(
        "key-file", .path, "Key of hashes and fingerprints; made if it is not there.",
        writes: { _ in true })
    public static let baseline = ConfigKey(
        "baseline", .path, "Known findings: neither reported nor counted.")
    public static let state = ConfigKey(
        "state", .path, "Remember here what was scanned.", writes: { _ in true })
    public static let since = ConfigKey(
        "since", .time, "Only what was logged at this time or later.")
    public static let until = ConfigKey("until", .time, "Only what was logged before this time.")
}

extension ConfigKey<[String]> {
    public static let rules = ConfigKey(
        "rules", .list(of: .path), "Add the rules of these files.")
    public static let only = ConfigKey(
        "only", .list(of: .word), "Use only rules with these ids, or ids like 'github.*'.")
}

extension ConfigKey<[ReportRequest]> {
    public static let report = ConfigKey(
        "report", .list(of: .report), "Write reports: a format, or format=path.",
        writes: { $0.contains { $0.path != nil } })
}

extension ConfigKey<[PathPattern]> {
    public static let include = ConfigKey(
        "include", .list(of: .glob), "Scan only files whose paths match.")
    public static let exclude = ConfigKey(
        "exclude", .list(of: .glob), "Pass over files and directories whose paths match.")
}

extension ConfigKey<[Allowance]> {
    public static let allow = ConfigKey(
        "allow", .allowances, "What looks like a secret and is none.")
}

extension ConfigKey<RuleFile> {
    public static let custom = ConfigKey(
        "custom", .ruleFile, "Rules of your own: what a rule file holds.")
}

extension ConfigKey<[PathRule]> {
    public static let paths = ConfigKey(
        "paths", .pathRules,
        "What is reported of files whose paths match; of two entries the later one holds.")
}

extension AnyConfigKey {
    /// Every key, in the order of the documentation.
    public static let all: [AnyConfigKey] = [
        AnyConfigKey(ConfigKey.style), AnyConfigKey(ConfigKey.keyFile),
        AnyConfigKey(ConfigKey.minimumScore), AnyConfigKey(ConfigKey.minimumSeverity),
        AnyConfigKey(ConfigKey.report), AnyConfigKey(ConfigKey.failOn),
        AnyConfigKey(ConfigKey.baseline), AnyConfigKey(ConfigKey.color),
        AnyConfigKey(ConfigKey.progress), AnyConfigKey(ConfigKey.threads),
        AnyConfigKey(ConfigKey.quiet), AnyConfigKey(ConfigKey.verbose),
        AnyConfigKey(ConfigKey.include), AnyConfigKey(ConfigKey.exclude),
        AnyConfigKey(ConfigKey.maximumDepth), AnyConfigKey(ConfigKey.followSymlinks),
        AnyConfigKey(ConfigKey.binary), AnyConfigKey(ConfigKey.since),
        AnyConfigKey(ConfigKey.until), AnyConfigKey(ConfigKey.state),
        AnyConfigKey(ConfigKey.maximumPlaces), AnyConfigKey(ConfigKey.largestRatio),
        AnyConfigKey(ConfigKey.rules), AnyConfigKey(ConfigKey.only),
        AnyConfigKey(ConfigKey.custom), AnyConfigKey(ConfigKey.allow),
        AnyConfigKey(ConfigKey.paths),
    ]
}
