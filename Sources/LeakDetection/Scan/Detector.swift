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

    /// Bytes of a literal.
    let literalLengths: [Int]

    /// The largest reach of a rule: how much two windows of a long line overlap.
    let reach: Int

    /// The rules that name no literal: they are run on every line.
    let unfiltered: [Int]

    let issuers: IssuerTable

    /// Literals that are searched for on their own account, in lower case.
    private static let marks: [(text: [UInt8], role: LiteralRoles)] =
        RecordFormat.literals.map { (folded($0), .record) }
        + Sections.literals.map { (folded($0), .section) }
        // What quoted-printable makes of an equals sign, and base64 of the first bytes of gzip.
        + ["=3d", "h4si"].map { (folded($0), .encoding) }

    private let compiled: Mutex<[Compiled?]>

    /// For each rule what its matches begin with, once it was asked for: a mask of places for each
    /// byte, then their number.
    private let openings: Mutex<[Int: UnsafeMutablePointer<UInt32>]>

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
    public convenience init(_ ruleSet: RuleSet) { self.init(ruleSet, kernel: .chosen) }

    /// - Parameter kernel: How literals are searched for.
    init(_ ruleSet: RuleSet, kernel: Kernel) {
        rules = ruleSet.rules
        let searched = SearchedLiterals(rules, marks: Self.marks)
        prefilter = LiteralSet(searched.literals, kernel: kernel)
        literalLengths = searched.literals.map(\.bytes.count)
        table = RuleTable(searched.uses, roles: searched.roles, rules: rules)
        let all = rules
        reach = max(Rule.defaultReach, rules.map(\.reach).max() ?? 0)
        unfiltered = all.indices.filter { !all[$0].hasLiterals && !all[$0].hasContext }
        issuers = IssuerTable(rules)
        compiled = Mutex(Array(repeating: nil, count: rules.count))
        openings = Mutex([:])
    }

    deinit {
        openings.withLock { for places in $0.values { places.deallocate() } }
    }

    /// The literals that are searched for, in lower case: what a benchmark gives to other tools.
    public var literals: [String] {
        LiteralIndex(rules).literals.map { String(decoding: $0, as: UTF8.self) }
    }

    /// What a match of a rule begins with: for each byte the places, as bits, where it can stand,
    /// and behind those the number of places. Lives as long as the detector.
    func opening(of rule: Int) -> UnsafePointer<UInt32> {
        openings.withLock { all in
            if let ready = all[rule] { return UnsafePointer(ready) }
            let opening = PatternOpening(
                rules[rule].pattern, ignoresCase: rules[rule].ignoresCase)
            let places = UnsafeMutablePointer<UInt32>.allocate(capacity: 257)
            places.initialize(from: opening.places, count: 256)
            (places + 256).initialize(to: UInt32(opening.length))
            all[rule] = places
            return UnsafePointer(places)
        }
    }

    /// What some candidates of a list tell beside their rules.
    func roles(of candidates: CandidateList, _ indices: Range<Int>) -> LiteralRoles {
        var roles: LiteralRoles = []
        for index in indices { roles.formUnion(table.roles(of: candidates[index].literal)) }
        return roles
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
