public import LeakDetection

/// Looks for secrets in names of files: each name of a path by itself, as a line.
///
/// Not thread-safe.
public final class NameScanner {
    /// A name for people, and what was found in it.
    public struct Look: Sendable {
        /// The name without secrets.
        public let bytes: [UInt8]
        /// At line 0, which no file has.
        public let findings: [Finding]
    }

    private var scanner: StreamScanner
    /// The last names: directories come again and again.
    private var known: [[UInt8]: Look] = [:]

    private static let mostKnown = 4096

    /// - Parameter options: The style is `label`, whatever they say.
    public init(_ detector: Detector, options: ScanOptions) {
        var options = options
        options.style = .label
        scanner = StreamScanner(detector: detector, options: options)
    }

    /// Looks at one name.
    public func look(at name: [UInt8]) -> Look {
        if let look = known[name] { return look }
        var output: [UInt8] = []
        var findings: [Finding] = []
        name.withUnsafeBytes {
            _ = scanner.scan(
                $0, isFinal: true, sink: { output += $0 },
                report: { event in
                    if case .finding(let finding) = event.moved(bytes: 0, lines: -1) {
                        findings.append(finding)
                    }
                })
        }
        scanner = scanner.successor()
        if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
        let look = Look(bytes: output, findings: findings)
        known[name] = look
        return look
    }

    /// A path without the secrets in its names, for people: bytes that are no UTF-8 as `\xff`.
    public func shown(_ path: [UInt8]) -> String {
        let slash = UInt8(ascii: "/")
        let names = path.split(separator: slash, omittingEmptySubsequences: false)
        return shownBytes(names.map { look(at: Array($0)).bytes }.joined(separator: [slash]))
    }
}
