import ArgumentParser
import Configuration
import LeakDetection
import LeakRules

/// How secrets are replaced, and what is said about them, as it was typed.
///
/// What was not given may be in the configuration: ``Settings`` has what holds.
struct OutputOptions: ParsableArguments {
    @Option(help: "How a secret is replaced (default: label).")
    var style: RedactionStyle?

    @Option(
        help: ArgumentHelp(
            "Key of hashes and fingerprints; made if it is not there. "
                + "Without one they differ in every run.",
            valueName: "path"))
    var keyFile: String?

    @Option(
        help: ArgumentHelp(
            "Report findings from this score on, 0 to 100 (default: 0).", valueName: "n"))
    var minScore: Int?

    @Option(
        help: ArgumentHelp(
            "Report findings from this severity on (default: info).",
            valueName: "level"))
    var minSeverity: Severity?

    @Option(
        help: ArgumentHelp(
            "Write a report to a file, or to stderr. Repeatable.",
            valueName: "format[=path]"))
    var report: [ReportRequest] = []

    @Option(
        help: ArgumentHelp(
            "Exit with status 1 when a finding is at least this severe, or never "
                + "(default: never; of an audit: low).",
            valueName: "level"))
    var failOn: FailOn?

    @Option(
        help: ArgumentHelp(
            "Known findings: neither reported nor counted. Needs the key file it was made with.",
            valueName: "path"))
    var baseline: String?

    @Option(help: "Colour on stderr (default: auto). NO_COLOR is heeded.")
    var color: When?

    @Option(
        help: ArgumentHelp(
            "Threads that scan; the output is the same. "
                + "By default up to 4 for a large file, and one for a pipe.",
            valueName: "n"))
    var threads: Int?

    @Flag(
        name: .shortAndLong, inversion: .prefixedNo, help: "Say nothing on stderr but errors.")
    var quiet: Bool?

    @Flag(
        name: .shortAndLong, inversion: .prefixedNo, help: "Explain each score in text reports.")
    var verbose: Bool?

    func validate() throws {
        if keyFile?.isEmpty == true { throw ValidationError("--key-file names no file") }
        if baseline?.isEmpty == true { throw ValidationError("--baseline names no file") }
        if let minScore, !SettingBounds.scores.contains(minScore) {
            throw ValidationError("--min-score \(minScore) is not between 0 and 100")
        }
        if let threads, !SettingBounds.threads.contains(threads) {
            throw ValidationError(
                "--threads \(threads) is not between 1 and \(SettingBounds.threads.upperBound)")
        }
    }
}
