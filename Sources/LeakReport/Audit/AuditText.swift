import LeakRules

/// An audit for people at a terminal.
struct AuditText {
    let settings: AuditReportSettings

    func write(_ catalog: some LeakCatalog, to write: (String) -> Void) throws {
        let page = TextPage(settings)
        let summary = catalog.summary
        write(headline(summary, on: page))
        write(bars(summary, on: page))
        try catalog.forEachLeak { leak in
            write(page.rule + "\n")
            let most = settings.maxPlaces ?? (settings.isVerbose ? 10 : 3)
            let places = try catalog.places(of: leak, most: most)
            write(LeakText(leak, places: places, isVerbose: settings.isVerbose, page: page).text)
        }
        if summary.leakCount > 0 { write(page.rule + "\n") }
        try writeNotes(
            .blindSpot, "Not scanned", "stretches that a secret may hide in", of: catalog,
            count: summary.blindSpots, on: page, to: write)
        try writeNotes(
            .failed, "Not read", "files that could not be read, or not in full", of: catalog,
            count: summary.failures, on: page, to: write)
        try writeNotes(
            .skipped, "Skipped", "files left out on purpose", of: catalog,
            count: summary.skipped, on: page, to: write)
        if settings.isVerbose {
            var remarks = 0
            try catalog.forEachNote(.remark) { _ in remarks += 1 }
            try writeNotes(
                .remark, "Remarks", "about files that were scanned", of: catalog, count: remarks,
                on: page, to: write)
        }
        write(status(summary, on: page))
    }

    // MARK: The head

    private func headline(_ summary: AuditSummary, on page: TextPage) -> String {
        var title = summary.version.isEmpty ? "blot" : "blot \(summary.version)"
        if !summary.roots.isEmpty {
            title += " \(page.dot) audit of \(summary.roots.joined(separator: ", "))"
        }
        var result = page.lines(title, style: .bold)
        var figures = [
            Figures.count(summary.files, "file"), Figures.bytes(summary.bytes),
            Figures.time(summary.seconds),
        ]
        if summary.unchanged > 0 {
            figures[0] += " (\(Figures.count(summary.unchanged)) unchanged)"
        }
        if !summary.started.isEmpty { figures.append(Figures.moment(summary.started)) }
        result += page.lines(figures.joined(separator: " \(page.dot) "), style: .dim)
        if !summary.isComplete, summary.leakCount > 0 { result += status(summary, on: page) }
        return result + "\n"
    }

    /// Whether all was scanned, and what came of it.
    private func status(_ summary: AuditSummary, on page: TextPage) -> String {
        var missing: [String] = []
        if summary.isPartial { missing.append("the audit was interrupted") }
        if summary.blindSpots > 0 {
            let count = Figures.count(summary.blindSpots, "stretch", "stretches")
            missing.append("\(count) could not be scanned")
        }
        if summary.failures > 0 {
            missing.append("\(Figures.count(summary.failures, "file")) could not be read")
        }
        if missing.isEmpty { return page.lines("complete: everything was scanned", style: .good) }
        return page.lines("INCOMPLETE: \(missing.joined(separator: ", "))", style: .bad)
    }

    private func bars(_ summary: AuditSummary, on page: TextPage) -> String {
        let known =
            summary.known == 0
            ? ""
            : page.lines(
                "\(Figures.count(summary.known, "known secret")) of the baseline not shown",
                style: .dim)
        guard summary.leakCount > 0 else { return "no secrets found\n" + known + "\n" }
        let most = summary.leaks.values.max() ?? 1
        let digits = Figures.count(most).utf8.count
        let room = min(60, page.width - 16 - digits)
        var result = page.lines(
            "\(Figures.count(summary.leakCount, "secret")) in "
                + Figures.count(summary.occurrences, "place"),
            style: .bold)
        for severity in Severity.allCases.reversed() {
            let count = summary.leaks[severity] ?? 0
            let bar = page.bar(count, of: most, room: room)
            let name = TextLayout.padded(severity.rawValue, to: 8)
            result += "  " + page.styled(name, count == 0 ? .dim : .severity(severity)) + "  "
            result += page.styled(
                TextLayout.right(Figures.count(count), in: digits), count == 0 ? .dim : .plain)
            result += bar.isEmpty ? "\n" : "  " + page.styled(bar, .severity(severity)) + "\n"
        }
        return result + known + "\n"
    }

    // MARK: The end

    private func writeNotes(
        _ kind: AuditNote.Kind, _ title: String, _ meaning: String, of catalog: some LeakCatalog,
        count: Int, on page: TextPage, to write: (String) -> Void
    ) throws {
        guard count > 0 else { return }
        let most = settings.isVerbose ? Int.max : kind == .skipped ? 5 : 20
        write("\n" + page.lines("\(title): \(Figures.count(count)) (\(meaning))", style: .bold))
        var seen = 0
        try catalog.forEachNote(kind) { note in
            seen += 1
            guard seen <= most else { return }
            let place = note.line > 0 ? "\(note.name):\(note.line)" : note.name
            write(page.lines("\(place): \(note.reason)", indent: 2, hanging: 4))
        }
        if seen > most {
            write(page.lines("and \(Figures.count(seen - most)) more", indent: 2, style: .dim))
        }
        if kind == .skipped { write("\n") }
    }
}
