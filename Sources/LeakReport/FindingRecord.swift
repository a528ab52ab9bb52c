import FoundationEssentials
import LeakDetection
import LeakRules

/// A finding as it stands in JSON: schema 1 of the contract.
struct FindingRecord: Encodable {
    struct Place: Encodable {
        let path: String
        let line: Int
        let column: Int
        let byteStart: Int
        let byteEnd: Int
        let container: String?
        let stream: String?
        let unit: String?
        let timestamp: String?
        let member: String?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(path, forKey: .path)
            try container.encode(line, forKey: .line)
            try container.encode(column, forKey: .column)
            try container.encode(byteStart, forKey: .byteStart)
            try container.encode(byteEnd, forKey: .byteEnd)
            // Unknown is null, not absent.
            try container.encode(self.container, forKey: .container)
            try container.encode(stream, forKey: .stream)
            try container.encode(unit, forKey: .unit)
            try container.encode(timestamp, forKey: .timestamp)
            try container.encode(member, forKey: .member)
        }

        enum CodingKeys: CodingKey {
            case path, line, column, byteStart, byteEnd, container, stream, unit, timestamp, member
        }
    }

    struct Secret: Encodable {
        let preview: String
        let length: Int
        let entropy: Double
        let fingerprint: String
    }

    struct Reason: Encodable {
        let kind: String
        let note: String
        let weight: Double
    }

    let finding: Finding
    let origin: Origin

    private enum CodingKeys: CodingKey {
        case schema, rule, name, category, severity, confidence, score, origin, layers, secret
        case evidence, occurrences, suppressed
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .schema)
        try container.encode(finding.rule.id, forKey: .rule)
        try container.encode(finding.rule.name, forKey: .name)
        try container.encode(finding.rule.category.rawValue, forKey: .category)
        try container.encode(finding.severity.rawValue, forKey: .severity)
        try container.encode(rounded(finding.confidence), forKey: .confidence)
        try container.encode(finding.score, forKey: .score)
        try container.encode(
            Place(
                path: origin.path, line: finding.line, column: finding.column,
                byteStart: finding.span.lowerBound, byteEnd: finding.span.upperBound,
                container: finding.record.container, stream: finding.record.stream,
                unit: finding.record.unit, timestamp: finding.record.timestamp, member: nil),
            forKey: .origin)
        try container.encode(finding.layers, forKey: .layers)
        try container.encode(
            Secret(
                preview: finding.preview, length: finding.length,
                entropy: rounded(finding.entropy), fingerprint: finding.fingerprint),
            forKey: .secret)
        try container.encode(
            finding.evidence.map {
                Reason(kind: $0.kind, note: $0.note, weight: rounded($0.weight))
            }, forKey: .evidence)
        try container.encode(1, forKey: .occurrences)
        try container.encode(Optional<String>.none, forKey: .suppressed)
    }

    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

/// A blind spot as it stands in JSON.
struct BlindSpotRecord: Encodable {
    let path: String
    let line: Int
    let byteStart: Int
    let byteEnd: Int
    let reason: String

    init(_ spot: BlindSpot, origin: Origin) {
        path = origin.path
        line = spot.line
        byteStart = spot.span.lowerBound
        byteEnd = spot.span.upperBound
        reason = spot.reason
    }
}

/// Writes a value as one line of JSON, keys in alphabetical order, with nothing in it that a
/// terminal would obey.
func jsonLine(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
        preconditionFailure("records hold only what JSON can")
    }
    // JSON asks for escapes below U+0020 only; all that is unsafe is in strings, and below U+10000.
    return escaped(String(decoding: data, as: UTF8.self)) { scalar in
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
