import LeakRules
import PCRE2

/// What each rule and each literal costs in a scan.
///
/// A scanner that is given one (``StreamScanner/profile``) adds to it; one that is not pays a
/// comparison with nil. Not thread-safe.
package final class ScanProfile {
    /// What a rule cost.
    package struct RuleCost: Sendable {
        /// Calls of its regex.
        package var searches = 0
        /// Matches that the evidence accepted.
        package var accepted = 0
        /// Matches that the evidence refused.
        package var rejected = 0
        /// Time in its regex.
        package var regexNanoseconds = 0
        /// Time in which its matches were judged.
        package var evidenceNanoseconds = 0

        /// All of its time.
        package var nanoseconds: Int { regexNanoseconds + evidenceNanoseconds }
    }

    /// What a literal led to.
    package struct LiteralCost: Sendable {
        /// It, in lower case.
        package let text: String
        /// Its candidates that passed its door.
        package var candidates = 0
        /// Calls of regexes because of them.
        package var searches = 0
    }

    private let detector: Detector
    private let clock: () -> Int
    private var rules: [RuleCost]
    private var literals: [Int: LiteralCost] = [:]
    /// Time in which patterns were compiled, on their first use.
    package private(set) var compileNanoseconds = 0
    /// The literal whose rules run.
    private var literal: Int?

    /// - Parameters:
    ///   - detector: The one that the scanner was made with.
    ///   - clock: Nanoseconds of a clock that never goes back.
    package init(_ detector: Detector, clock: @escaping () -> Int) {
        self.detector = detector
        self.clock = clock
        rules = Array(repeating: RuleCost(), count: detector.rules.count)
    }

    /// The rules whose regex ran, the most expensive first.
    package var costlyRules: [(id: String, cost: RuleCost)] {
        zip(detector.rules, rules).filter { $1.searches > 0 }
            .sorted { ($1.1.nanoseconds, $0.0.id) < ($0.1.nanoseconds, $1.0.id) }
            .map { (id: $0.id, cost: $1) }
    }

    /// The literals that led to a candidate, those that led to most searches first.
    package var costlyLiterals: [LiteralCost] {
        literals.values.sorted {
            ($1.searches, $1.candidates, $0.text) < ($0.searches, $0.candidates, $1.text)
        }
    }

    /// The rules of a candidate's literal run next.
    func begin(literal: Int, text: UnsafeRawBufferPointer) {
        self.literal = literal
        if literals[literal] == nil {
            literals[literal] = LiteralCost(
                text: String(decoding: text.map(\.lowercased), as: UTF8.self))
        }
        literals[literal]?.candidates += 1
    }

    /// The rules run next that no literal leads to.
    func beginUnfiltered() { literal = nil }

    /// Compiles a rule's pattern.
    func compile(_ body: () -> Detector.Compiled) -> Detector.Compiled {
        let start = clock()
        defer { compileNanoseconds += clock() - start }
        return body()
    }

    /// Runs a rule's regex.
    func search(_ rule: Int, _ body: () -> MatchOutcome) -> MatchOutcome {
        let start = clock()
        let outcome = body()
        rules[rule].regexNanoseconds += clock() - start
        rules[rule].searches += 1
        if let literal { literals[literal]?.searches += 1 }
        return outcome
    }

    /// Judges a match of a rule; `body` says whether it was accepted.
    func judge(_ rule: Int, _ body: () -> Bool) {
        let start = clock()
        let isAccepted = body()
        rules[rule].evidenceNanoseconds += clock() - start
        if isAccepted { rules[rule].accepted += 1 } else { rules[rule].rejected += 1 }
    }
}
