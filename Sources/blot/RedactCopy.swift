import ArgumentParser
import CInterrupt
import CProcessors
import Configuration
import LeakAudit
import LeakDetection
import LeakReport
import LeakRules
import LogSources
import SafeCopy

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `blot redact`: a copy of files and trees that is safe to send.
struct RedactCopy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Write a redacted copy of files, directories and archives, safe to share.",
        discussion: """
            blot redact bundle/ --output safe/     the same tree, without its secrets
            blot redact app.log.gz --output safe/  safe/app.log.gz
            blot redact logs/ --in-place           the files themselves; app.log.orig is as it was

            What cannot be scanned in full is not in the copy. REDACTION.md in it says what was \
            replaced and what is missing.
            """)

    @Argument(help: ArgumentHelp("Files and directories.", valueName: "path"))
    var paths: [String]

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Where the copy goes: a directory that is empty, or not there.", valueName: "dir"))
    var output: String?

    @Flag(help: "Redact the files where they are, and keep them as they were beside.")
    var inPlace = false

    @Option(
        help: ArgumentHelp(
            "What --in-place puts behind the name of a file as it was (default: .orig).",
            valueName: "suffix"))
    var backup: String?

    @OptionGroup var rules: RuleOptions
    @OptionGroup var config: ConfigOptions
    @OptionGroup var walk: WalkOptions
    @OptionGroup var style: OutputOptions

    func validate() throws {
        if inPlace, output != nil {
            throw ValidationError("--output and --in-place exclude each other")
        }
        if output == nil, !inPlace {
            throw ValidationError("--output is missing: where the copy goes")
        }
        if let backup {
            guard inPlace else { throw ValidationError("--backup is for --in-place") }
            if backup.isEmpty || backup.contains("/") {
                throw ValidationError("--backup '\(backup)' is no end of a name")
            }
        }
        if walk.since != nil || walk.until != nil || walk.state != nil || walk.maxPlaces != nil {
            throw ValidationError(
                "--since, --until, --state and --max-places are for audits: a copy is of everything"
            )
        }
    }

    func run() throws {
        // A configuration in the bundle, or above it, may be somebody else's: what it allows would
        // stay in the copy. Only one that is named counts.
        let settings = try Settings(
            .redact, rules: rules, config: config, output: style, walk: walk)
        let target = output.map { BytePath($0) }
        if let target { try CopyTarget.prepare(target, for: paths.map { BytePath($0) }) }
        let reports = try Reports(settings)
        guard blot_interrupt_install() == 0 else {
            Terminal.complain("blot: signals cannot be handled")
            throw Status.incomplete
        }
        let outcome = try redact(to: target, settings, reports)
        let isReported = reports.finish(Outcome(), isQuiet: true)
        if outcome.isPartial { blot_interrupt_die(blot_interrupt_pending()) }
        if !settings.isQuiet { settings.complainOfAllowances(without: outcome.usedAllowances) }
        if !isReported || !outcome.isComplete { throw Status.incomplete }
        if settings.failOn.isReached(by: reports.summary.worst) { throw Status.findings }
    }

    /// Redacts, and says what could not be.
    private func redact(
        to target: BytePath?, _ settings: Settings, _ reports: Reports
    ) throws -> CopyOutcome {
        let roots = paths.map { BytePath($0) }
        let detector = Detector(settings.rules)
        var options = CopyOptions(settings)
        options.walk.avoided = OwnFiles(settings).identities
        let progress = AuditProgress()
        options.progress = { bytes, files, secrets in
            if bytes > 0 { progress.read(bytes: bytes) }
            if files > 0 { progress.finishedFile() }
            if secrets > 0 { progress.noted(findings: secrets) }
        }
        let meter = ProgressMeter(progress, when: settings.progress)
        func report(_ event: ScanEvent, _ path: String, _ place: String) {
            let thresholds = settings.thresholds(for: path)
            if case .finding(let finding) = event,
                finding.score < thresholds.minimumScore
                    || finding.severity < thresholds.minimumSeverity
                    || !thresholds.isOn(finding.rule)
            {
                return
            }
            reports.add(event, origin: Origin(path: place))
        }
        do {
            let outcome: CopyOutcome
            let write: (Manifest) throws -> [String]
            if let target {
                let copy = try SafeCopy(
                    roots, to: target, detector, options: options, report: report)
                outcome = copy.run()
                write = copy.write
            } else {
                let redaction = InPlaceRedaction(
                    roots, keeping: backup ?? ".orig", detector, options: options, report: report)
                outcome = redaction.run()
                write = redaction.write
            }
            meter.end()
            tell(outcome, isQuiet: settings.isQuiet)
            _ = try write(Manifest(outcome, by: Manifest.Tool(settings)))
            return outcome
        } catch let error as SourceError {
            meter.end()
            Terminal.complain("blot: \(error)")
            throw Status.incomplete
        }
    }

    private func tell(_ outcome: CopyOutcome, isQuiet: Bool) {
        for file in outcome.files {
            for note in file.notes where note.isFailure {
                let name = file.path + (note.member.map { "!\($0)" } ?? "")
                Terminal.complain("blot: \(name): \(note.reason)")
            }
        }
        for path in outcome.leaking {
            Terminal.complain("blot: \(path): something is still found in it; do not share it")
        }
        for path in outcome.unchecked {
            Terminal.complain("blot: \(path): could not be scanned again; do not share it")
        }
        for path in outcome.files.compactMap(\.backup) where !isQuiet {
            Terminal.complain("blot: \(path): the file as it was, with its secrets")
        }
        guard !isQuiet, !outcome.isPartial else { return }
        let leftOut = outcome.files.count { $0.fate == .leftOut }
        let skipped = outcome.files.count { $0.fate == .skipped }
        let secrets = outcome.files.reduce(0) { $0 + $1.secrets }
        Terminal.complain(
            "blot: \(Self.count(outcome.copied, "file")) \(inPlace ? "read" : "copied"), "
                + "\(Self.count(secrets, "secret")) replaced"
                + (leftOut > 0 ? ", \(leftOut) \(inPlace ? "left as they are" : "left out")" : "")
                + (skipped > 0 ? ", \(skipped) skipped that are no text" : ""))
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}

