import ArgumentParser
import LeakReport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `blot baseline`: known findings, by fingerprint.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Take findings for known, so that later runs tell only what is new.",
        discussion: """
            blot scan logs/ --key-file blot.key --report json=leaks.json
            blot baseline create leaks.json --output baseline.json
            blot scan logs/ --key-file blot.key --baseline baseline.json
            """,
        subcommands: [Create.self, Prune.self])

    /// `blot baseline create REPORT…`.
    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make a baseline of reports, or add to one: all that they tell is known.")

        @Argument(
            help: ArgumentHelp(
                "Reports in the format json or jsonl, made with --key-file.", valueName: "report"))
        var reports: [String]

        @Option(
            help: ArgumentHelp(
                "The baseline; what is in it already stays. By default stdout.", valueName: "path"))
        var output: String?

        @Option(help: ArgumentHelp("Why these findings are known.", valueName: "text"))
        var note: String?

        func run() throws {
            let (reports, key) = try BaselineFile.read(reports: reports)
            let today = ConfigOptions.today()
            let entries = reports.flatMap(\.findings).map {
                Baseline.Entry(added: today, fingerprint: $0.fingerprint, note: note, rule: $0.rule)
            }
            guard let output else {
                let baseline = Baseline(keyID: key, entries: entries)
                return print(baseline.text(tool: "blot \(Blot.version)"), terminator: "")
            }
            let old =
                access(output, F_OK) == 0
                ? try BaselineFile.read(output, keyID: key) : Baseline(keyID: key, entries: [])
            let new = old.adding(entries)
            try BaselineFile.write(new, to: output)
            Terminal.complain(
                "blot: \(new.entries.count - old.entries.count) added to \(output), "
                    + "which knows \(new.entries.count)")
        }
    }

    /// `blot baseline prune BASELINE --report REPORT`.
    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune",
            abstract: "Drop from a baseline what a complete run no longer finds.")

        @Argument(help: ArgumentHelp("The baseline; it is written anew.", valueName: "baseline"))
        var path: String

        @Option(
            help: ArgumentHelp(
                "What is found today: a report of everything, made without --baseline. Repeatable.",
                valueName: "path"))
        var report: [String]

        func validate() throws {
            if report.isEmpty { throw ValidationError("give the --report of a run of today") }
        }

        func run() throws {
            let old = try BaselineFile.read(path)
            let (reports, key) = try BaselineFile.read(reports: report)
            guard key == old.keyID else {
                throw BaselineFile.complaint(
                    "\(path): was made with the key \(old.keyID), and the report with \(key); "
                        + "make the report with the same --key-file")
            }
            for (name, report) in zip(self.report, reports) {
                guard report.known == 0 else {
                    throw BaselineFile.complaint(
                        "\(name): leaves out what a baseline knows, so all of it would be dropped; "
                            + "make it without --baseline")
                }
                guard !report.isNarrowed else {
                    throw BaselineFile.complaint(
                        "\(name): options left something out, which would be dropped; make it "
                            + "without --only, --include, --exclude, --min-score and the like")
                }
                guard report.isComplete == true else {
                    let reason =
                        report.isComplete == nil
                        ? "does not tell whether everything was scanned; give one in the format json"
                        : "not everything was scanned; what was not would be dropped"
                    throw BaselineFile.complaint("\(name): \(reason)")
                }
            }
            let new = old.pruned(to: Set(reports.flatMap(\.findings).map(\.fingerprint)))
            try BaselineFile.write(new, to: path)
            Terminal.complain(
                "blot: \(old.entries.count - new.entries.count) dropped from \(path), "
                    + "which knows \(new.entries.count)")
        }
    }
}
