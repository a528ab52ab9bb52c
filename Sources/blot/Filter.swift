import ArgumentParser
import CInterrupt
import Configuration
import LeakDetection
import LeakReport
import LeakRules
import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `blot filter`: bytes in, redacted bytes out.
struct Filter: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filter",
        abstract: "Redact standard input, or files, to standard output (the default).")

    @Argument(help: ArgumentHelp("Files to read instead of standard input.", valueName: "file"))
    var files: [String] = []

    @OptionGroup var rules: RuleOptions
    @OptionGroup var config: ConfigOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        if files.isEmpty && Descriptor.standardInput.isTerminal {
            Terminal.write(Blot.helpMessage() + "\n", to: .standardError)
            throw Status.usage
        }
        let settings = try Settings(.filter, rules: rules, config: config, output: output)
        let reports = try Reports(settings)
        guard blot_interrupt_install() == 0 else {
            Terminal.complain("blot: signals cannot be handled")
            throw Status.incomplete
        }
        let pump = Pump(settings, reports: reports)
        let end = pump.run(files.isEmpty ? ["-"] : files)
        let isReported = reports.finish(
            pump.outcome, isQuiet: settings.isQuiet || end == .closedPipe)
        switch end {
        case .signal(let number): blot_interrupt_die(number)
        case .closedPipe: blot_interrupt_die(SIGPIPE)
        case .input: break
        }
        if !settings.isQuiet {
            pump.tellNotes()
            pump.complainOfUnusedAllowances()
        }
        if !isReported || !pump.outcome.failures.isEmpty || reports.summary.blindSpots > 0 {
            throw Status.incomplete
        }
        if settings.failOn.isReached(by: reports.summary.worst) { throw Status.findings }
    }
}
