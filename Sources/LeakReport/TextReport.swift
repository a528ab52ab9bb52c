public import LeakDetection
import LeakRules

/// One line a finding, for people: `app.log:12:31: critical  97  GitHub personal access token
/// ghp_…`.
public final class TextReport: Report {
    private let settings: ReportSettings
    private let write: (String) -> Void
    private var summary = Summary()

    init(_ settings: ReportSettings, write: @escaping (String) -> Void) {
        self.settings = settings
        self.write = write
    }

    public func add(_ event: ScanEvent, origin: Origin) {
        summary.add(event)
        let path = printable(origin.path)
        switch event {
        case .finding(let finding):
            let severity = finding.severity.rawValue
            let padded = severity + String(repeating: " ", count: max(0, 8 - severity.utf8.count))
            let score = String(finding.score)
            write(
                "\(path):\(finding.line):\(finding.column): "
                    + Style.severity(finding.severity, padded, settings.isColored)
                    + String(repeating: " ", count: max(1, 4 - score.utf8.count)) + score
                    + "  \(finding.rule.id)  \(printable(finding.preview))"
                    + " (\(finding.length) bytes\(surroundings(of: finding)))\n"
            )
            if settings.isVerbose {
                for reason in finding.evidence {
                    let weight = Int((reason.weight * 100).rounded())
                    write("    \(weight < 0 ? "" : "+")\(weight)  \(reason.kind): \(reason.note)\n")
                }
            }
        case .blindSpot(let spot):
            write("\(path):\(spot.line): not scanned: \(printable(spot.reason))\n")
        }
    }

    /// What the secret lay under, and what its record says.
    private func surroundings(of finding: Finding) -> String {
        let record = finding.record
        let layers = finding.layers.isEmpty ? nil : "in " + finding.layers.joined(separator: ", ")
        return [layers, record.container ?? record.unit, record.stream, record.timestamp]
            .compactMap { $0 }.map { ", " + printable($0) }.joined()
    }

    public func finish(_ outcome: Outcome) {
        write(summary.text(isColored: settings.isColored) ?? "no secrets found\n")
        for failure in outcome.failures { write(printable(failure) + "\n") }
    }
}
