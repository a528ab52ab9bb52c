import PCRE2
package import YAMLReader

/// Something that looks like a secret and is known to be none.
public struct Allowance: Sendable, Equatable {
    /// A rule's id, or `issuer.*`.
    public var rule: String?
    /// A shell pattern (`fnmatch(3)`) that the source's path must match.
    public var path: String?
    /// A PCRE2 pattern that must match somewhere in the source's path.
    public var pathPattern: String?
    /// A PCRE2 pattern that must match somewhere in the value.
    public var pattern: String?
    /// The finding's fingerprint, under the key of this run.
    public var fingerprint: String?
    /// Why it is no secret.
    public var reason: String
    /// The first day, `YYYY-MM-DD`, on which it no longer holds.
    public var expires: String?
    /// The ids of the only rules it may hold for, or nil where it may hold for all.
    public var scope: Set<String>?
    /// Where it is written.
    public var file: String
    public var line: Int
}

extension Allowance {
    /// The keys of an allowance as it is written.
    package static let keys = [
        "rule", "path", "path-regex", "regex", "fingerprint", "reason", "expires",
    ]

    /// Reads the items of `allow:`; one with a problem is left out.
    package static func read(_ items: [YAMLNode], problems: inout ProblemList) -> [Allowance] {
        items.compactMap { allowance($0, problems: &problems) }
    }

    private static func allowance(_ node: YAMLNode, problems: inout ProblemList) -> Allowance? {
        let before = problems.problems.count
        var result = Allowance(reason: "", file: problems.file, line: node.mark.line)
        if node.entries == nil { problems.add("an allowance is a mapping", at: node.mark) }
        for (key, value) in node.entries ?? [] {
            guard let text = value.text else {
                problems.add("'\(key.text ?? "")' is one text", at: value.mark)
                continue
            }
            switch key.text ?? "" {
            case "rule": result.rule = text
            case "path": result.path = text
            case "path-regex", "regex":
                if key.text == "regex" { result.pattern = text } else { result.pathPattern = text }
                do throws(RegexError) { _ = try Regex(text) } catch {
                    problems.add("\(key.text ?? ""): \(error)", at: value.mark)
                }
            case "fingerprint":
                result.fingerprint = text
                if !text.hasPrefix("b1:") {
                    problems.add("fingerprint '\(text)' does not begin with b1:", at: value.mark)
                }
            case "reason": result.reason = text
            case "expires":
                result.expires = text
                if !isDate(text) {
                    problems.add("expires '\(text)' is no date like 2027-01-31", at: value.mark)
                }
            case let name:
                let near = Spelling.suggestion(for: name, among: keys)
                problems.add("unknown key '\(name)'\(near)", at: key.mark)
            }
        }
        if result.reason.isEmpty {
            problems.add("no reason: say why this is no secret", at: node.mark)
        }
        if result.pattern == nil && result.fingerprint == nil && result.rule == nil
            && result.path == nil && result.pathPattern == nil
        {
            problems.add(
                "nothing to allow: give rule, path, path-regex, regex or fingerprint",
                at: node.mark)
        }
        return problems.problems.count == before ? result : nil
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [4, 2, 2] && parts.allSatisfy { Int($0) != nil }
            && (1...12).contains(Int(parts[1]) ?? 0) && (1...31).contains(Int(parts[2]) ?? 0)
    }
}
