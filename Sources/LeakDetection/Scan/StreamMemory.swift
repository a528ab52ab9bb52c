import PCRE2

/// What the logical streams of one physical stream share: the memory of strong secrets, what was
/// allowed, and the matcher, whose memory is used again from line to line.
final class StreamMemory {
    let detector: Detector
    let options: ScanOptions
    let placeholders: Placeholders
    let matcher: LineMatcher
    let allowScratch: MatchScratch
    var known = KnownSecrets()
    /// The indices of the allowances that were of use.
    var usedAllowances: Set<Int> = []

    init(detector: Detector, options: ScanOptions) {
        self.detector = detector
        self.options = options
        placeholders = Placeholders(style: options.style, hash: options.hash)
        matcher = LineMatcher(detector: detector, options: options)
        allowScratch = MatchScratch(limits: options.limits)
    }
}
