import LeakDetection
import LeakRules

/// Scanners for one stream after the other: each knows the strong secrets that those before it have
/// seen.
final class ScannerChain {
    private let detector: Detector
    private let options: ScanOptions
    private let allowances: [Allowance]
    /// The scanner of the last stream.
    private(set) var last: StreamScanner?
    private var lastPath = ""
    private(set) var usedAllowances: Set<Int> = []

    init(_ detector: Detector, options: ScanOptions, allowances: [Allowance]) {
        self.detector = detector
        self.options = options
        self.allowances = allowances
    }

    /// A scanner for the next stream; the last one is done with.
    ///
    /// - Parameter path: What allowances are asked about.
    func next(_ path: String) -> StreamScanner {
        if let last {
            usedAllowances.formUnion(last.usedAllowances)
            // What is allowed depends on the path, and goes with the memory.
            if allowances.isEmpty || path == lastPath {
                let scanner = last.successor()
                self.last = scanner
                return scanner
            }
        }
        var options = options
        options.allowlist = Allowlist(allowances, path: path)
        let scanner = StreamScanner(detector: detector, options: options)
        last = scanner
        lastPath = path
        return scanner
    }

    /// Takes note of what the last scanner allowed.
    func finish() {
        if let last { usedAllowances.formUnion(last.usedAllowances) }
    }
}
