public import LeakDetection

/// Where a finding was: which source, and what it is called.
public struct Origin: Sendable {
    /// The file's path, or `-` for standard input.
    public var path: String

    public init(path: String) {
        self.path = path
    }
}

/// How a scan ended.
public struct Outcome: Sendable {
    /// Bytes scanned.
    public var bytes = 0
    /// What could not be read or written, each a sentence.
    public var failures: [String] = []
    /// Findings that the baseline knows: in no report.
    public var known = 0

    public init() {}
}

/// A report that is written while the scan goes on. Holds no finding longer than it must.
public protocol Report: AnyObject {
    /// Takes down an event.
    func add(_ event: ScanEvent, origin: Origin)
    /// Writes what is left to write.
    func finish(_ outcome: Outcome)
}

/// The formats of reports.
public enum ReportFormat: String, Sendable, CaseIterable {
    case text, json, jsonl, csv, sarif, html, junit

    /// The formats that are written while a stream goes by; the others are for audits.
    public static let streaming: [ReportFormat] = [.text, .json, .jsonl, .csv]

    /// A report in this format, one finding at a time; nil for formats of audits alone.
    ///
    /// - Parameter write: Receives the report's bytes.
    public func report(_ settings: ReportSettings, write: @escaping (String) -> Void)
        -> (any Report)?
    {
        switch self {
        case .text: TextReport(settings, write: write)
        case .json: JSONReport(settings, write: write)
        case .jsonl: JSONLinesReport(settings, write: write)
        case .csv: CSVReport(write: write)
        case .sarif, .html, .junit: nil
        }
    }
}

/// What a report looks like, and what it tells of the run.
public struct ReportSettings: Sendable {
    /// Whether it is coloured.
    public var isColored = false
    /// Whether each score is explained.
    public var isVerbose = false
    /// Names the key of the fingerprints; nil for a key of this run only.
    public var keyID: String?

    public init() {}
}
