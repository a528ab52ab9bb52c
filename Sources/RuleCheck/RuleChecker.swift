import LeakDetection
public import LeakRules
import PCRE2

/// Checks rules beyond what reading a file can: do they find what they say, and nothing else?
///
/// The tests and `blot rules check` both use it.
public struct RuleChecker {
    private let rules: [CheckableRule]
    private let everything: Detector
    /// For each specificity the rules that are at least as specific.
    private let peers: [Specificity: Detector]
    private var problems: [RuleProblem] = []

    /// Checks rules.
    ///
    /// - Parameters:
    ///   - rules: The rules to check.
    ///   - others: Rules that are used beside them: these must leave the examples alone too.
    /// - Returns: Every problem, in the order of the rules.
    public static func problems(in rules: [CheckableRule], beside others: RuleSet = RuleSet())
        -> [RuleProblem]
    {
        var all = others
        all.add(rules.map(\.rule))
        var checker = RuleChecker(rules: rules, all: all)
        checker.checkIdentifiers()
        for rule in rules { checker.check(rule) }
        return checker.problems
    }

    /// Checks that no text which a pattern matches is without the literals of the rule's prefilter:
    /// a line with such a text would never be looked at.
    ///
    /// A rule is named on proof only, by a made-up text; that none is found proves nothing.
    /// - Returns: Every problem, in the order of the rules.
    public static func prefilterProblems(in rules: [CheckableRule]) -> [RuleProblem] {
        var checker = RuleChecker(rules: [], all: RuleSet())
        for rule in rules { checker.checkPrefilterOnSamples(rule) }
        return checker.problems
    }

    private init(rules: [CheckableRule], all: RuleSet) {
        self.rules = rules
        everything = Detector(all)
        peers = Dictionary(
            uniqueKeysWithValues: Specificity.allCases.map { specificity in
                (specificity, Detector(RuleSet(all.rules.filter { $0.specificity >= specificity })))
            })
    }

    private mutating func add(_ message: String, _ rule: CheckableRule, line: Int? = nil) {
        problems.append(
            RuleProblem(
                file: rule.file, line: line ?? rule.line, message: "\(rule.rule.id): \(message)"))
    }

    private mutating func checkIdentifiers() {
        var places: [String: CheckableRule] = [:]
        for rule in rules {
            for id in [rule.rule.id] + rule.rule.aliases {
                if let first = places[id] {
                    add("the id '\(id)' is taken by \(first.file):\(first.line)", rule)
                }
                places[id] = rule
            }
        }
    }

    private mutating func check(_ rule: CheckableRule) {
        if let context = rule.rule.context {
            checkContext(context, of: rule)
            return
        }
        if rule.leaks.isEmpty { add("no leaks: give a line that must match", rule) }
        if rule.clean.count < rule.leaks.count {
            add(
                "\(rule.clean.count) clean examples for \(rule.leaks.count) leaks: "
                    + "give at least as many near misses",
                rule)
        }
        let alone = Detector(RuleSet([rule.rule]))
        for (example, line) in rule.leaks {
            checkLeak(example, of: rule, line: line, alone: alone)
        }
        for (example, line) in rule.clean {
            // A token cut short is no token of its kind, but `PASSWORD=` before it still makes it a
            // secret: less specific rules may hit what a more specific one leaves.
            guard let peers = peers[rule.rule.specificity] else { continue }
            let (output, events) = redact(example.text, with: peers)
            if output != example.text {
                add("a clean example is hit by \(names(events))", rule, line: line)
            }
        }
        checkCost(rule)
    }

    private mutating func checkPrefilterOnSamples(_ rule: CheckableRule) {
        let literals = rule.rule.prefilter.map { literal in
            let isSpelt = rule.rule.mindsCase
            let bytes = isSpelt ? Array(literal.utf8) : literal.utf8.map(Self.lowercased)
            return (bytes: bytes, isSpelt: isSpelt)
        }
        guard !literals.isEmpty, let regex = try? Regex(rule.rule.pattern),
            var sampler = PatternSampler(rule.rule.pattern)
        else { return }
        let scratch = MatchScratch()
        for _ in 0..<Self.samples {
            let line = [0x20] + sampler.next() + [0x20]
            let folded = line.map(Self.lowercased)
            let isHeld = literals.contains { Self.holds($0.isSpelt ? line : folded, $0.bytes) }
            guard !line.contains(0x0A), !isHeld else { continue }
            let outcome = line.withUnsafeBytes {
                regex.firstMatch(in: $0, from: 0, scratch: scratch)
            }
            if outcome == .matched {
                add(
                    "the pattern matches '\(Self.shape(line))', "
                        + "which holds no literal of the prefilter",
                    rule)
                return
            }
        }
    }

    /// Enough to take most branches of a pattern; few enough for all rules in a second.
    private static let samples = 32

    /// A context has no examples: they are made from its words and shapes.
    private mutating func checkContext(_ context: IssuerContext, of rule: CheckableRule) {
        var maker = ValueMaker()
        for word in context.words {
            for shape in context.shapes {
                let value = maker.value(of: shape)
                let text = Array("connect \(word.uppercased())_KEY=\(value) ok".utf8)
                let (output, events) = redact(text, with: everything)
                if String(decoding: output, as: UTF8.self).contains(value) {
                    add("a made-up value of shape \(shape.text) after '\(word)' is left", rule)
                } else if !events.contains(where: { Self.isNamed($0) }) {
                    add(
                        "a made-up value of shape \(shape.text) after '\(word)' "
                            + "is not named for its issuer",
                        rule)
                }
            }
        }
    }

