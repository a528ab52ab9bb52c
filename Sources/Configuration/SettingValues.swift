public import LeakReport
public import LeakRules

/// `auto`, `always` or `never`.
public enum When: String, Sendable, CaseIterable {
    case auto, always, never
}

/// What an audit does with a file that is no text.
public enum BinaryPolicy: String, Sendable, CaseIterable {
    /// It is passed over, and counted.
    case skip
    /// It is scanned as if it were text.
    case scan
}

/// `FORMAT[=PATH]`: a report that is asked for.
public struct ReportRequest: Sendable, Equatable {
    public let format: ReportFormat
    /// The file it is written to; nil for stderr, or for stdout where the report is the product.
    public let path: String?

    public init(format: ReportFormat, path: String?) {
        self.format = format
        self.path = path
    }

    /// - Returns: nil for a format that is not known, and for an empty path.
    public init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let format = ReportFormat(rawValue: String(parts[0])) else { return nil }
        let path = parts.count > 1 ? String(parts[1]) : nil
        if path?.isEmpty == true { return nil }
        self.init(format: format, path: path)
    }

    public static var allValueStrings: [String] { ReportFormat.allCases.map(\.rawValue) }
}

/// From which severity on findings make the command fail: a level, or `never`.
public enum FailOn: Sendable, Equatable {
    case never
    case level(Severity)

    public init?(argument: String) {
        if argument == "never" {
            self = .never
        } else if let severity = Severity(rawValue: argument) {
            self = .level(severity)
        } else {
            return nil
        }
    }

    public static var allValueStrings: [String] {
        Severity.allCases.map(\.rawValue) + ["never"]
    }

    /// Whether findings of this severity make the command fail.
    public func isReached(by worst: Severity?) -> Bool {
        guard case .level(let level) = self, let worst else { return false }
        return worst >= level
    }
}

/// What numbers may be, on the command line as in a configuration.
public enum SettingBounds {
    public static let scores = 0...100
    public static let threads = 1...64
    public static let depths = 0...Int.max
    public static let places = 1...Int.max
    public static let ratios = 1...Int.max
}
