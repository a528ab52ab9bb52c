public import LeakDetection
public import LeakRules

/// How many findings there were, by severity and by rule.
///
/// Its size depends on the number of rules, not of findings.
public struct Summary: Sendable {
    private var byRule: [String: (severity: Severity, count: Int)] = [:]
    public private(set) var findings = 0
    public private(set) var blindSpots = 0
    /// The highest severity seen.
    public private(set) var worst: Severity?

    public init() {}

    /// Counts an event.
    public mutating func add(_ event: ScanEvent) {
        switch event {
        case .finding(let finding):
            findings += 1
            worst = max(worst ?? finding.severity, finding.severity)
            byRule[finding.rule.id, default: (finding.severity, 0)].count += 1
        case .blindSpot:
            blindSpots += 1
        }
    }

    /// A few lines for people; nil when there is nothing to say.
    public func text(isColored: Bool) -> String? {
        guard findings > 0 || blindSpots > 0 else { return nil }
        var result = ""
        if findings > 0 {
            let severities = Severity.allCases.reversed().compactMap { severity -> String? in
                let count = byRule.values.filter { $0.severity == severity }.reduce(0) {
                    $0 + $1.count
                }
                return count == 0
                    ? nil : Style.severity(severity, "\(count) \(severity.rawValue)", isColored)
            }
            result += "blot: \(findings) \(findings == 1 ? "secret" : "secrets") "
            result += "(\(severities.joined(separator: ", ")))\n"
            let rows = byRule.sorted {
                ($1.value.severity, $1.value.count, $0.key) < (
                    $0.value.severity, $0.value.count, $1.key
                )
            }
            let width = String(rows.map(\.value.count).max() ?? 0).utf8.count
            for (rule, value) in rows {
                let count = String(value.count)
                result += "  " + String(repeating: " ", count: width - count.utf8.count) + count
                result += "  " + Style.severity(value.severity, value.severity.rawValue, isColored)
                result += String(repeating: " ", count: 9 - value.severity.rawValue.utf8.count)
                result += rule + "\n"
            }
        }
        if blindSpots > 0 {
            result += "blot: \(blindSpots) "
            result += blindSpots == 1 ? "stretch" : "stretches"
            result += " could not be scanned and \(blindSpots == 1 ? "was" : "were") withheld\n"
        }
        return result
    }
}

/// Colours of a terminal (ECMA-48 SGR).
enum Style {
    static func severity(_ severity: Severity, _ text: String, _ isColored: Bool) -> String {
        guard isColored else { return text }
        let code =
            switch severity {
            case .critical: "1;31"
            case .high: "31"
            case .medium: "33"
            case .low: "36"
            case .info: "2"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
