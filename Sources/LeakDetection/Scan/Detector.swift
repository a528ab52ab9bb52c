public import LeakRules
import PCRE2
import Prefilter
import Synchronization

/// A rule set, ready to scan with: shared by all scanners of a process, immutable but for patterns
/// compiled on first use.
public final class Detector: Sendable {
    /// The rules, in their order.
    public let rules: [Rule]

    let prefilter: LiteralSet

    /// For each literal the rules that need it.
    let table: RuleTable

    /// For each literal what a candidate must pass before its line is looked at.
    let doors: [Door]

    /// Bytes of a literal.
    let literalLengths: [Int]

    /// The largest reach of a rule: how much two windows of a long line overlap.
    let reach: Int

    /// The rules that name no literal: they are run on every line.
    let unfiltered: [Int]

    let issuers: IssuerTable

    /// For each literal what it tells beside its rules.
    private let roles: [LiteralRoles]

    /// Literals that are searched for on their own account, in lower case.
    private static let marks: [(text: [UInt8], role: LiteralRoles)] =
        RecordFormat.literals.map { (folded($0), .record) }
        + Sections.literals.map { (folded($0), .section) }
        // What quoted-printable makes of an equals sign, and base64 of the first bytes of gzip.
        + ["=3d", "h4si"].map { (folded($0), .encoding) }

    private let compiled: Mutex<[Compiled?]>

    /// A compiled pattern with the numbers of its groups called `secret`, then of those called
    /// `otherwise`.
    package final class Compiled: Sendable {
        let regex: Regex
        let secrets: [Int]

        init(regex: Regex, secrets: [Int]) {
            self.regex = regex
            self.secrets = secrets
        }
    }

    /// Prepares a rule set.
    ///
    /// - Parameter ruleSet: Checked rules. No pattern is compiled yet.
    public init(_ ruleSet: RuleSet) {
        rules = ruleSet.rules
        let index = LiteralIndex(rules)
        var literals = index.literals
        var roles = [LiteralRoles](repeating: [], count: literals.count)
        // Literals that no rule has lead to a line all the same.
        for (text, role) in Self.marks {
            let literal =
                index.literal(text)
                ?? (index.literals.count..<literals.count).first { literals[$0] == text }
            if let literal {
                roles[literal].formUnion(role)
            } else {
                literals.append(text)
                roles.append(role)
            }
        }
        self.roles = roles
        prefilter = LiteralSet(literals)
        literalLengths = literals.map(\.count)
        table = RuleTable(index, literals: literals.count, rules: rules)
        let all = rules
        doors = literals.indices.map { literal in
            Door(
                length: literals[literal].count,
                uses: index.uses(of: literal).lazy.map { (all[$0.rule], index.spelling($0)) })
        }
        reach = max(Rule.defaultReach, rules.map(\.reach).max() ?? 0)
        unfiltered = all.indices.filter { !all[$0].hasLiterals && !all[$0].hasContext }
        issuers = IssuerTable(rules)
        compiled = Mutex(Array(repeating: nil, count: rules.count))
    }

    /// The literals that are searched for, in lower case: what a benchmark gives to other tools.
    public var literals: [String] {
        LiteralIndex(rules).literals.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether a candidate passes its literal's door.
    @inline(__always)
    func admits(_ candidate: Candidate, in text: UnsafeRawBufferPointer) -> Bool {
        doors[candidate.literal].admits(text, at: candidate.offset)
    }

    /// What candidates tell beside their rules.
    func roles(of candidates: some Sequence<Candidate>) -> LiteralRoles {
        candidates.reduce(into: []) { $0.formUnion(roles[$1.literal]) }
    }

    /// Why a stretch could not be scanned.
    func reason(_ givenUp: GivenUp) -> String {
        "rule \(rules[givenUp.rule].id) gave up: \(givenUp.error)"
    }

    /// The compiled pattern of a rule.
    package func pattern(of rule: Int) -> Compiled {
        compiled.withLock { all in
            if let ready = all[rule] { return ready }
            let fresh = Self.compile(rules[rule])
            all[rule] = fresh
            return fresh
        }
    }

    private static func compile(_ rule: Rule) -> Compiled {
        do {
            let regex = try Regex(
                rule.pattern, options: rule.anchor == .literal ? .anchored : [])
            return Compiled(
                regex: regex,
                secrets: regex.groups(named: "secret") + regex.groups(named: "otherwise"))
        } catch {
            preconditionFailure(
                "the pattern of the checked rule \(rule.id) does not compile: \(error)")
        }
    }

    /// ASCII letters in lower case.
    private static func folded(_ literal: String) -> [UInt8] { literal.utf8.map(\.lowercased) }
}

/// What a literal tells of a line, beside which rules may match there.
struct LiteralRoles: OptionSet, Sendable {
    let rawValue: UInt8

    /// The line may be part of a record of a log format.
    static let record = LiteralRoles(rawValue: 1)
    /// It may begin a section.
    static let section = LiteralRoles(rawValue: 2)
    /// Something in it may be encoded.
    static let encoding = LiteralRoles(rawValue: 4)
}