/// The directory that a copy is written to.
enum CopyTarget {
    /// Makes it, for its owner only, if it is not there.
    ///
    /// - Throws: Status 64 when it cannot be one.
    static func prepare(_ target: BytePath, for roots: [BytePath]) throws {
        if target.withCString({ mkdir($0, 0o700) }) != 0, errno != EEXIST {
            throw refusal("\(target.text): cannot be made: \(String(cString: strerror(errno)))")
        }
        guard let status = try? FileStatus(of: target, followsSymlink: true),
            status.kind == .directory, let real = target.resolved
        else { throw refusal("\(target.text): is no directory; name one that is empty") }
        guard isEmpty(target) else {
            throw refusal("\(target.text): is not empty; name a directory that is")
        }
        for root in roots where root.resolved?.isWithin(real) ?? false {
            throw refusal("\(root.text): lies in \(target.text), where the copy goes")
        }
    }

    private static func refusal(_ sentence: String) -> any Error {
        Terminal.complain("blot: \(sentence)")
        return Status.usage
    }

    private static func isEmpty(_ path: BytePath) -> Bool {
        var isEmpty = true
        Walk.run([path]) { item in
            if case .directory(let file) = item, file.relative.bytes.isEmpty { return true }
            isEmpty = false
            return false
        }
        return isEmpty
    }
}

extension CopyOptions {
    /// What the settings mean for a copy.
    init(_ settings: Settings) {
        self.init()
        // The account tells of everything, whatever is reported.
        scan = settings.scanOptions(
            Thresholds(minimumScore: 0, minimumSeverity: .info),
            isReported: !settings.reports.isEmpty)
        allowances = settings.allowances
        walk = Walk.Options(settings)
        limits.ratio = settings.largestRatio
        threads = settings.threads ?? Int(blot_processors())
        copiesBinaries = settings.binary == .scan
        isInterrupted = { blot_interrupt_pending() != 0 }
    }
}

extension Manifest.Tool {
    init(_ settings: Settings) {
        self.init()
        version = Blot.version
        ruleSet = settings.ruleSetName
        style = settings.style.rawValue
        keyID = settings.keyID
        created = LogTime.text(Moment.now().nanoseconds / 1_000_000_000 * 1_000_000_000)
    }
}
