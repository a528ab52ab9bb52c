import LeakRules

/// A text; what a viewer would take for a link or a place-holder (SARIF 2.1.0, 3.11.5 and 3.11.6)
/// is escaped.
struct SARIFMessage: Encodable {
    let text: String

    init(_ plain: String) {
        text = printable(plain).unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "[", "]", "\\": result += "\\"
            case "{", "}": result.unicodeScalars.append(scalar)
            default: break
            }
            result.unicodeScalars.append(scalar)
        }
    }
}

/// Where something is: a file, by a URI that is relative when its path is, and lines and bytes in
/// it.
struct SARIFLocation: Encodable {
    struct Physical: Encodable {
        let artifactLocation: Artifact
        let region: Region?
        let contextRegion: Context?
    }
    struct Artifact: Encodable { let uri: String }
    struct Region: Encodable {
        let startLine: Int
        let startColumn: Int?
        let byteOffset: Int?
        let byteLength: Int?
    }
    struct Context: Encodable {
        let startLine: Int
        let endLine: Int
        let snippet: Snippet
    }
    struct Snippet: Encodable { let text: String }

    let physicalLocation: Physical

    init(_ place: Place) {
        var context: Context?
        if let first = place.context.first?.number, let last = place.context.last?.number,
            first >= 1, last - first == place.context.count - 1
        {
            let text = place.context.map { printable($0.text) }.joined(separator: "\n")
            context = Context(startLine: first, endLine: last, snippet: Snippet(text: text))
        }
        physicalLocation = Physical(
            artifactLocation: Artifact(uri: Self.uri(place.name)),
            region: Region(
                startLine: max(1, place.line), startColumn: max(1, place.column),
                byteOffset: place.span.lowerBound, byteLength: place.span.count),
            contextRegion: context)
    }

    init(_ note: AuditNote) {
        physicalLocation = Physical(
            artifactLocation: Artifact(uri: Self.uri(note.name)),
            region: note.line < 1
                ? nil
                : Region(
                    startLine: note.line, startColumn: nil, byteOffset: note.span?.lowerBound,
                    byteLength: note.span?.count),
            contextRegion: nil)
    }

    /// A path as a URI (RFC 3986): `file:///…` when it is absolute.
    static func uri(_ path: String) -> String {
        var path = path[...]
        while path.hasPrefix("./") { path = path.dropFirst(2).drop { $0 == "/" } }
        var result = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: "!"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count < 2 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result.isEmpty ? "." : result
    }
}

/// A secret.
struct SARIFResult: Encodable {
    struct Properties: Encodable {
        let severity: String
        let confidence: Double
        let fingerprint: String
        let firstSeen: String?
        let lastSeen: String?
        let files: Int
        let containers: [String]
        let account: String?
        let links: [String]
    }

    let ruleId: String
    let ruleIndex: Int
    let level: String
    let message: SARIFMessage
    let locations: [SARIFLocation]
    let occurrenceCount: Int
    let rank: Int
    var partialFingerprints: [String: String] = [:]
    let properties: Properties

    init(_ leak: Leak, places: [Place], rule: Int) {
        ruleId = leak.rule.id
        ruleIndex = rule
        level = Self.level(of: leak.severity)
        var text = "\(leak.rule.name) \(leak.preview): "
        text += leak.occurrences == 1 ? "once" : "\(leak.occurrences) times"
        text += leak.files == 1 ? " in 1 file" : " in \(leak.files) files"
        if let account = leak.account { text += ", of \(account)" }
        for link in leak.links { text += "; \(link.kind), with \(link.title)" }
        message = SARIFMessage(text + ". " + leak.rule.why)
        locations = places.map(SARIFLocation.init)
        occurrenceCount = max(1, leak.occurrences)
        rank = leak.score
        properties = Properties(
            severity: leak.severity.rawValue, confidence: rounded(leak.confidence),
            fingerprint: leak.fingerprint, firstSeen: leak.firstSeen, lastSeen: leak.lastSeen,
            files: leak.files, containers: leak.containers, account: leak.account,
            links: leak.links.map(\.fingerprint))
    }

    static func level(of severity: Severity) -> String {
        switch severity {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low, .info: "note"
        }
    }
}

/// The tool, and the rules that results name.
struct SARIFTool: Encodable {
    struct Driver: Encodable {
        let name = "blot"
        let version: String
        let rules: [Descriptor]

        enum CodingKeys: CodingKey { case name, version, rules }
    }
    struct Descriptor: Encodable {
        let id: String
        let name: String
        let shortDescription: Text
        let fullDescription: Text
        let help: Text
        let helpUri: String?
        let defaultConfiguration: Configuration
        let properties: Properties
    }
    struct Text: Encodable { let text: String }
    struct Configuration: Encodable { let level: String }
    struct Properties: Encodable {
        let tags: [String]
        let severity: String

        enum CodingKeys: String, CodingKey {
            case tags
            case severity = "security-severity"
        }
    }

    let driver: Driver

    init(_ summary: AuditSummary, rules: NamedRules) {
        driver = Driver(
            version: summary.version.isEmpty ? "0" : summary.version,
            rules: rules.rules.map { rule in
                Descriptor(
                    id: rule.id, name: rule.name, shortDescription: Text(text: rule.name),
                    fullDescription: Text(text: rule.why), help: Text(text: rule.why),
                    helpUri: rule.reference.hasPrefix("https://")
                        && rule.reference.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
                        ? rule.reference : nil,
                    defaultConfiguration: Configuration(
                        level: SARIFResult.level(of: rule.severity)),
                    properties: Properties(
                        // CWE-532: secrets in log files.
                        tags: ["security", "external/cwe/cwe-532", rule.category.rawValue],
                        severity: Self.securitySeverity(of: rule.severity)))
            })
    }

    /// The number by which code scanning names a severity: critical above 9, high from 7, medium
    /// from 4, low below.
    private static func securitySeverity(of severity: Severity) -> String {
        switch severity {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        case .low: "2.5"
        case .info: "0.5"
        }
    }
}

/// Something that was not scanned, or not said.
struct SARIFNotification: Encodable {
    let level: String
    let message: SARIFMessage
    let locations: [SARIFLocation]?

    init(level: String, text: String) {
        self.level = level
        message = SARIFMessage(text)
        locations = nil
    }

    init(_ note: AuditNote) {
        level = note.kind == .failed ? "error" : "warning"
        message = SARIFMessage(
            note.kind == .failed ? note.reason : "not scanned: \(note.reason)")
        locations = [SARIFLocation(note)]
    }
}

/// The figures of the audit.
struct SARIFFigures: Encodable {
    let ruleSet: String
    let keyID: String?
    let roots: [String]
    let files: Int
    let bytes: Int
    let seconds: Double
    let known: Int

    init(_ summary: AuditSummary) {
        ruleSet = summary.ruleSet
        keyID = summary.keyID
        roots = summary.roots
        files = summary.files
        bytes = summary.bytes
        seconds = rounded(summary.seconds)
        known = summary.known
    }
}
