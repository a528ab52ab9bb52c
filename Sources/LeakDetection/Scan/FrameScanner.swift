import LeakRules

/// A stretch of a text that is to be blotted out, and what for.
struct Sighting {
    /// Its place in the text it was seen in.
    let range: Range<Int>
    /// Names the placeholder.
    let rule: Int
    /// The match to report; nil for a line of a block, which is reported as a whole.
    let match: Match?
}

/// Finds what is to be blotted out in one text: a line, a window of a long one, or what a line
/// reads like when decoded.
///
/// Overlapping matches are one sighting, their union. The longest names it; between equals the
/// more specific, then the surer.
struct FrameScanner {
    let memory: StreamMemory

    private var detector: Detector { memory.detector }

    /// Where a span comes from.
    private enum Source {
        case match(Int)
        /// Seen before in this stream, by this rule.
        case known(rule: Int)
        case block(rule: Int)
    }

    private struct Span {
        let range: Range<Int>
        let source: Source
    }

    /// Turns the matches of the last frame into sightings, in order and disjoint.
    ///
    /// - Parameter blocks: Lines of keys that go on from line to line.
    func sightings(
        in frame: Frame, blocks: [(range: Range<Int>, rule: Int)] = []
    ) -> [Sighting] {
        let matches = memory.matcher.matches
        if matches.isEmpty, blocks.isEmpty, memory.known.isEmpty { return [] }
        var spans: [Span] = blocks.map { Span(range: $0.range, source: .block(rule: $0.rule)) }
        // What is remembered is found once more.
        spans.reserveCapacity(spans.count + 2 * matches.count)
        for (index, match) in matches.enumerated()
        where !match.secret.isEmpty && !isAllowed(match, in: frame.bytes) {
            spans.append(Span(range: match.secret, source: .match(index)))
            remember(match, in: frame.bytes)
        }
        collectKnown(frame, into: &spans)
        if spans.isEmpty { return [] }
        let isSorted = spans.indices.dropFirst().allSatisfy {
            spans[$0 - 1].range.lowerBound <= spans[$0].range.lowerBound
        }
        if !isSorted {
            spans = spans.enumerated().sorted {
                ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
            }.map(\.element)
        }
        var sightings: [Sighting] = []
        var at = 0
        while at < spans.count {
            var union = spans[at].range
            var last = at + 1
            while last < spans.count, spans[last].range.lowerBound < union.upperBound {
                union = union.lowerBound..<max(union.upperBound, spans[last].range.upperBound)
                last += 1
            }
            sightings.append(sighting(union, of: spans[at..<last], matches))
            at = last
        }
        return sightings
    }

    private func sighting(
        _ union: Range<Int>, of cover: ArraySlice<Span>, _ matches: [Match]
    ) -> Sighting {
        var best: Int?
        for item in cover {
            guard case .match(let index) = item.source else { continue }
            if let other = best, !isBetter(matches[index], than: matches[other]) { continue }
            best = index
        }
        if let best {
            return Sighting(range: union, rule: matches[best].rule, match: matches[best])
        }
        for item in cover {
            guard case .known(let rule) = item.source else { continue }
            let match = Match(
                rule: rule, whole: item.range, secret: item.range, assessment: Self.seenBefore,
                opensBlock: false)
            return Sighting(range: union, rule: rule, match: match)
        }
        guard case .block(let rule)? = cover.first?.source else {
            preconditionFailure("a sighting without a source")
        }
        return Sighting(range: union, rule: rule, match: nil)
    }

    /// What speaks for a secret that was seen before.
    private static let seenBefore = Assessment(
        confidence: 0.9,
        evidence: [Evidence(kind: "repeat", note: "seen before in this stream", weight: 0.9)])

    /// Whether a match names a sighting rather than one before it.
    private func isBetter(_ a: Match, than b: Match) -> Bool {
        (b.secret.count, detector.rules[b.rule].specificity, b.assessment.confidence, -b.rule)
            < (a.secret.count, detector.rules[a.rule].specificity, a.assessment.confidence, -a.rule)
    }

    private func isAllowed(_ match: Match, in text: UnsafeRawBufferPointer) -> Bool {
        guard !memory.options.allowlist.isEmpty else { return false }
        let rule = detector.rules[match.rule]
        let secret = text.slice(match.secret)
        guard
            let index = memory.options.allowlist.allowance(
                for: rule, value: secret,
                fingerprint: { Fingerprint.text(of: secret, rule: rule, key: memory.options.hash) },
                scratch: memory.allowScratch)
        else { return false }
        memory.usedAllowances.insert(index)
        return true
    }

    private func remember(_ match: Match, in text: UnsafeRawBufferPointer) {
        let rule = detector.rules[match.rule]
        guard memory.learns, rule.category != .endpoint, rule.category != .keyFilePath,
            Score.score(severity: rule.severity, confidence: match.assessment.confidence)
                >= KnownSecrets.lowestScore
        else { return }
        memory.known.insert(
            text.slice(match.secret), rule: match.rule, specificity: rule.specificity)
    }

