import ArgumentParser
import AuditStore
import CInterrupt
import Configuration
import LeakAudit
import LeakDetection
import LeakReport
import LogSources

/// `blot scan`: an audit of files and directories.
struct Scan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Audit files, directories and archives: report what leaked, touch nothing.")

    @Argument(help: ArgumentHelp("Files and directories.", valueName: "path"))
    var paths: [String]

    @OptionGroup var rules: RuleOptions
    @OptionGroup var config: ConfigOptions
    @OptionGroup var walk: WalkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if paths.contains("-") {
            throw ValidationError(
                "an audit reads files; for a stream there is 'blot --report FORMAT=PATH'")
        }
    }

    func run() throws {
        let settings = try Settings(
            .scan, rules: rules, config: config, output: output, walk: walk, near: paths.first)
        let reports = try AuditReports(settings)
        guard blot_interrupt_install() == 0 else {
            Terminal.complain("blot: signals cannot be handled")
            throw Status.incomplete
        }
        let catalog: AuditCatalog
        do throws(StoreError) {
            catalog = try audit(settings)
        } catch {
            Terminal.complain("blot: \(error)")
            throw Status.incomplete
        }
        let isReported = reports.write(catalog)
        if catalog.summary.isPartial { blot_interrupt_die(blot_interrupt_pending()) }
        if !isReported || !catalog.summary.isComplete { throw Status.incomplete }
        if settings.failOn.isReached(by: catalog.summary.worst) { throw Status.findings }
    }

    /// Audits, and aggregates what was found.
    private func audit(_ settings: Settings) throws(StoreError) -> AuditCatalog {
        let start = Moment.now()
        let store = try AuditStore(path: settings.state, keyID: settings.keyID)
        var options = AuditOptions(settings)
        options.walk.avoided = OwnFiles(settings).identities
        let auditor = Auditor(
            Detector(settings.rules), options: options, store: store,
            run: try store.beginRun())
        let meter = ProgressMeter(auditor.progress, when: settings.progress)
        let outcome = auditor.audit(paths.map { BytePath($0) })
        meter.end()
        if let error = outcome.error { throw error }
        if !settings.isQuiet, !options.isInterrupted() {
            settings.complainOfAllowances(without: outcome.usedAllowances)
        }
        if !settings.isQuiet, auditor.progress.figures.files == 0 {
            Terminal.complain("blot: no file was scanned: nothing here is wanted, or readable")
        }
        var summary = settings.summary(
            of: paths.map { auditor.shown(BytePath($0)) }, since: start)
        summary.unchanged = outcome.unchanged
        summary.isPartial = options.isInterrupted()
        var selection = AuditCatalog.Selection()
        // Thresholds that depend on paths hold for places, not for secrets.
        if !settings.hasPathRules {
            selection.minimumScore = settings.minimumScore
            selection.minimumSeverity = settings.minimumSeverity
        }
        selection.since = settings.since?.nanoseconds
        selection.until = settings.until?.nanoseconds
        selection.mostPlaces = settings.maximumPlaces
        selection.baseline = settings.baseline?.fingerprints ?? []
        return try AuditCatalog(
            of: store, run: auditor.run, rules: settings.rules, selection: selection,
            summary: summary)
    }
}
