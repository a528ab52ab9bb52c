import Configuration
import LeakDetection
import LeakReport
import LogSources

/// The reports that were asked for, and the summary.
final class Reports {
    private(set) var summary = Summary()
    private var reports: [any Report] = []
    private var gathered: [GatheredReport] = []
    private var files: [(buffer: WriteBuffer, descriptor: Descriptor)] = []
    private let isColored: Bool
    /// A report on stderr takes the summary's place.
    private let isOnStandardError: Bool

    /// Opens the files of the reports.
    ///
    /// - Throws: Status 64 when one cannot be written; nothing was read yet.
    init(_ settings: Settings) throws {
        try OwnFiles(settings).check()
        isColored = Terminal.isColored(settings.color, on: .standardError)
        isOnStandardError = settings.reports.contains { $0.path == nil }
        for request in settings.reports {
            var look = ReportSettings()
            look.isVerbose = settings.isVerbose
            look.keyID = settings.keyID
            look.isColored = request.path == nil && isColored
            let target: Descriptor
            do throws(SourceError) {
                target =
                    try request.path.map { path throws(SourceError) in try .writing(path) }
                    ?? .standardError
            } catch {
                Terminal.complain("blot: \(error)")
                throw Status.usage
            }
            let buffer = WriteBuffer(to: target)
            files.append((buffer, target))
            let write: (String) -> Void = { text in
                var text = text
                text.withUTF8 { buffer.append(UnsafeRawBufferPointer($0)) }
            }
            if let report = request.format.report(look, write: write) {
                reports.append(report)
            } else {
                let report = try GatheredReport(request.format, settings, write: write)
                gathered.append(report)
                reports.append(report)
            }
        }
    }

    /// Takes down an event.
    func add(_ event: ScanEvent, origin: Origin) {
        summary.add(event)
        for report in reports { report.add(event, origin: origin) }
        for file in files { file.buffer.flush() }
    }

    /// Completes the reports and prints the summary.
    ///
    /// - Returns: Whether all reports could be written.
    func finish(_ outcome: Outcome, isQuiet: Bool) -> Bool {
        for report in reports { report.finish(outcome) }
        var isComplete = gathered.allSatisfy(\.isComplete)
        for file in files {
            file.buffer.flush()
            if let error = file.buffer.error {
                Terminal.complain("blot: \(error)")
                isComplete = false
            }
            if file.descriptor.number > 2 { file.descriptor.shut() }
        }
        if !isQuiet, !isOnStandardError, let text = summary.text(isColored: isColored) {
            Terminal.write(text, to: .standardError)
        }
        return isComplete
    }
}
