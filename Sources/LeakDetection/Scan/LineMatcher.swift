import LeakRules
import PCRE2
import Prefilter

/// A place where a rule said yes and the evidence agreed. Offsets are in the frame.
struct Match {
    let rule: Int
    let whole: Range<Int>
    let secret: Range<Int>
    var assessment: Assessment
    /// Whether it opens a block that goes on after its line.
    let opensBlock: Bool
}

/// A stretch that a rule could not be run on.
struct GivenUp {
    let rule: Int
    let error: RegexError
}

/// Bytes scanned as one: a line, or a window of a long one.
struct Frame {
    /// The bytes that patterns see.
    let bytes: UnsafeRawBufferPointer
    /// The stream offset of the first of them.
    let offset: Int
    /// The offsets at which a match may begin here; the rest belongs to the windows before and
    /// after.
    let accepted: Range<Int>
}

/// Runs the rules whose literals stand in a line. One per worker: its memory is reused from line to
/// line.
final class LineMatcher {
    private let detector: Detector
    private let table: RuleTable
    private let scratch: MatchScratch
    private let minimumConfidence: Double
    private let explains: Bool
    private var patterns: [Detector.Compiled?]
    private let names = NameMemory()
    /// For each rule what its matches begin with, once it was asked for.
    private let openings: UnsafeMutablePointer<UnsafePointer<UInt32>?>
    /// For each rule the frame it last searched whole.
    private let searched: UnsafeMutablePointer<Int>
    private var frame = 0
    /// For each rule the frame and the end of the last secret it found there: its literals in that
    /// secret are not tried again, so that a long token full of them costs no more than another.
    private let covered: UnsafeMutablePointer<(frame: Int, end: Int)>

    /// Bytes of a token from which its beginning is tried once only.
    private static let longToken = 4096

    /// The matches of the last frame.
    private(set) var matches: [Match] = []
    /// Set when a rule gave up on the last frame.
    private(set) var givenUp: GivenUp?
    /// Receives what the rules cost.
    var profile: ScanProfile?

    init(detector: Detector, options: ScanOptions) {
        self.detector = detector
        table = detector.table
        scratch = MatchScratch(limits: options.limits)
        minimumConfidence = options.minimumConfidence
        explains = options.describesFindings
        patterns = Array(repeating: nil, count: detector.rules.count)
        let count = max(1, detector.rules.count)
        searched = .allocate(capacity: count)
        searched.initialize(repeating: 0, count: count)
        covered = .allocate(capacity: count)
        covered.initialize(repeating: (0, 0), count: count)
        openings = .allocate(capacity: count)
        openings.initialize(repeating: nil, count: count)
    }

    deinit {
        searched.deallocate()
        covered.deallocate()
        openings.deallocate()
    }

    /// The candidates of the last frame that ``match(_:)`` searched.
    let candidates = CandidateList()

    /// Where they stand.
    var candidateOffsets: [Int] { (0..<candidates.count).map { candidates[$0].offset } }

    /// Whether a candidate may be of use: whether one of its rules may match there, as far as a
    /// quick look at the bytes can tell.
    ///
    /// Of a text of several lines it says what it would say of the line, or "maybe".
    func admits(_ candidate: Candidate, in text: UnsafeRawBufferPointer) -> Bool {
        let entries = table[candidate.literal]
        // A literal without rules has another use.
        guard !entries.isEmpty, table.roles(of: candidate.literal).isEmpty else { return true }
        var gates = GateMemo()
        for entry in entries
        where mayMatch(
            entry, at: candidate.offset, of: candidate.literal, in: text, isOneText: false, &gates)
        { return true }
        return false
    }

    /// Adds the candidates of a text that may be of use.
    func search(_ text: UnsafeRawBufferPointer, into candidates: CandidateList) {
        let before = candidates.count
        detector.prefilter.search(text, into: candidates)
        candidates.filter(from: before) { admits($0, in: text) }
    }

    /// What the gates of one candidate said.
    private struct GateMemo {
        private var known: UInt8 = 0
        private var open: UInt8 = 0

        @inline(__always)
        mutating func isOpen(_ gate: Gate, _ look: () -> Bool) -> Bool {
            let bit = UInt8(1) << gate.number
            if known & bit == 0 {
                known |= bit
                if look() { open |= bit }
            }
            return open & bit != 0
        }
    }

    @inline(__always)
    private func mayMatch(
        _ entry: RuleTable.Entry, at offset: Int, of literal: Int,
        in text: UnsafeRawBufferPointer, isOneText: Bool, _ gates: inout GateMemo
    ) -> Bool {
        if let gate = entry.gate {
            let isOpen = gates.isOpen(gate) {
                Gatekeeper.isOpen(
                    gate, text, literal: offset, offset + detector.literalLengths[literal],
                    isOneText: isOneText)
            }
            guard isOpen else { return false }
        }
        return !entry.isAnchored || opens(Int(entry.rule), at: offset, in: text)
    }

