import PCRE2

/// What the logical streams of one physical stream share: the memory of strong secrets, what was
/// allowed, and the matcher, whose memory is used again from line to line.
final class StreamMemory {
    let detector: Detector
    let options: ScanOptions
    let placeholders: Placeholders
    let matcher: LineMatcher
    let allowScratch: MatchScratch
    let known = KnownSecrets()
    /// The scanners whose streams are inside a key: parts of it may come in another stream.
    private(set) var insideKeys: [LineScanner] = []
    /// The indices of the allowances that were of use.
    var usedAllowances: Set<Int> = []

    init(detector: Detector, options: ScanOptions) {
        self.detector = detector
        self.options = options
        placeholders = Placeholders(style: options.style, hash: options.hash)
        matcher = LineMatcher(detector: detector, options: options)
        allowScratch = MatchScratch(limits: options.limits)
    }

    /// Takes note that a stream is inside a key, or no longer.
    func note(_ scanner: LineScanner, isInsideKey: Bool) {
        insideKeys.removeAll { $0 === scanner }
        if isInsideKey { insideKeys.append(scanner) }
    }
}
