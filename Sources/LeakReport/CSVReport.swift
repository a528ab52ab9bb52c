public import LeakDetection
import LeakRules

/// One row a finding (RFC 4180), for spreadsheets: the columns of an audit's. Blind spots are in no
/// row: the exit status tells them.
public final class CSVReport: Report {
    private let write: (String) -> Void

    init(write: @escaping (String) -> Void) {
        self.write = write
        write(CSVRow.header)
    }

    public func add(_ event: ScanEvent, origin: Origin) {
        guard case .finding(let finding) = event else { return }
        write(CSVRow(FindingRecord(finding: finding, origin: origin, keyID: nil)).text)
    }

    public func finish(_ outcome: Outcome) {}
}

/// A secret as a row.
struct CSVRow {
    static let header = line([
        "severity", "score", "confidence", "rule", "name", "category", "preview", "length",
        "fingerprint", "occurrences", "files", "first_seen", "last_seen", "path", "member", "line",
        "column", "byte_start", "byte_end", "container", "stream", "unit", "timestamp",
        "containers", "layers", "account", "linked",
    ])

    /// The row, with its line ending.
    let text: String

    init(_ record: FindingRecord) {
        let place = record.origin
        let audit = record.audit
        text = Self.line([
            record.severity.rawValue, String(record.score), "\(rounded(record.confidence))",
            record.rule.id, record.rule.name, record.rule.category.rawValue,
            record.secret.preview, String(record.secret.length), record.secret.fingerprint,
            String(record.occurrences), String(audit?.files ?? 1),
            audit?.firstSeen ?? place?.timestamp, audit?.lastSeen ?? place?.timestamp,
            place?.path, place?.member, place.map { String($0.line) },
            place.map { String($0.column) }, place.map { String($0.byteStart) },
            place.map { String($0.byteEnd) }, place?.container, place?.stream, place?.unit,
            place?.timestamp, audit?.containers.joined(separator: " "),
            record.layers.joined(separator: " "), audit?.account,
            audit?.links.map(\.fingerprint).joined(separator: " "),
        ])
    }

    private static func line(_ cells: [String?]) -> String {
        cells.map { cell($0 ?? "") }.joined(separator: ",") + "\r\n"
    }

    /// A cell that no spreadsheet takes for a formula.
    ///
    /// A formula begins with `=`, `+`, `-` or `@`, also in their full-width forms. An apostrophe
    /// before it makes it text; so it does behind a `;`, where spreadsheets of many countries
    /// begin a cell, and behind blanks, which some of them drop.
    static func cell(_ text: String) -> String {
        var result = ""
        var isAtStart = true
        for scalar in printable(text).unicodeScalars {
            if isAtStart, "=+-@＝＋－＠".unicodeScalars.contains(scalar) { result += "'" }
            if scalar == "\"" { result += "\"" }
            result.unicodeScalars.append(scalar)
            isAtStart = scalar == ";" || isAtStart && (scalar == " " || scalar == "\u{A0}")
        }
        return needsQuotes(text) ? "\"\(result)\"" : result
    }

    private static func needsQuotes(_ text: String) -> Bool {
        text.unicodeScalars.contains { ",;\" ".unicodeScalars.contains($0) }
    }
}