    /// Whether the name that a literal stands in promises what a rule is for:
    /// ``AssignmentEvidence`` and ``IssuerEvidence`` turn all else away.
    private func isPromised(
        _ entry: RuleTable.Entry, at offset: Int, in text: UnsafeRawBufferPointer
    ) -> Bool {
        guard !entry.promises.isEmpty else { return true }
        let name = AssignmentEvidence.nameRange(in: text, around: offset)
        return !names.promise(of: text.slice(name)).isDisjoint(with: entry.promises)
    }

    /// Whether a match of a rule may begin at a place.
    @inline(__always)
    private func opens(
        _ rule: Int, at offset: Int, in text: UnsafeRawBufferPointer
    ) -> Bool {
        let places = openings[rule] ?? opening(rule)
        let length = Int(places[256])
        guard offset + length <= text.count else { return false }
        var bit: UInt32 = 1
        for at in offset..<(offset + length) {
            if places[Int(text[at])] & bit == 0 { return false }
            bit &<<= 1
        }
        return true
    }

    private func opening(_ rule: Int) -> UnsafePointer<UInt32> {
        let places = detector.opening(of: rule)
        openings[rule] = places
        return places
    }

    /// Finds the candidates of a frame and runs their rules.
    func match(_ frame: Frame) {
        candidates.removeAll()
        detector.prefilter.search(frame.bytes, into: candidates)
        begin()
        for index in 0..<candidates.count {
            let candidate = candidates[index]
            run(literal: candidate.literal, at: candidate.offset, in: frame)
        }
        runUnfiltered(in: frame)
    }

    /// Begins a frame: forgets the last one's matches.
    func begin() {
        matches.removeAll(keepingCapacity: true)
        givenUp = nil
        frame += 1
    }

    /// Runs the rules of one candidate.
    ///
    /// - Parameters:
    ///   - literal: The literal's index.
    ///   - offset: Where it stands in the frame's bytes.
    func run(literal: Int, at offset: Int, in frame: Frame) {
        if profile != nil {
            let end = offset + detector.literalLengths[literal]
            profile?.begin(literal: literal, text: frame.bytes.slice(offset..<end))
        }
        var gates = GateMemo()
        for entry in table[literal] {
            let rule = Int(entry.rule)
            guard
                mayMatch(
                    entry, at: offset, of: literal, in: frame.bytes, isOneText: true, &gates),
                isPromised(entry, at: offset, in: frame.bytes)
            else { continue }
            if entry.isAnchored {
                if covered[rule].frame == self.frame, offset < covered[rule].end { continue }
                attempt(rule, from: offset, in: frame)
            } else if frame.bytes.count > Self.longFrame {
                search(rule, around: offset, in: frame)
            } else {
                guard searched[rule] != self.frame else { continue }
                searched[rule] = self.frame
                searchAll(rule, in: frame)
            }
        }
    }

    /// Runs the rules that no literal leads to.
    func runUnfiltered(in frame: Frame) {
        if profile != nil { profile?.beginUnfiltered() }
        for rule in detector.unfiltered { searchAll(rule, in: frame) }
    }

    private func searchAll(_ rule: Int, in frame: Frame) {
        var from = frame.accepted.lowerBound
        while from < frame.bytes.count, let found = attempt(rule, from: from, in: frame) {
            guard found.lowerBound < frame.accepted.upperBound else { return }
            from = max(found.upperBound, found.lowerBound + 1, from + 1)
        }
    }

    /// Frames that are longer are searched around candidates, not as a whole.
    private static let longFrame = 16 << 10

    /// Bytes before a candidate in which a match with it begins, and half of those after it in
    /// which one ends, unless its rule reaches further.
    private static let surroundings = 4096

    /// Searches the surroundings of a candidate, but for what was searched with those before it.
    private func search(_ rule: Int, around offset: Int, in frame: Frame) {
        let reach = max(Self.surroundings, detector.rules[rule].reach)
        let end = min(frame.bytes.count, offset + 2 * reach)
        var from = max(frame.accepted.lowerBound, offset - reach)
        if covered[rule].frame == self.frame { from = max(from, covered[rule].end) }
        while from <= offset {
            guard let found = attempt(rule, from: from, upTo: end, in: frame) else {
                // What begins later may go on behind the end.
                from = max(from, end - reach)
                break
            }
            guard found.lowerBound < frame.accepted.upperBound else { return }
            from = max(found.upperBound, found.lowerBound + 1, from + 1)
        }
        // Behind a match nothing was searched yet.
        covered[rule] = (self.frame, from)
    }

