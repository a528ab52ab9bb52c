import LeakDetection
import LeakRules

/// A secret as it stands in JSON: schema 1 of the contract. A finding of a stream and a leak of an
/// audit are the same object; a leak has more keys.
struct FindingRecord: Encodable {
    struct Secret: Encodable {
        let preview: String
        let length: Int
        let entropy: Double
        let fingerprint: String
        /// The key's name, or null for a key of the run.
        let keyID: String?

        enum CodingKeys: CodingKey { case preview, length, entropy, fingerprint, keyID }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(preview, forKey: .preview)
            try container.encode(length, forKey: .length)
            try container.encode(rounded(entropy), forKey: .entropy)
            try container.encode(fingerprint, forKey: .fingerprint)
            try container.encode(keyID, forKey: .keyID)
        }
    }

    struct Reason: Encodable {
        let kind: String
        let note: String
        let weight: Double

        init(_ evidence: Evidence) {
            kind = evidence.kind
            note = evidence.note
            weight = rounded(evidence.weight)
        }
    }

    /// What an audit adds.
    struct Audit {
        let firstSeen: String?
        let lastSeen: String?
        let files: Int
        let containers: [String]
        let streams: [String]
        let account: String?
        let links: [Link]
    }

    struct Link: Encodable {
        let kind: String
        let fingerprint: String
        let rule: String
    }

    let rule: Rule
    let severity: Severity
    let confidence: Double
    let score: Int
    /// Null where an audit kept no place.
    let origin: PlaceRecord?
    let layers: [String]
    let secret: Secret
    let evidence: [Evidence]
    let occurrences: Int
    let audit: Audit?

    init(finding: Finding, origin: Origin, keyID: String?) {
        rule = finding.rule
        severity = finding.severity
        confidence = finding.confidence
        score = finding.score
        self.origin = PlaceRecord(finding, origin: origin)
        layers = finding.layers
        secret = Secret(
            preview: finding.preview, length: finding.length, entropy: finding.entropy,
            fingerprint: finding.fingerprint, keyID: keyID)
        evidence = finding.evidence
        occurrences = 1
        audit = nil
    }

    init(leak: Leak, first: Place?, keyID: String?) {
        rule = leak.rule
        severity = leak.severity
        confidence = leak.confidence
        score = leak.score
        origin = first.map { PlaceRecord($0, hasContext: false) }
        layers = leak.layers
        secret = Secret(
            preview: leak.preview, length: leak.length, entropy: leak.entropy,
            fingerprint: leak.fingerprint, keyID: keyID)
        evidence = leak.evidence
        occurrences = leak.occurrences
        audit = Audit(
            firstSeen: leak.firstSeen, lastSeen: leak.lastSeen, files: leak.files,
            containers: leak.containers, streams: leak.streams, account: leak.account,
            links: leak.links.map {
                Link(kind: $0.kind, fingerprint: $0.fingerprint, rule: $0.rule)
            })
    }

    private enum CodingKeys: CodingKey {
        case schema, rule, name, category, severity, confidence, score, origin, layers, secret
        case evidence, occurrences, suppressed
        case firstSeen, lastSeen, files, containers, streams, account, links
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .schema)
        try container.encode(rule.id, forKey: .rule)
        try container.encode(rule.name, forKey: .name)
        try container.encode(rule.category.rawValue, forKey: .category)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(rounded(confidence), forKey: .confidence)
        try container.encode(score, forKey: .score)
        try container.encode(origin, forKey: .origin)
        try container.encode(layers, forKey: .layers)
        try container.encode(secret, forKey: .secret)
        try container.encode(evidence.map(Reason.init), forKey: .evidence)
        try container.encode(occurrences, forKey: .occurrences)
        try container.encode(Optional<String>.none, forKey: .suppressed)
        guard let audit else { return }
        try container.encode(audit.firstSeen, forKey: .firstSeen)
        try container.encode(audit.lastSeen, forKey: .lastSeen)
        try container.encode(audit.files, forKey: .files)
        try container.encode(audit.containers, forKey: .containers)
        try container.encode(audit.streams, forKey: .streams)
        try container.encode(audit.account, forKey: .account)
        try container.encode(audit.links, forKey: .links)
    }
}

/// Two digits behind the point: more say nothing.
func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