    private static func isNamed(_ event: ScanEvent) -> Bool {
        if case .finding(let finding) = event { finding.rule.specificity > .generic } else { false }
    }

    private mutating func checkLeak(
        _ example: RuleExample, of rule: CheckableRule, line: Int, alone: Detector
    ) {
        var masked = ScanOptions()
        masked.style = .mask
        let expected = Self.masked(example)
        let own = redact(example.text, with: alone, options: masked)
        if own.output != expected {
            add("does not hit exactly what «…» marks: \(Self.shape(own.output))", rule, line: line)
        }
        if let peers = peers[rule.rule.specificity] {
            let among = redact(example.text, with: peers, options: masked)
            if among.output != expected {
                add(
                    "other rules hit more than «…» marks (\(names(among.events))): "
                        + Self.shape(among.output),
                    rule, line: line)
            }
        }
        let found = redact(example.text, with: everything, options: masked).events.compactMap {
            event in
            if case .finding(let finding) = event { finding.span } else { nil }
        }
        for secret in example.secrets
        where !found.contains(where: {
            $0.lowerBound <= secret.lowerBound && $0.upperBound >= secret.upperBound
        }) {
            add("all rules together leave a part of what «…» marks", rule, line: line)
        }
        checkPrefilter(example, of: rule, line: line)
    }

    /// Every match of the pattern alone holds a literal of the prefilter, and begins with it where
    /// it is the anchor.
    private mutating func checkPrefilter(
        _ example: RuleExample, of rule: CheckableRule, line: Int
    ) {
        guard let regex = try? Regex(rule.rule.pattern) else { return }
        let scratch = MatchScratch()
        let literals = rule.rule.prefilter.map { Array($0.utf8.map(Self.lowercased)) }
        for text in example.text.split(separator: UInt8(ascii: "\n")) {
            text.withUnsafeBytes { bytes in
                var from = 0
                while from <= bytes.count,
                    regex.firstMatch(in: bytes, from: from, scratch: scratch) == .matched,
                    let match = scratch.range(of: 0)
                {
                    let found = bytes[match].map(Self.lowercased)
                    if !literals.isEmpty, !literals.contains(where: { Self.holds(found, $0) }) {
                        add("a match holds no literal of the prefilter", rule, line: line)
                    }
                    if rule.rule.anchor == .literal,
                        !literals.contains(where: { found.starts(with: $0) })
                    {
                        add("anchored at a literal, but a match begins otherwise", rule, line: line)
                    }
                    if match.count > rule.rule.reach {
                        add(
                            "a match has \(match.count) bytes: "
                                + "more than its reach of \(rule.rule.reach)",
                            rule, line: line)
                    }
                    from = max(match.upperBound, from + 1)
                }
            }
        }
    }

    /// The pattern gives up on none of three inputs that patterns are known to choke on.
    private mutating func checkCost(_ rule: CheckableRule) {
        guard
            let regex = try? Regex(
                rule.rule.pattern, options: rule.rule.anchor == .literal ? .anchored : [])
        else { return }
        let scratch = MatchScratch()
        for (name, input) in Self.stress(rule.rule) {
            input.withUnsafeBytes { bytes in
                var from = 0
                while from < bytes.count {
                    switch regex.firstMatch(in: bytes, from: from, scratch: scratch) {
                    case .gaveUp(let error):
                        add("gives up on 64 KiB of \(name): \(error)", rule)
                        return
                    case .noMatch: return
                    case .matched: from = max(scratch.range(of: 0)?.upperBound ?? 0, from + 1)
                    }
                }
            }
        }
    }

    private static func stress(_ rule: Rule) -> [(String, [UInt8])] {
        let size = 64 << 10
        let literal = Array((rule.prefilter.first ?? "a").utf8)
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let noise =
            literal
            + (0..<size).map { _ in
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                return alphabet[Int(state % 64)]
            }
        return [
            ("'a'", literal + [UInt8](repeating: UInt8(ascii: "a"), count: size)),
            ("its own prefix", Array(repeatElement(literal, count: size / literal.count).joined())),
            ("base64", noise),
        ]
    }

    private func names(_ events: [ScanEvent]) -> String {
        let names = events.map { event in
            switch event {
            case .finding(let finding): finding.rule.id
            case .blindSpot(let spot): "a blind spot (\(spot.reason))"
            }
        }
        return Set(names).sorted().joined(separator: ", ")
    }

    /// The example with its secrets masked, as the `mask` style does it.
    private static func masked(_ example: RuleExample) -> [UInt8] {
        var result: [UInt8] = []
        var at = 0
        for secret in example.secrets {
            result += example.text[at..<secret.lowerBound]
            result += repeatElement(UInt8(ascii: "*"), count: min(64, max(4, secret.count)))
            at = secret.upperBound
        }
        return result + example.text[at...]
    }

    /// Redacted text, short enough for a message.
    private static func shape(_ text: [UInt8]) -> String {
        let shown = String(decoding: text.prefix(160), as: UTF8.self)
        return shown.split(separator: "\n").joined(separator: "⏎")
    }

    private static func holds(_ text: [UInt8], _ literal: [UInt8]) -> Bool {
        text.indices.contains { text[$0...].starts(with: literal) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