    private func collectKnown(_ frame: Frame, into spans: inout [Span]) {
        guard !memory.known.isEmpty else { return }
        var at = 0
        while let hit = memory.known.first(in: frame.bytes, range: at..<frame.bytes.count) {
            // What begins in a window's lead belongs to the window before.
            if frame.accepted.contains(hit.span.lowerBound),
                !RedactionMarker.touches(hit.span, in: frame.bytes)
            {
                spans.append(
                    Span(
                        range: wholeEscapes(hit.span, in: frame.bytes),
                        source: .known(rule: hit.rule)))
            }
            // Another may begin inside this one.
            at = hit.span.lowerBound + 1
        }
    }

    /// A span that does not cut an escape in two: `\n` and `\u0041` before it belong to it, a
    /// backslash before a quote after it does not.
    private func wholeEscapes(
        _ span: Range<Int>, in bytes: UnsafeRawBufferPointer
    ) -> Range<Int> {
        var lower = span.lowerBound
        let backslash = UInt8(ascii: "\\")
        if lower > 0, bytes[lower - 1] == backslash {
            lower -= 1
        } else {
            for back in 2...5 where lower >= back && bytes[lower - back] == backslash {
                if bytes[lower - back + 1] | 0x20 == UInt8(ascii: "u") { lower -= back }
                break
            }
        }
        var upper = span.upperBound
        if upper < bytes.count, bytes[upper] == UInt8(ascii: "\"") {
            while upper > lower + 1, bytes[upper - 1] == backslash { upper -= 1 }
        }
        return lower..<upper
    }

    // MARK: What is written, what is told

    /// What stands in a sighting's place, and in its further parts.
    func replacement(
        of sighting: Sighting, in text: UnsafeRawBufferPointer
    ) -> (first: [UInt8], further: [UInt8]) {
        let quotes = JSONNumber.quotes(around: sighting.range, in: text)
        if memory.options.style == .label, quotes.isEmpty {
            let label = memory.label(of: sighting.rule)
            return (label, label)
        }
        let secret = text.slice(sighting.range)
        let rule = detector.rules[sighting.rule].id
        var first = quotes
        memory.placeholders.append(secret, rule: rule, to: &first)
        first += quotes
        var further: [UInt8] = []
        memory.placeholders.appendFurther(secret, rule: rule, to: &further)
        return (first, further)
    }

    /// The finding of a match.
    ///
    /// - Parameters:
    ///   - text: What the match's ranges are in.
    ///   - span: The place that is reported, to be made one of the stream.
    ///   - layers: What the secret lay under.
    func finding(
        _ match: Match, in text: UnsafeRawBufferPointer, span: Range<Int>, layers: [String] = []
    ) -> Finding {
        var match = match
        let secret = text.slice(match.secret)
        weighFrequency(of: &match, secret: secret)
        return finding(
            detector.rules[match.rule], secret: secret, span: span, layers: layers,
            assessment: match.assessment)
    }

    func finding(
        _ rule: Rule, secret: UnsafeRawBufferPointer, span: Range<Int>, layers: [String] = [],
        assessment: Assessment
    ) -> Finding {
        Finding(
            rule: rule, span: span, severity: rule.severity, confidence: assessment.confidence,
            length: secret.count,
            description: memory.options.describesFindings
                ? Finding.Description(
                    evidence: assessment.evidence, preview: Self.preview(of: secret, rule: rule),
                    entropy: shannonEntropy(of: secret),
                    fingerprint: Fingerprint.text(
                        of: secret, rule: rule, key: memory.options.hash), layers: layers)
                : nil)
    }

    /// The prefix that every such token has, and `…`.
    private static func preview(of secret: UnsafeRawBufferPointer, rule: Rule) -> String {
        guard rule.specificity == .exact, rule.anchor == .literal else { return "…" }
        let prefix =
            rule.prefilter.map { Array($0.utf8) }
            .filter { $0.count < secret.count && secret.starts(with: $0) }
            .max { $0.count < $1.count } ?? []
        return String(decoding: prefix, as: UTF8.self) + "…"
    }

    /// What is printed with every request is an identifier rather than a secret: less sure, still
    /// redacted.
    private func weighFrequency(of match: inout Match, secret: UnsafeRawBufferPointer) {
        guard memory.learns, match.assessment.evidence.first?.kind != "repeat" else { return }
        let count = memory.known.count(secret)
        guard count >= KnownSecrets.identifierFrom,
            detector.rules[match.rule].specificity < .exact
        else { return }
        match.assessment.confidence = max(
            memory.options.minimumConfidence, match.assessment.confidence - 0.2)
        match.assessment.evidence.append(
            Evidence(
                kind: "frequency",
                note: "seen \(KnownSecrets.identifierFrom) times or more: perhaps an identifier",
                weight: -0.2))
    }
}
