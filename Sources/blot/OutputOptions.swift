public import ArgumentParser
import KeyedHash
public import LeakDetection
import LeakReport
public import LeakRules
import LogSources

/// `auto`, `always` or `never`.
enum When: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

extension RedactionStyle: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}

/// `FORMAT[=PATH]`.
struct ReportRequest: ExpressibleByArgument {
    let format: ReportFormat
    let path: String?

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let format = ReportFormat(rawValue: String(parts[0])),
            ReportFormat.streaming.contains(format)
        else { return nil }
        self.format = format
        path = parts.count > 1 ? String(parts[1]) : nil
        if path?.isEmpty == true { return nil }
    }

    static var allValueStrings: [String] { ReportFormat.streaming.map(\.rawValue) }
}

/// `--fail-on LEVEL|never`.
enum FailOn: ExpressibleByArgument, Equatable {
    case never
    case level(Severity)

    init?(argument: String) {
        if argument == "never" {
            self = .never
        } else if let severity = Severity(rawValue: argument) {
            self = .level(severity)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { Severity.allCases.map(\.rawValue) + ["never"] }

    /// Whether findings of this severity make the command fail.
    func isReached(by worst: Severity?) -> Bool {
        guard case .level(let level) = self, let worst else { return false }
        return worst >= level
    }
}

/// How secrets are replaced, and what is said about them.
struct OutputOptions: ParsableArguments {
    @Option(help: "How a secret is replaced: label, hash, mask, partial.")
    var style = RedactionStyle.label

    @Option(
        help: ArgumentHelp(
            "Key of hashes and fingerprints; made if it is not there. "
                + "Without one they differ in every run.",
            valueName: "path"))
    var keyFile: String?

    @Option(help: ArgumentHelp("Report findings from this score on, 0 to 100.", valueName: "n"))
    var minScore = 0

    @Option(
        help: ArgumentHelp(
            "Report findings from this severity on: info, low, medium, high, critical.",
            valueName: "level"))
    var minSeverity = Severity.info

    @Option(
        help: ArgumentHelp(
            "Write a report (text, json, jsonl, csv) to a file, or to stderr. Repeatable.",
            valueName: "format[=path]"))
    var report: [ReportRequest] = []

    @Option(
        help: ArgumentHelp(
            "Exit with status 1 when a finding is at least this severe, or never.",
            valueName: "level"))
    var failOn = FailOn.never

    @Option(help: "Colour on stderr: auto, always, never. NO_COLOR is heeded.")
    var color = When.auto

    @Option(
        help: ArgumentHelp(
            "Threads that scan; the output is the same. "
                + "By default up to 4 for a large file, and one for a pipe.",
            valueName: "n"))
    var threads: Int?

    private static let mostThreads = 64

    @Flag(name: .shortAndLong, help: "Say nothing on stderr but errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Explain each score in text reports.")
    var verbose = false

    func validate() throws {
        guard (0...100).contains(minScore) else {
            throw ValidationError("--min-score \(minScore) is not between 0 and 100")
        }
        if let threads, !(1...Self.mostThreads).contains(threads) {
            throw ValidationError(
                "--threads \(threads) is not between 1 and \(Self.mostThreads)")
        }
    }

    /// The engine's options.
    func scanOptions() throws -> ScanOptions {
        var options = ScanOptions()
        options.style = style
        options.minimumScore = minScore
        options.minimumSeverity = minSeverity
        options.locatesLines = !report.isEmpty
        options.describesFindings = !report.isEmpty
        if let keyFile { options.hash = try KeyFile.read(keyFile) }
        return options
    }
}
