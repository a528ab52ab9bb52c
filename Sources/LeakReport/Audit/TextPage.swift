import LeakRules

/// A terminal as reports see it: how wide, whether coloured, which characters it has.
struct TextPage {
    enum Style {
        case plain, bold, dim, good, bad
        case severity(Severity)
    }

    let width: Int
    let isColored: Bool
    let isASCII: Bool

    init(_ settings: AuditReportSettings) {
        let columns = AuditReportSettings.columns
        width = min(max(settings.width, columns.lowerBound), columns.upperBound)
        isColored = settings.isColored
        isASCII = settings.isASCII
    }

    var dot: String { isASCII ? "-" : "·" }
    var dash: String { isASCII ? "-" : "–" }
    var ellipsis: String { isASCII ? "..." : "…" }
    var arrow: String { isASCII ? ">" : "→" }
    var pointer: String { isASCII ? ">" : "▶" }
    var stroke: String { isASCII ? "|" : "│" }
    /// A line across.
    var rule: String { styled(String(repeating: isASCII ? "-" : "─", count: width), .dim) }

    /// Text that the terminal shows in a style (ECMA-48 SGR).
    func styled(_ text: String, _ style: Style) -> String {
        guard isColored, !text.isEmpty else { return text }
        let code: String
        switch style {
        case .plain: return text
        case .bold: code = "1"
        case .dim: code = "2"
        case .good: code = "32"
        case .bad: code = "1;31"
        case .severity(let severity): return LeakReport.Style.severity(severity, text, true)
        }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// A text that may hold anything, as one line that a terminal and a build server only show.
    func shown(_ text: String) -> String {
        let text = printable(text)
        // The few characters of reports themselves; what a log holds stays as it is.
        return isASCII ? text.replacing("…", with: "...") : text
    }

    /// A text in lines that fit.
    ///
    /// - Parameter hanging: The indent of all lines but the first; that of the first unless given.
    func lines(
        _ text: String, indent: Int = 0, hanging: Int? = nil, style: Style = .plain
    ) -> String {
        let hanging = hanging ?? indent
        let pieces = TextLayout.wrapped(shown(text), to: width - max(indent, hanging))
        return pieces.enumerated().reduce(into: "") { result, piece in
            result += String(repeating: " ", count: piece.offset == 0 ? indent : hanging)
            result += styled(tame(piece.element), style) + "\n"
        }
    }

    /// A bar, as long as its share of what is the most; never empty for what is there.
    func bar(_ count: Int, of most: Int, room: Int) -> String {
        guard count > 0 else { return "" }
        let eighths = max(1, Int((Double(count) / Double(most) * Double(room) * 8).rounded()))
        if isASCII { return String(repeating: "#", count: max(1, eighths / 8)) }
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
}
