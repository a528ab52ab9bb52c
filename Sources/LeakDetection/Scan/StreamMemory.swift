import LeakRules
import PCRE2

/// What the logical streams of one physical stream share: the memory of strong secrets, what was
/// allowed, and the matcher, whose memory is used again from line to line.
final class StreamMemory {
    let detector: Detector
    let options: ScanOptions
    let placeholders: Placeholders
    let matcher: LineMatcher
    let allowScratch: MatchScratch
    /// Only read, where nothing is learnt.
    var known = KnownSecrets()
    /// Whether what is found is remembered.
    let learns: Bool
    /// For each rule its placeholder in the `label` style, once it was asked for.
    private var labels: [[UInt8]?]
    /// The scanners whose streams are inside a key: parts of it may come in another stream.
    var insideKeys: [LineScanner] = []
    /// Whether anything was read otherwise than as it stands.
    var hasDecoded = false
    /// The indices of the allowances that were of use.
    var usedAllowances: Set<Int> = []

    init(detector: Detector, options: ScanOptions, learns: Bool = true) {
        self.learns = learns
        self.detector = detector
        self.options = options
        placeholders = Placeholders(style: options.style, hash: options.hash)
        matcher = LineMatcher(detector: detector, options: options)
        allowScratch = MatchScratch(limits: options.limits)
        labels = Array(repeating: nil, count: detector.rules.count)
    }

    /// The placeholder of a rule's secrets in the `label` style.
    func label(of rule: Int) -> [UInt8] {
        if let ready = labels[rule] { return ready }
        var label: [UInt8] = []
        Placeholders(style: .label, hash: options.hash).append(
            UnsafeRawBufferPointer(start: nil, count: 0), rule: detector.rules[rule].id, to: &label)
        labels[rule] = label
        return label
    }

    /// Takes note that a stream is inside a key, or no longer.
    func note(_ scanner: LineScanner, isInsideKey: Bool) {
        insideKeys.removeAll { $0 === scanner }
        if isInsideKey { insideKeys.append(scanner) }
    }
}
