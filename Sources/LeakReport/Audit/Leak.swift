public import LeakDetection
public import LeakRules

/// One secret that an audit found, however often and wherever: everything under one fingerprint.
///
/// Holds no byte of the secret but what ``Finding/preview`` shows.
public struct Leak: Sendable {
    /// What the catalog knows it by; nothing for reports.
    public var id: Int
    public var fingerprint: String
    public var rule: Rule
    /// The highest of its occurrences, raised by what it is linked with.
    public var severity: Severity
    /// The highest of its occurrences, 0…1, raised by what it is linked with.
    public var confidence: Double
    /// Every term of ``confidence``, of the occurrence that had the highest.
    public var evidence: [Evidence]
    public var preview: String
    /// Bytes of the secret.
    public var length: Int
    /// Shannon entropy of the secret in bits per byte.
    public var entropy: Double
    /// What wrapped the secret at its first place, outermost first.
    public var layers: [String]
    public var occurrences: Int
    /// The earliest and the latest time that a record, or a line's own beginning, gives: RFC 3339.
    public var firstSeen: String?
    public var lastSeen: String?
    /// How many files, or members of archives, it is in.
    public var files: Int
    /// The containers and units that printed it, in alphabetical order, at most ``mostNames``.
    public var containers: [String]
    /// `stdout`, `stderr`, in alphabetical order.
    public var streams: [String]
    /// The account that it belongs to, where a line says so.
    public var account: String?
    /// The secrets that it is used together with.
    public var links: [Link]

    /// Another secret that belongs to this one: an AWS key id to its secret.
    public struct Link: Sendable, Equatable {
        /// What the two are to each other, for people: `access key and its secret`.
        public var kind: String
        public var fingerprint: String
        /// The other one's rule.
        public var rule: String
        /// The other one's rule by name; empty where only the id is known.
        public var name: String
        /// The other one's preview.
        public var preview: String

        public init(
            kind: String, fingerprint: String, rule: String, name: String = "",
            preview: String = ""
        ) {
            self.kind = kind
            self.fingerprint = fingerprint
            self.rule = rule
            self.name = name
            self.preview = preview
        }
    }

    /// Names of ``containers`` that are kept.
    public static let mostNames = 100

    public init(
        id: Int, fingerprint: String, rule: Rule, severity: Severity, confidence: Double,
        evidence: [Evidence], preview: String, length: Int, entropy: Double, layers: [String],
        occurrences: Int, firstSeen: String?, lastSeen: String?, files: Int,
        containers: [String], streams: [String], account: String?, links: [Link]
    ) {
        self.id = id
        self.fingerprint = fingerprint
        self.rule = rule
        self.severity = severity
        self.confidence = confidence
        self.evidence = evidence
        self.preview = preview
        self.length = length
        self.entropy = entropy
        self.layers = layers
        self.occurrences = occurrences
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.files = files
        self.containers = containers
        self.streams = streams
        self.account = account
        self.links = links
    }

    /// 0…100: severity and confidence as one number (``Score``).
    public var score: Int { Score.score(severity: severity, confidence: confidence) }
}

/// Where a secret was found.
public struct Place: Sendable {
    /// The file's path, as it was named or found; bytes that are no UTF-8 as `\xff`.
    public var path: String
    /// The path inside an archive; of nested ones all, with `!` between them.
    public var member: String?
    /// 1-based.
    public var line: Int
    /// 1-based, in bytes.
    public var column: Int
    /// Half-open range in the file or member as plain bytes.
    public var span: Range<Int>
    public var record: RecordOrigin
    /// The redacted lines around it; empty beyond the example places of a secret.
    public var context: [ContextLine]

    public init(
        path: String, member: String?, line: Int, column: Int, span: Range<Int>,
        record: RecordOrigin, context: [ContextLine]
    ) {
        self.path = path
        self.member = member
        self.line = line
        self.column = column
        self.span = span
        self.record = record
        self.context = context
    }
}

/// A line as it stands in the redacted stream, cut to what fits a report.
public struct ContextLine: Sendable, Equatable {
    /// 1-based.
    public var number: Int
    /// May hold anything that a log may hold but secrets: reports neutralise it.
    public var text: String

    public init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}
