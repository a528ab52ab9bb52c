import LeakDetection

/// Redacts names: each by itself, as a line. What the files show to be a strong secret is one in a
/// name, too.
final class NameRedactor {
    private let chain: ScannerChain?
    private var scanner: StreamScanner
    /// The last names, and what became of them: directories come again and again.
    private var known: [[UInt8]: [UInt8]] = [:]
    /// The secrets under which that holds.
    private var version: StreamScanner.SecretsVersion?

    private static let mostKnown = 4096

    /// - Parameter chain: Knows the secrets of the files.
    init(_ detector: Detector, options: ScanOptions, knowing chain: ScannerChain? = nil) {
        self.chain = chain
        var options = options
        options.locatesLines = false
        options.describesFindings = false
        scanner = StreamScanner(detector: detector, options: options)
    }

    /// The name without secrets; the name itself if it has none.
    func redacted(_ name: [UInt8]) -> [UInt8] {
        if let last = chain?.last { scanner.share(secretsOf: last) }
        if version != scanner.secretsVersion { known.removeAll(keepingCapacity: true) }
        if let result = known[name] { return result }
        var output: [UInt8] = []
        name.withUnsafeBytes {
            _ = scanner.scan($0, isFinal: true, sink: { output += $0 }, report: { _ in })
        }
        scanner = scanner.successor()
        version = scanner.secretsVersion
        if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
        known[name] = output
        return output
    }
}

extension NameRedactor {
    /// Whether the name of an owner or a group in an archive stays: a plain word, as `useradd(8)`
    /// takes them, in which nothing is found.
    func keeps(owner: [UInt8]) -> Bool {
        (1...32).contains(owner.count) && owner.allSatisfy(Self.isOfWord)
            && redacted(owner) == owner
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
