import AuditStore
import LeakDetection
import LeakReport
import LogSources

/// A report in a format that tells of each secret once: it is written when the stream has ended.
///
/// What was found until then is in a temporary store, so that memory stays bounded.
final class GatheredReport: Report {
    private let format: ReportFormat
    private let settings: Settings
    private let write: (String) -> Void
    private let store: AuditStore
    private let run: Int
    private let source: Int64
    private let start = Moment.now()
    private var waiting: [FoundEvent] = []
    private var number = 0
    private var failure: StoreError?
    /// Whether it could be written.
    private(set) var isComplete = false

    /// Events that are gathered before they are stored.
    private static let batch = 256

    /// - Throws: Status 2 when there is no room for a store.
    init(
        _ format: ReportFormat, _ settings: Settings, write: @escaping (String) -> Void
    ) throws {
        self.format = format
        self.settings = settings
        self.write = write
        do throws(StoreError) {
            store = try AuditStore(path: nil, keyID: settings.keyID)
            run = try store.beginRun()
            source = try store.beginSource(nil, root: "", ordinal: 0, run: run)
        } catch {
            Terminal.complain("blot: \(error)")
            throw Status.incomplete
        }
    }

    func add(_ event: ScanEvent, origin: Origin) {
        switch event {
        case .finding(let finding):
            waiting.append(
                .place(
                    FoundPlace(
                        finding: finding, path: origin.path, member: nil,
                        time: finding.record.timestamp.flatMap(LogTime.read), container: nil,
                        account: nil, context: [])))
        case .blindSpot(let spot):
            waiting.append(
                .note(
                    AuditNote(
                        kind: .blindSpot, path: origin.path, line: spot.line, span: spot.span,
                        reason: spot.reason)))
        }
        if waiting.count >= Self.batch { keep() }
    }

    private func keep() {
        do throws(StoreError) {
            try store.add(waiting, to: source, from: number)
        } catch {
            failure = failure ?? error
        }
        number += waiting.count
        waiting = []
    }

    func finish(_ outcome: Outcome) {
        for reason in outcome.failures {
            waiting.append(.note(AuditNote(kind: .failed, path: "", reason: reason)))
        }
        keep()
        do {
            if let failure { throw failure }
            try store.endSource(
                source, signature: "", hash: "", version: "", files: 1, bytes: outcome.bytes,
                isWhole: false)
            let catalog = try AuditCatalog(
                of: store, run: run, rules: settings.rules, selection: AuditCatalog.Selection(),
                summary: settings.summary(of: ["-"], since: start))
            var look = AuditReportSettings()
            look.isVerbose = settings.isVerbose
            try format.writeAudit(catalog, settings: look, write: write)
            isComplete = true
        } catch {
            Terminal.complain("blot: \(error)")
        }
    }
}
