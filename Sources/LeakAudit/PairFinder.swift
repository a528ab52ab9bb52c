import LeakDetection
import LeakRules

/// Finds secrets that are used together, by how near they stand to one another in a log.
struct PairFinder {
    /// Two secrets that belong together.
    struct Pair: Equatable {
        let kind: String
        let first: String
        let second: String
    }

    private struct Seen {
        let finding: Finding
        let part: Part
    }

    /// What a secret can be in a pair.
    private enum Part: Equatable {
        /// A public half, and its secret half, of an issuer.
        case keyID(issuer: String), keySecret(issuer: String)
        case endpoint, keyFile, privateKey, password
    }

    /// The last ones, at most ``kept``.
    private var recent: [Seen] = []
    private static let kept = 16

    /// Lines between which two secrets are taken to be used together: a setting each, in a dump of
    /// settings.
    private static let lines = 4

    /// Takes the next finding of a log.
    ///
    /// - Returns: The pairs that it makes with those before it.
    mutating func add(_ finding: Finding) -> [Pair] {
        guard let part = Self.part(finding.rule) else { return [] }
        var pairs: [Pair] = []
        var line: Int?
        for other in recent.reversed() where Self.isNear(other.finding, finding) {
            // Those of the nearest line only: a list has many.
            if let line, other.finding.line != line { break }
            guard other.finding.fingerprint != finding.fingerprint,
                let kind = Self.kind(part, other.part) ?? Self.kind(other.part, part)
            else { continue }
            line = other.finding.line
            pairs.append(
                Pair(
                    kind: kind, first: other.finding.fingerprint, second: finding.fingerprint))
            // A key id belongs to the secret next to it, not to all of a line.
            if case .keyID = part { break }
            if case .keySecret = part { break }
        }
        if recent.count == Self.kept { recent.removeFirst() }
        recent.append(Seen(finding: finding, part: part))
        return pairs
    }

    /// Forgets what was seen: another log begins.
    mutating func forget() { recent = [] }

    private static func isNear(_ a: Finding, _ b: Finding) -> Bool {
        abs(a.line - b.line) <= lines && a.record.container == b.record.container
            && a.record.stream == b.record.stream
    }

    private static func kind(_ a: Part, _ b: Part) -> String? {
        switch (a, b) {
        case (.keyID(let one), .keySecret(let other)) where one == other: "key id and its secret"
        case (.endpoint, .keyFile): "endpoint and the key file for it"
        case (.endpoint, .privateKey): "endpoint and the key for it"
        case (.endpoint, .password): "endpoint and the password for it"
        default: nil
        }
    }

    /// Words at the end of a rule's id that name the half that is no secret by itself, and the
    /// other one.
    private static let idWords = ["key-id", "client-id", "account-sid", "app-id", "access-id"]
    private static let secretWords = [
        "secret", "secret-key", "secret-access-key", "access-key-secret", "auth-token", "api-key",
    ]

    private static func part(_ rule: Rule) -> Part? {
        switch rule.category {
        case .endpoint: return .endpoint
        case .keyFilePath: return .keyFile
        case .privateKey: return .privateKey
        case .password: return .password
        default: break
        }
        let issuer = String(rule.id.prefix { $0 != "." })
        if idWords.contains(where: rule.id.hasSuffix) { return .keyID(issuer: issuer) }
        if secretWords.contains(where: rule.id.hasSuffix) { return .keySecret(issuer: issuer) }
        return nil
    }
}
