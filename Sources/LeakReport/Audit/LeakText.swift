import LeakDetection
import LeakRules

/// One secret of an audit, for people at a terminal.
struct LeakText {
    let leak: Leak
    let places: [Place]
    let isVerbose: Bool
    let page: TextPage

    /// Columns before everything but the first line.
    private static let indent = 5
    private static let labels = 12

    init(_ leak: Leak, places: [Place], isVerbose: Bool, page: TextPage) {
        self.leak = leak
        self.places = places
        self.isVerbose = isVerbose
        self.page = page
    }

    /// All lines.
    var text: String {
        title + facts + "\n" + (isVerbose ? score + "\n" : "") + places.map(shown).joined()
            + more + advice
    }

    private var title: String {
        let name = page.shown(leak.rule.name)
        let left =
            TextLayout.right(String(leak.score), in: 3) + "  "
            + TextLayout.padded(leak.severity.rawValue.uppercased(), to: 8) + "  "
        let count =
            Figures.count(leak.occurrences, "place") + " in " + Figures.count(leak.files, "file")
        let gap = page.width - TextLayout.width(of: left + name + count)
        var result = page.styled(left, .severity(leak.severity))
        if gap >= 2 {
            result += page.styled(name, .bold) + String(repeating: " ", count: gap)
            result += page.styled(count, .dim) + "\n"
        } else {
            let room = page.width - TextLayout.width(of: left)
            result += page.styled(TextLayout.cut(name, to: room, mark: page.ellipsis), .bold)
            result += "\n" + page.lines(count, indent: Self.indent, style: .dim)
        }
        let facts = [
            leak.preview, Figures.count(leak.length, "byte"), leak.rule.id, leak.fingerprint,
        ]
        return result
            + page.lines(facts.joined(separator: " \(page.dot) "), indent: Self.indent)
    }

    private var facts: String {
        var rows: [(String, String)] = []
        if let span = Figures.span(leak.firstSeen, leak.lastSeen, dash: page.dash) {
            rows.append(("seen", span))
        }
        if !leak.containers.isEmpty {
            let shown = leak.containers.prefix(isVerbose ? .max : 8).joined(separator: ", ")
            let rest = isVerbose ? 0 : max(0, leak.containers.count - 8)
            let streams = leak.streams.isEmpty ? "" : " (\(leak.streams.joined(separator: ", ")))"
            rows.append(("printed by", shown + (rest > 0 ? ", \(rest) more" : "") + streams))
        }
        if let account = leak.account { rows.append(("account", account)) }
        for link in leak.links {
            let other = link.preview.isEmpty ? link.title : "\(link.title) \(link.preview)"
            rows.append(
                (
                    "linked with",
                    "\(other) \(page.dot) \(link.kind) \(page.dot) "
                        + link.fingerprint
                ))
        }
        if !leak.layers.isEmpty {
            rows.append(("wrapped in", leak.layers.joined(separator: ", ")))
        }
        return rows.map(row).joined()
    }

    private func row(_ label: String, _ value: String) -> String {
        let start = Self.indent + Self.labels
        let pieces = TextLayout.wrapped(page.shown(value), to: page.width - start)
        return pieces.enumerated().map { index, piece in
            let name = index == 0 ? label : ""
            return String(repeating: " ", count: Self.indent)
                + page.styled(TextLayout.padded(name, to: Self.labels), .dim)
                + (index == 0 ? piece : tame(piece)) + "\n"
        }.joined()
    }

    /// How the score came about.
    private var score: String {
        let weight = Score.weight(of: leak.severity)
        let times = page.isASCII ? "x" : "×"
        var result = row(
            "score",
            "\(leak.score) = 100 \(times) \(leak.severity.rawValue) \(weight) "
                + "\(times) confidence \(rounded(leak.confidence))")
        for reason in leak.evidence {
            let points = Int((reason.weight * 100).rounded())
            let sign = points < 0 ? "" : "+"
            result += row(
                "", "\(TextLayout.right("\(sign)\(points)", in: 4)) \(reason.kind): \(reason.note)")
        }
        return result
    }

    private func shown(_ place: Place) -> String {
        var name = "\(place.name):\(place.line):\(place.column)"
        let record = [
            place.record.container ?? place.record.unit, place.record.stream,
            place.record.timestamp.map(Figures.moment),
        ].compactMap { $0 }
        if !record.isEmpty { name += "  (\(record.joined(separator: ", ")))" }
        var result = page.lines(name, indent: Self.indent, hanging: Self.indent + 2)
        let digits = place.context.map { String($0.number).utf8.count }.max() ?? 0
        for line in place.context {
            let isFound = line.number == place.line
            let number = TextLayout.right(String(line.number), in: digits)
            let room = page.width - Self.indent - digits - 5
            let text = TextLayout.window(
                page.shown(line.text), around: isFound ? "[REDACTED:\(leak.rule.id)" : "",
                width: room,
                mark: page.ellipsis)
            let head = "\(isFound ? page.pointer : " ") \(number) \(page.stroke) "
            result += String(repeating: " ", count: Self.indent)
            result += page.styled(head, isFound ? .severity(leak.severity) : .dim)
            result += page.styled(text, isFound ? .plain : .dim) + "\n"
        }
        return result
    }

    private var more: String {
        let rest = leak.occurrences - places.count
        guard rest > 0, !places.isEmpty else { return "" }
        return page.lines(
            "and \(Figures.count(rest, "more place"))", indent: Self.indent, style: .dim)
    }

    /// What an attacker gains, and where it is changed.
    private var advice: String {
        let pieces = TextLayout.wrapped(page.shown(leak.rule.why), to: page.width - 7)
        return (places.isEmpty ? "" : "\n")
            + pieces.enumerated().map { index, piece in
                "     \(index == 0 ? page.arrow : " ") \(piece)\n"
            }.joined()
    }
}
