import Configuration
import LeakDetection
import LeakRules
import LogSources

/// What somebody chose, and where: on the command line, in the configuration, or by saying nothing.
struct Choice<Value: Sendable> {
    let key: ConfigKey<Value>
    /// nil where nothing was chosen and there is no default.
    let value: Value?
    /// `command line`, `blot.yml:3` or `default`.
    let source: String

    /// A row of a table.
    var row: [String] {
        let text = value.map(key.text) ?? "-"
        return [key.name, text.isEmpty ? "none" : text, source]
    }
}

/// Every setting with where it comes from.
struct SettingChoices {
    let config: Config?

    let style: Choice<RedactionStyle>
    let keyFile: Choice<String>
    let minimumScore: Choice<Int>
    let minimumSeverity: Choice<Severity>
    let report: Choice<[ReportRequest]>
    let failOn: Choice<FailOn>
    let baseline: Choice<String>
    let color: Choice<When>
    let progress: Choice<When>
    let threads: Choice<Int>
    let quiet: Choice<Bool>
    let verbose: Choice<Bool>
    let include: Choice<[PathPattern]>
    let exclude: Choice<[PathPattern]>
    let maximumDepth: Choice<Int>
    let followSymlinks: Choice<Bool>
    let binary: Choice<BinaryPolicy>
    let since: Choice<String>
    let until: Choice<String>
    let state: Choice<String>
    let maximumPlaces: Choice<Int>
    let largestRatio: Choice<Int>
    /// Those of the configuration, and those that were typed: they add up.
    let ruleFiles: [Choice<[String]>]
    let only: Choice<[String]>

    init(
        _ verb: Settings.Verb, config: Config?, rules: RuleOptions, output: OutputOptions,
        walk: WalkOptions?
    ) {
        func choose<Value: Sendable>(
            _ key: ConfigKey<Value>, _ typed: Value?, default standard: Value? = nil
        ) -> Choice<Value> {
            if let typed { return Choice(key: key, value: typed, source: "command line") }
            if let config, let setting = config[key] {
                return Choice(
                    key: key, value: setting.value, source: "\(config.path):\(setting.line)")
            }
            return Choice(key: key, value: standard, source: "default")
        }
        func typed<Item>(_ items: [Item]?) -> [Item]? {
            items.flatMap { $0.isEmpty ? nil : $0 }
        }
        func patterns(_ texts: [String]?) -> [PathPattern]? {
            typed(texts)?.compactMap { try? PathPattern($0) }
        }
        self.config = config
        style = choose(.style, output.style, default: .label)
        keyFile = choose(.keyFile, output.keyFile)
        minimumScore = choose(.minimumScore, output.minScore, default: 0)
        minimumSeverity = choose(.minimumSeverity, output.minSeverity, default: .info)
        report = choose(.report, typed(output.report))
        failOn = choose(.failOn, output.failOn, default: verb.failOn)
        baseline = choose(.baseline, output.baseline)
        color = choose(.color, output.color, default: .auto)
        progress = choose(.progress, walk?.progress, default: .auto)
        threads = choose(.threads, output.threads)
        quiet = choose(.quiet, output.quiet, default: false)
        verbose = choose(.verbose, output.verbose, default: false)
        include = choose(.include, patterns(walk?.include))
        exclude = choose(.exclude, patterns(walk?.exclude))
        maximumDepth = choose(.maximumDepth, walk?.maxDepth)
        followSymlinks = choose(.followSymlinks, walk?.followSymlinks, default: false)
        binary = choose(.binary, walk?.binary, default: .skip)
        since = choose(.since, walk?.since)
        until = choose(.until, walk?.until)
        state = choose(.state, walk?.state)
        maximumPlaces = choose(.maximumPlaces, walk?.maxPlaces)
        largestRatio = choose(.largestRatio, walk?.maxRatio, default: Settings.standardRatio)
        let configured: Choice<[String]> = choose(.rules, nil)
        ruleFiles = typed(rules.files).map { [configured, choose(.rules, $0)] } ?? [configured]
        only = choose(.only, typed(rules.only))
    }

    /// What `blot rules show --config` prints: name, value, source.
    var rows: [[String]] {
        var rows = [
            style.row, keyFile.row, minimumScore.row, minimumSeverity.row, report.row, failOn.row,
            baseline.row, color.row, progress.row, threads.row, quiet.row, verbose.row, include.row,
            exclude.row,
            maximumDepth.row, followSymlinks.row, binary.row, since.row, until.row, state.row,
            maximumPlaces.row, largestRatio.row,
        ]
        rows += ruleFiles.filter { $0.value != nil || ruleFiles.count == 1 }.map(\.row)
        rows.append(only.row)
        if let config {
            func add<Value>(_ key: ConfigKey<Value>) {
                guard let setting = config[key] else { return }
                rows.append([
                    key.name, key.text(setting.value), "\(config.path):\(setting.line)",
                ])
            }
            add(.custom)
            add(.allow)
            add(.paths)
        }
        return rows
    }
}
