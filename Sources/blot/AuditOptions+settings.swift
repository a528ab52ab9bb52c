import CInterrupt
import CProcessors
import Configuration
import LeakAudit
import LeakDetection
import LeakRules
import LogSources

extension AuditOptions {
    /// What the settings mean for an audit.
    init(_ settings: Settings) {
        self.init()
        scan = settings.scanOptions(Self.everything, isReported: true)
        // The style of the lines that reports show.
        scan.style = .label
        if settings.hasPathRules { thresholds = { settings.thresholds(for: $0.bytes) } }
        allowances = settings.allowances
        threads = settings.threads ?? Int(blot_processors())
        walk = Walk.Options(settings)
        scansBinaries = settings.binary == .scan
        largestRatio = settings.largestRatio
        isIncremental = settings.state != nil
        // It takes reading all rules.
        if isIncremental { version = settings.auditVersion }
        isInterrupted = { blot_interrupt_pending() != 0 }
    }
}

extension Walk.Options {
    /// What the settings mean for a walk.
    init(_ settings: Settings) {
        self.init()
        let include = settings.include
        let exclude = settings.exclude
        admits = { path, isDirectory in
            if exclude.matches(path.bytes, isDirectory: isDirectory) { return false }
            return isDirectory || include.isEmpty || include.covers(path.bytes)
        }
        maximumDepth = settings.maximumDepth
        followsSymlinks = settings.followsSymlinks
    }
}
