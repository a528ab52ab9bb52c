public import LeakRules

/// A reason to believe that a match is a secret, or not.
public struct Evidence: Sendable, Equatable {
    /// What sort of reason, one word: `pattern`, `checksum`, `entropy`, `name`, `value`, …
    public let kind: String

    /// A short sentence for people; holds no byte of the secret.
    public let note: String

    /// What it adds to the confidence; negative when it speaks against.
    public let weight: Double

    public init(kind: String, note: String, weight: Double) {
        self.kind = kind
        self.note = note
        self.weight = weight
    }
}

/// A secret that was found: a match we stand by. Holds no byte of it but what the issuer prints in
/// every token.
public struct Finding: Sendable {
    /// The rule that the finding is reported under.
    public let rule: Rule

    /// Half-open byte range of the secret in the stream as it was read.
    public internal(set) var span: Range<Int>

    /// 1-based line of the secret's first byte; 0 where lines are not counted
    /// (``ScanOptions/locatesLines``).
    public internal(set) var line: Int

    /// 1-based column of it, in bytes.
    public internal(set) var column: Int

    /// How bad it is if real: the rule's severity, adjusted by what is around it.
    public let severity: Severity

    /// How surely it is real, 0…1.
    public let confidence: Double

    /// Bytes of the secret.
    public let length: Int

    private let description: Description?

    /// What is told about the secret; shared by the copies of a finding.
    final class Description: Sendable {
        let evidence: [Evidence]
        let preview: String
        let entropy: Double
        let fingerprint: String
        let layers: [String]

        init(
            evidence: [Evidence], preview: String, entropy: Double, fingerprint: String,
            layers: [String]
        ) {
            self.evidence = evidence
            self.preview = preview
            self.entropy = entropy
            self.fingerprint = fingerprint
            self.layers = layers
        }
    }

    /// Every term of ``confidence``; empty where findings are not described
    /// (``ScanOptions/describesFindings``).
    public var evidence: [Evidence] { description?.evidence ?? [] }

    /// The public part of the secret and `…`.
    public var preview: String { description?.preview ?? "…" }

    /// Shannon entropy of the secret in bits per byte; 0 where findings are not described.
    public var entropy: Double { description?.entropy ?? 0 }

    /// Names the secret without giving it away; empty where findings are not described.
    public var fingerprint: String { description?.fingerprint ?? "" }

    /// What the stream wraps the secret in, outermost first; empty where findings are not
    /// described.
    public var layers: [String] { description?.layers ?? [] }

    /// What the record says that the secret stands in.
    public internal(set) var record: RecordOrigin {
        get { origin?.record ?? RecordOrigin() }
        set { origin = newValue == RecordOrigin() ? nil : Origin(newValue) }
    }

    private var origin: Origin?

    /// Shared by the copies of a finding; most streams have no records.
    private final class Origin: Sendable {
        let record: RecordOrigin

        init(_ record: RecordOrigin) { self.record = record }
    }

    init(
        rule: Rule, span: Range<Int>, line: Int = 0, column: Int = 0, severity: Severity,
        confidence: Double, length: Int, description: Description?
    ) {
        self.rule = rule
        self.span = span
        self.line = line
        self.column = column
        self.severity = severity
        self.confidence = confidence
        self.length = length
        self.description = description
    }

    /// 0…100: severity and confidence as one number (``Score``).
    public var score: Int { Score.score(severity: severity, confidence: confidence) }
}

/// Bytes that could not be scanned: withheld from the redacted stream, counted, reported.
public struct BlindSpot: Sendable, Equatable {
    /// Half-open byte range in the stream.
    public internal(set) var span: Range<Int>

    /// 1-based line of its first byte; 0 where lines are not counted.
    public internal(set) var line: Int

    /// Why, in one lower-case sentence.
    public let reason: String
}

/// What a scan tells, in the order of the stream.
public enum ScanEvent: Sendable {
    case finding(Finding)
    case blindSpot(BlindSpot)
}

extension ScanEvent {
    /// The event with another place: what is told of a part of a stream counts from its start.
    public func moved(bytes: Int, lines: Int) -> ScanEvent {
        let span = (span.lowerBound + bytes)..<(span.upperBound + bytes)
        switch self {
        case .finding(var finding):
            finding.span = span
            if finding.line > 0 { finding.line += lines }
            return .finding(finding)
        case .blindSpot(var spot):
            spot.span = span
            if spot.line > 0 { spot.line += lines }
            return .blindSpot(spot)
        }
    }

    /// Half-open byte range in the stream.
    public var span: Range<Int> {
        switch self {
        case .finding(let finding): finding.span
        case .blindSpot(let spot): spot.span
        }
    }

    /// The event with another span.
    func moved(to span: Range<Int>) -> ScanEvent {
        switch self {
        case .finding(var finding):
            finding.span = span
            return .finding(finding)
        case .blindSpot(var spot):
            spot.span = span
            return .blindSpot(spot)
        }
    }

    /// The event with its line and column, and what the record says.
    func placed(line: Int, column: Int, record: RecordOrigin) -> ScanEvent {
        switch self {
        case .finding(var finding):
            (finding.line, finding.column, finding.record) = (line, column, record)
            return .finding(finding)
        case .blindSpot(var spot):
            spot.line = line
            return .blindSpot(spot)
        }
    }
}
