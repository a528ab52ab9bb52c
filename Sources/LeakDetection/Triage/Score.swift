public import LeakRules

/// One number out of severity and confidence.
///
/// `score = round(100 · weight(severity) · confidence)`: what an attacker gains times how likely it
/// is. The weights are steps of one fifth, and 0.99 for critical, so that 100 is never reached:
/// nothing is certain.
public enum Score {
    /// The share of 100 that a certain finding of this severity gets.
    public static func weight(of severity: Severity) -> Double {
        switch severity {
        case .info: 0.2
        case .low: 0.4
        case .medium: 0.6
        case .high: 0.8
        case .critical: 0.99
        }
    }

    /// The score of a finding, 0…100.
    public static func score(severity: Severity, confidence: Double) -> Int {
        Int((100 * weight(of: severity) * confidence).rounded())
    }

    /// Where confidence starts, before any evidence: the pattern's own specificity.
    public static func base(of specificity: Specificity) -> Double {
        switch specificity {
        case .exact: 0.9
        case .contextual: 0.7
        case .generic: 0.5
        }
    }
}