    /// One search.
    ///
    /// - Parameter end: Where a search in a long frame ends. A match up to there is searched for
    ///   again, in all of the frame.
    /// - Returns: From the match's start to its secret's end, whatever the evidence says; nil when
    ///   there is no match.
    @discardableResult
    private func attempt(
        _ rule: Int, from start: Int, upTo end: Int? = nil, in frame: Frame
    ) -> Range<Int>? {
        let pattern = compiled(rule)
        switch search(pattern.regex, of: rule, from: start, in: frame, upTo: end) {
        case .noMatch: return nil
        case .gaveUp(let error):
            givenUp = GivenUp(rule: rule, error: error)
            return nil
        case .matched: break
        }
        guard let whole = scratch.range(of: 0) else { return nil }
        if let end, end < frame.bytes.count, whole.upperBound + Self.margin > end {
            return attempt(rule, from: start, in: frame)
        }
        guard let found = secret(of: pattern) else { return whole }
        let secret = Self.withoutEscapes(found, in: frame.bytes)
        if frame.accepted.contains(whole.lowerBound) {
            judge(rule, whole: whole, secret: secret, in: frame)
        }
        return whole.lowerBound..<max(secret.upperBound, whole.lowerBound)
    }

    /// Bytes that a pattern looks ahead, at most.
    private static let margin = 512

    @inline(__always)
    private func search(
        _ regex: Regex, of rule: Int, from start: Int, in frame: Frame, upTo end: Int?
    ) -> MatchOutcome {
        let text = end.map { frame.bytes.slice(0..<$0) } ?? frame.bytes
        // A comparison first: unwrapping would count references.
        guard profile != nil, let profile else {
            return regex.firstMatch(in: text, from: start, scratch: scratch)
        }
        return profile.search(rule) { regex.firstMatch(in: text, from: start, scratch: scratch) }
    }

    @inline(__always)
    private func judge(_ rule: Int, whole: Range<Int>, secret: Range<Int>, in frame: Frame) {
        guard profile != nil, let profile else {
            return accept(rule, whole: whole, secret: secret, in: frame)
        }
        profile.judge(rule) {
            let before = matches.count
            accept(rule, whole: whole, secret: secret, in: frame)
            return matches.count > before
        }
    }

    /// The first group that holds something, or else the first that took part in the match.
    private func secret(of pattern: Detector.Compiled) -> Range<Int>? {
        var empty: Range<Int>?
        for group in pattern.secrets {
            guard let range = scratch.range(of: group) else { continue }
            if !range.isEmpty { return range }
            empty = empty ?? range
        }
        return empty
    }

    /// A secret without the backslashes at its end that escape the quote after it.
    private static func withoutEscapes(
        _ secret: Range<Int>, in bytes: UnsafeRawBufferPointer
    ) -> Range<Int> {
        guard secret.upperBound < bytes.count,
            bytes[secret.upperBound] == UInt8(ascii: "\"")
                || bytes[secret.upperBound] == UInt8(ascii: "'")
        else { return secret }
        var end = secret.upperBound
        while end > secret.lowerBound, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        return secret.lowerBound..<end
    }

    private func accept(_ rule: Int, whole: Range<Int>, secret: Range<Int>, in frame: Frame) {
        let definition = detector.rules[rule]
        let opensBlock =
            definition.block.map { block in
                !Array(block.end.utf8).withUnsafeBytes {
                    frame.bytes.slice(whole.upperBound..<frame.bytes.count).firstOffset(of: $0)
                        != nil
                }
            } ?? false
        let context = MatchContext(
            frame: frame.bytes, match: whole, secret: secret, rule: definition,
            issuers: detector.issuers, explains: explains)
        if opensBlock && frame.bytes[secret].count(where: \.isBase64) < 16 {
            // The header alone: the secret follows.
            append(rule, whole, whole.upperBound..<whole.upperBound, nil, true)
            return
        }
        guard let assessment = Assessor.assess(context),
            assessment.confidence >= minimumConfidence
        else {
            // Only the end of a very long token is looked at again.
            if secret.count > Self.longToken {
                covered[rule] = (self.frame, secret.upperBound - Self.longToken)
            }
            return
        }
        covered[rule] = (self.frame, secret.upperBound)
        append(rule, whole, secret, assessment, opensBlock)
    }

    private func append(
        _ rule: Int, _ whole: Range<Int>, _ secret: Range<Int>, _ assessment: Assessment?,
        _ opensBlock: Bool
    ) {
        matches.append(
            Match(
                rule: assessment?.issuerRule ?? rule,
                whole: whole, secret: secret,
                assessment: assessment ?? Assessment(confidence: 0, evidence: []),
                opensBlock: opensBlock))
    }

    private func compiled(_ rule: Int) -> Detector.Compiled {
        if let ready = patterns[rule] { return ready }
        let fresh = profile?.compile { detector.pattern(of: rule) } ?? detector.pattern(of: rule)
        patterns[rule] = fresh
        return fresh
    }
}

extension Range<Int> {
    /// The range moved up.
    func shifted(by offset: Int) -> Range<Int> {
        (lowerBound + offset)..<(upperBound + offset)
    }
}

extension Gate {
    /// Which bit it has in a set of gates.
    fileprivate var number: UInt8 {
        switch self {
        case .assignment: 0
        case .element: 1
        case .quote: 2
        }
    }
}
