import Configuration
import LeakReport
import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The reports of an audit: those that were asked for, or one for people on stdout.
struct AuditReports {
    private let settings: Settings
    private var targets: [(format: ReportFormat, descriptor: Descriptor)] = []

    /// Opens the files of the reports.
    ///
    /// - Throws: Status 64 when one cannot be written; nothing was read yet.
    init(_ settings: Settings) throws {
        self.settings = settings
        try OwnFiles(settings).check()
        let requests =
            settings.reports.isEmpty
            ? [ReportRequest(format: .text, path: nil)] : settings.reports
        for request in requests {
            do throws(SourceError) {
                let target: Descriptor =
                    try request.path.map { path throws(SourceError) in try .writing(path) }
                    ?? .standardOutput
                targets.append((request.format, target))
            } catch {
                Terminal.complain("blot: \(error)")
                throw Status.usage
            }
        }
    }

    /// Writes the reports.
    ///
    /// - Returns: Whether all could be written; a reader that has gone is no failure.
    func write(_ catalog: some LeakCatalog) -> Bool {
        var isComplete = true
        for (format, target) in targets {
            let buffer = WriteBuffer(to: target)
            do {
                try format.writeAudit(catalog, settings: look(of: target)) { text in
                    var text = text
                    text.withUTF8 { buffer.append(UnsafeRawBufferPointer($0)) }
                }
            } catch {
                Terminal.complain("blot: \(error)")
                isComplete = false
            }
            buffer.flush()
            if let error = buffer.error, error.code != EPIPE {
                Terminal.complain("blot: \(error)")
                isComplete = false
            }
            if target.number > 2 { target.shut() }
        }
        return isComplete
    }

    private func look(of target: Descriptor) -> AuditReportSettings {
        var look = AuditReportSettings()
        look.isColored = Terminal.isColored(settings.color, on: target)
        look.isVerbose = settings.isVerbose
        look.maxPlaces = settings.maximumPlaces
        look.width = target.terminalWidth ?? look.width
        return look
    }
}
