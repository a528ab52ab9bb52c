public import LeakRules
import PCRE2

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The allowances that hold for one source, ready to be asked.
public struct Allowlist: Sendable {
    private struct Entry: Sendable {
        /// The allowance's index in the configuration.
        let index: Int
        let rule: String?
        let scope: Set<String>?
        let pattern: Regex?
        let fingerprint: String?
    }

    private let entries: [Entry]

    /// An allowlist that allows nothing.
    public init() {
        entries = []
    }

    /// The allowances that hold for a source.
    ///
    /// - Parameters:
    ///   - allowances: Checked allowances; expired ones must have been left out.
    ///   - path: The source's path.
    public init(_ allowances: [Allowance], path: String) {
        let scratch = MatchScratch()
        entries = allowances.enumerated().compactMap { index, allowance in
            if let glob = allowance.path, fnmatch(glob, path, 0) != 0 { return nil }
            if let pattern = allowance.pathPattern, !Self.matches(pattern, path, scratch) {
                return nil
            }
            var pattern: Regex?
            if let source = allowance.pattern {
                // What does not compile allows nothing.
                guard let regex = try? Regex(source) else { return nil }
                pattern = regex
            }
            return Entry(
                index: index, rule: allowance.rule, scope: allowance.scope, pattern: pattern,
                fingerprint: allowance.fingerprint)
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// The index of the first allowance that covers a finding, or nil.
    ///
    /// - Parameter fingerprint: Called only where an entry asks for one.
    func allowance(
        for rule: Rule, value: UnsafeRawBufferPointer, fingerprint: () -> String,
        scratch: MatchScratch
    ) -> Int? {
        entries.first { entry in
            if let scope = entry.scope, !scope.contains(rule.id) { return false }
            if let id = entry.rule, !Self.covers(id, rule) { return false }
            if let known = entry.fingerprint, known != fingerprint() { return false }
            // A pattern that gives up allows nothing.
            if let pattern = entry.pattern,
                pattern.firstMatch(in: value, from: 0, scratch: scratch) != .matched
            {
                return false
            }
            return true
        }?.index
    }

    /// A pattern that is unsound or gives up matches nothing.
    private static func matches(
        _ pattern: String, _ path: String, _ scratch: MatchScratch
    ) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return Array(path.utf8).withUnsafeBytes {
            regex.firstMatch(in: $0, from: 0, scratch: scratch) == .matched
        }
    }

    private static func covers(_ id: String, _ rule: Rule) -> Bool {
        if id.hasSuffix(".*") { return rule.id.hasPrefix(id.dropLast()) }
        return rule.id == id || rule.aliases.contains(id)
    }
}
