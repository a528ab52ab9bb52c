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
public final class Rule: Sendable {
    /// `<issuer>.<thing>`, stable for ever.
    public let id: String
    public let name: String
    public let issuer: String
    /// Where the issuer documents the format.
    public let reference: String
    public let category: Category
    public let severity: Severity
    public let specificity: Specificity
    /// Every match contains one of these, in any case.
    public let prefilter: [String]
    public let anchor: Anchor
    public let gate: Gate?
    /// The PCRE2 pattern, fragments expanded, with a group `secret`.
    public let pattern: String
    public let validators: [Validator]
    /// Shannon bits per byte below which the value is no secret.
    public let minimumEntropy: Double?
    /// Bytes of a line that must be seen at once to decide a match.
    public let reach: Int
    /// What an attacker gains, and where the secret is changed.
    public let why: String
    /// Former ids.
    public let aliases: [String]
    public let block: Block?
    /// Set for a credential that has no pattern of its own; such a rule names what the grammar of
    /// logs finds.
    public let context: IssuerContext?

    package init(
        id: String, name: String, issuer: String, reference: String, category: Category,
        severity: Severity, specificity: Specificity, prefilter: [String], anchor: Anchor,
        gate: Gate?, pattern: String, validators: [Validator], minimumEntropy: Double?, reach: Int,
        why: String, aliases: [String], block: Block?,
        context: IssuerContext? = nil
    ) {
        self.id = id
        self.name = name
        self.issuer = issuer
        self.reference = reference
        self.category = category
        self.severity = severity
        self.specificity = specificity
        self.prefilter = prefilter
        self.anchor = anchor
        self.gate = gate
        self.pattern = pattern
        self.validators = validators
        self.minimumEntropy = minimumEntropy
        self.reach = reach
        self.why = why
        self.aliases = aliases
        self.block = block
        self.context = context
    }
}

extension Rule {
    /// Bytes of ``reach`` where a rule file gives none.
    public static let defaultReach = 1024

    /// The largest ``reach`` a rule may ask for.
    public static let largestReach = 16 << 10
}
