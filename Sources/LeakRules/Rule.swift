import Synchronization

/// What kind of thing leaks. Raw values are what reports print.
public enum Category: String, Sendable, CaseIterable {
    case password
    case token
    case privateKey = "private-key"
    case keyFilePath = "key-file-path"
    /// Addresses of infrastructure: etcd servers and the like.
    case endpoint
    case connectionString = "connection-string"
    case cookie
    case cloudCredential = "cloud-credential"
    case generic
}

/// How bad a leak is if it is real.
public enum Severity: String, Sendable, CaseIterable, Comparable {
    case info, low, medium, high, critical

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// How narrowly a rule describes its secret; decides which of two overlapping findings stands.
public enum Specificity: String, Sendable, CaseIterable, Comparable {
    /// Any assignment to a name that sounds secret.
    case generic
    /// The value is ordinary, what stands around it is not.
    case contextual
    /// The value itself is unmistakable.
    case exact

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (a: Specificity, b: Specificity) -> Bool { a.rank < b.rank }
}

/// Where a match may begin, seen from a candidate literal.
public enum Anchor: String, Sendable, CaseIterable {
    /// Exactly at the literal: one anchored attempt for each candidate, the cheap way.
    case literal
    /// Anywhere in the candidate's line.
    case line
}

/// A quick look at what follows a literal, before any regex runs.
public enum Gate: String, Sendable, CaseIterable {
    /// The rest of an identifier, then something that assigns: `=`, `:`, `>`, a quote, ` is `, or a
    /// blank after a flag.
    case assignment
    /// Within the line, and not far, a tag that ends or another that begins: `>`, `<`, `&gt;`.
    case element
    /// The rest of an identifier, then a quote, which backslashes may escape.
    case quote
}

/// A check of a matched value that a regex cannot make. Each has a file of its own in
/// `LeakDetection/Evidence`.
public enum Validator: String, Sendable, CaseIterable {
    /// The last six characters are the base62 CRC-32 of the thirty before them (GitHub's token
    /// format).
    case githubChecksum = "github-checksum"
    /// The same checksum at the end of an npm token.
    case npmChecksum = "npm-checksum"
    /// The first part decodes to a JSON object.
    case jwt
    /// Base64 of `user:password`.
    case basicCredentials = "basic-credentials"
    /// Base32 of an AWS account number.
    case awsKeyID = "aws-key-id"
    /// A value assigned to a name; the name and the value are weighed.
    case assignment
    /// A word on a command line: no variable, no option, no file.
    case argument
    /// A word after `with password` and the like: not the next word of a sentence.
    case spoken
    /// Values of cookies: at least one must look like a session.
    case cookie
    /// Something that no person would write: no word, no sentence.
    case random
    /// Addresses of servers, not of documentation or of this machine alone.
    case endpoint
    /// Names a file that holds a key, not one that is public.
    case keyFile = "key-file"
}

/// A secret that goes on over the following lines.
public struct Block: Sendable, Equatable {
    /// The text that ends it.
    public let end: String

    /// The most bytes that are masked while waiting for `end`.
    public let cap: Int

    public init(end: String, cap: Int) {
        self.end = end
        self.cap = cap
    }
}

/// One checked rule: how a kind of secret is found, and what it means.
///
/// What a scan asks of every rule is at hand. The texts of a rule that is built in are made when
/// one is first asked for: most runs need few of them.
public final class Rule: Sendable {
    public let category: Category
    public let severity: Severity
    public let specificity: Specificity
    public let anchor: Anchor
    public let gate: Gate?
    public let validators: [Validator]
    /// Shannon bits per byte below which the value is no secret.
    public let minimumEntropy: Double?
    /// Bytes of a line that must be seen at once to decide a match.
    public let reach: Int
    public let block: Block?
    /// Whether the pattern sets PCRE2's option `i`, anywhere: `(?i)`, `(?xi)`, `(?i:…)`.
    package let ignoresCase: Bool
    /// Whether there is a ``context``.
    package let hasContext: Bool

    /// Where the texts of a rule that is built in begin.
    private let record: RuleDecoder?
    private let lazyTexts = AtomicLazyReference<RuleTexts>()

    package init(
        id: String, name: String, issuer: String, reference: String, category: Category,
        severity: Severity, specificity: Specificity, prefilter: [String], anchor: Anchor,
        gate: Gate?, pattern: String, validators: [Validator], minimumEntropy: Double?, reach: Int,
        why: String, aliases: [String], block: Block?,
        context: IssuerContext? = nil
    ) {
        self.category = category
        self.severity = severity
        self.specificity = specificity
        self.anchor = anchor
        self.gate = gate
        self.validators = validators
        self.minimumEntropy = minimumEntropy
        self.reach = reach
        self.block = block
        ignoresCase = Self.ignoresCase(pattern)
        hasContext = context != nil
        record = nil
        _ = lazyTexts.storeIfNil(
            RuleTexts(
                id: id, name: name, issuer: issuer, reference: reference, prefilter: prefilter,
                pattern: pattern, why: why, aliases: aliases, context: context))
    }

