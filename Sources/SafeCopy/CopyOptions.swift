public import LeakDetection
public import LeakRules
public import LogSources

/// How a safe copy is made.
public struct CopyOptions: Sendable {
    public var scan = ScanOptions()
    public var allowances: [Allowance] = []
    public var walk = Walk.Options()
    public var limits = UnpackLimits()
    /// How many threads scan a large file.
    public var threads = 1
    /// Whether binary files are redacted as if they were text; else they are left out.
    public var copiesBinaries = false
    /// Whether it is to end early.
    public var isInterrupted: @Sendable () -> Bool = { false }

    /// Told how far it has come: bytes that were read, files that are done with, secrets that were
    /// replaced, each since the last call.
    public var progress: @Sendable (_ bytes: Int, _ files: Int, _ secrets: Int) -> Void = {
        _, _, _ in
    }

    public init() {}
}

/// The user wants it to end.
struct Interrupted: Error {}
