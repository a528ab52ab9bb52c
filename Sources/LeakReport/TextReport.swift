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

/// Neutralises what a terminal would obey: control characters and invisible marks are shown as
/// `\x1b` and the like.
public func printable(_ text: String) -> String {
    escaped(text) { scalar in
        let digits = String(scalar.value, radix: 16)
        return scalar.value < 0x100
            ? "\\x\(digits.count < 2 ? "0" : "")\(digits)" : "\\u{\(digits)}"
    }
}

/// Writes what a terminal would obey in another way.
func escaped(_ text: String, as escape: (Unicode.Scalar) -> String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
        if isUnsafe(scalar) {
            result += escape(scalar)
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}

/// Control characters, line and paragraph separators, and marks that change the direction of text.
private func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
}