    /// Reads a rule that is built in.
    init(from decoder: inout RuleDecoder) {
        category = decoder.value()
        severity = decoder.value()
        specificity = decoder.value()
        anchor = decoder.value()
        let gates: [Gate] = decoder.list { $0.value() }
        gate = gates.first
        ignoresCase = decoder.number() != 0
        hasContext = decoder.number() != 0
        reach = decoder.number()
        minimumEntropy = Double(decoder.text())
        validators = decoder.list { $0.value() }
        let cap = decoder.number()
        let end = decoder.text()
        block = cap == 0 ? nil : Block(end: end, cap: cap)
        record = decoder
    }

    /// `<issuer>.<thing>`, stable for ever.
    public var id: String { texts.id }
    public var name: String { texts.name }
    public var issuer: String { texts.issuer }
    /// Where the issuer documents the format.
    public var reference: String { texts.reference }
    /// Every match contains one of these, in any case.
    public var prefilter: [String] { texts.prefilter }
    /// The PCRE2 pattern, fragments expanded, with a group `secret`.
    public var pattern: String { texts.pattern }
    /// What an attacker gains, and where the secret is changed.
    public var why: String { texts.why }
    /// Former ids.
    public var aliases: [String] { texts.aliases }
    /// Set for a credential that has no pattern of its own; such a rule names what the grammar of
    /// logs finds.
    public var context: IssuerContext? { texts.context }

    private var texts: RuleTexts {
        if let ready = lazyTexts.load() { return ready }
        guard var record else { preconditionFailure("a rule has a record or texts") }
        return lazyTexts.storeIfNil(RuleTexts(from: &record))
    }

    /// Whether ``prefilter`` has texts.
    package var hasLiterals: Bool {
        guard var record else { return !prefilter.isEmpty }
        return record.number() > 0
    }

    /// Hands over the UTF-8 of each text of ``prefilter``, which stays valid during the call only.
    package func forEachLiteral(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        if var record {
            record.forEachText(body)
        } else {
            for var literal in prefilter { literal.withUTF8(body) }
        }
    }

    /// Hands over the UTF-8 of each word of ``context``, which stays valid during the call only.
    package func forEachWord(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        guard hasContext else { return }
        if var record {
            record.forEachText { _ in }
            record.forEachText(body)
        } else {
            for var word in context?.words ?? [] { word.withUTF8(body) }
        }
    }

    private static func ignoresCase(_ pattern: String) -> Bool {
        var pattern = pattern
        return pattern.withUTF8 { bytes in
            for at in bytes.indices.dropLast(2)
            where bytes[at] == UInt8(ascii: "(") && bytes[at + 1] == UInt8(ascii: "?") {
                let options = bytes[(at + 2)...].prefix {
                    ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "^")
                }
                if options.contains(UInt8(ascii: "i")) { return true }
            }
            return false
        }
    }
}

/// What of a rule is text.
final class RuleTexts: Sendable {
    let id: String
    let name: String
    let issuer: String
    let reference: String
    let prefilter: [String]
    let pattern: String
    let why: String
    let aliases: [String]
    let context: IssuerContext?

    init(
        id: String, name: String, issuer: String, reference: String, prefilter: [String],
        pattern: String, why: String, aliases: [String], context: IssuerContext?
    ) {
        self.id = id
        self.name = name
        self.issuer = issuer
        self.reference = reference
        self.prefilter = prefilter
        self.pattern = pattern
        self.why = why
        self.aliases = aliases
        self.context = context
    }

    init(from decoder: inout RuleDecoder) {
        prefilter = decoder.texts()
        let words = decoder.texts()
        id = decoder.text()
        name = decoder.text()
        issuer = decoder.text()
        reference = decoder.text()
        pattern = decoder.text()
        why = decoder.text()
        aliases = decoder.texts()
        let shapes = decoder.texts().compactMap(ValueShape.init)
        context = words.isEmpty ? nil : IssuerContext(words: words, shapes: shapes)
    }
}

extension Rule {
    /// Whether each match of the rule holds a literal of its prefilter as it is spelt, and not in
    /// another case: the pattern minds the case, and begins with the literal.
    package var mindsCase: Bool { gate == nil && !ignoresCase && anchor == .literal }
}

extension Rule {
    /// Bytes of ``reach`` where a rule file gives none.
    public static let defaultReach = 1024

    /// The largest ``reach`` a rule may ask for.
    public static let largestReach = 16 << 10
}
