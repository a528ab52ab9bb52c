public import KeyedHash
public import LeakRules
public import PCRE2

/// How a stream is scanned.
public struct ScanOptions: Sendable {
    /// How secrets are replaced.
    public var style: RedactionStyle = .label

    /// The key of fingerprints and of the `hash` style.
    public var hash: KeyedHash = .random()

    /// Findings below this score, 0…100, are redacted, but not reported.
    public var minimumScore = 0

    /// Findings below this severity are redacted, but not reported.
    public var minimumSeverity = Severity.info

    /// Matches below this confidence are neither reported nor redacted.
    public var minimumConfidence = 0.2

    /// What looks like a secret in this stream and is none: neither redacted nor reported.
    public var allowlist = Allowlist()

    /// Whether findings carry line and column; counting lines costs a pass over the bytes.
    public var locatesLines = true

    /// Whether findings carry what reports tell about the secret: evidence, preview, entropy,
    /// fingerprint and layers.
    public var describesFindings = true

    /// Bytes of a line that are scanned as one; a longer line is scanned in overlapping windows.
    public var frameBytes = 64 << 10

    /// What one match may cost.
    public var limits = MatchLimits()

    public init() {}
}
