import LeakReport
import LeakRules
import TestSupport

@testable import LeakDetection

/// Audits for reports.
enum AuditSamples {
    static let rules = [
        Rule.toy(
            "github.personal-access-token", name: "GitHub personal access token",
            why: "Pushes to any repository its owner can. Revoke it under Settings > Developer "
                + "settings > Personal access tokens, and make a new one."),
        Rule.toy(
            "aws.secret-access-key", name: "AWS secret access key", category: .cloudCredential,
            why: "Acts as the account that it belongs to. Deactivate the key in IAM."),
        Rule.toy(
            "aws.access-key-id", name: "AWS access key id", category: .cloudCredential,
            severity: .high, why: "Names an account; harmless without its secret."),
        Rule.toy(
            "generic.password", name: "Password in an assignment", category: .password,
            severity: .high, specificity: .generic,
            why: "Change it where it is used, and keep it out of command lines."),
        Rule.toy(
            "etcd.endpoint", name: "etcd endpoint", category: .endpoint, severity: .medium,
            why: "Shows an attacker where the cluster keeps its state. Close it to the outside."),
        Rule.toy(
            "kubernetes.key-file", name: "Path of a key file", category: .keyFilePath,
            severity: .low, why: "Tells where a key lies."),
        Rule.toy(
            "generic.session-cookie", name: "Session cookie", category: .cookie, severity: .info,
            specificity: .generic, why: "Ends by itself. Log the user out if it is recent."),
    ]

    static func leak(
        _ id: Int, rule: Rule, confidence: Double = 0.9, preview: String, length: Int = 40,
        layers: [String] = [], occurrences: Int = 1, firstSeen: String? = nil,
        lastSeen: String? = nil, files: Int = 1, containers: [String] = [],
        streams: [String] = [], account: String? = nil, links: [Leak.Link] = [],
        evidence: [Evidence] = [Evidence(kind: "pattern", note: "exact pattern", weight: 0.9)]
    ) -> Leak {
        let digits = String(0x5f3c_9a00_1234 + id * 7_919_111, radix: 16)
        return Leak(
            id: id, fingerprint: "b1:\(digits)", rule: rule, severity: rule.severity,
            confidence: confidence, evidence: evidence, preview: preview, length: length,
            entropy: 4.906, layers: layers, occurrences: occurrences, firstSeen: firstSeen,
            lastSeen: lastSeen, files: files, containers: containers, streams: streams,
            account: account, links: links)
    }

    static func place(
        _ path: String, member: String? = nil, line: Int = 12, column: Int = 31,
        record: RecordOrigin = RecordOrigin(), context: [String] = []
    ) -> Place {
        Place(
            path: path, member: member, line: line, column: column, span: 1042..<1082,
            record: record,
            context: context.enumerated().map {
                ContextLine(number: line - context.count / 2 + $0.offset, text: $0.element)
            })
    }

    /// An audit as it might be.
    static let audit: ListCatalog = {
        var catalog = ListCatalog()
        let api = RecordOrigin(
            container: "api-7d9f", stream: "stderr", timestamp: "2026-03-01T10:12:03.123456789Z")
        catalog.leaks = [
            leak(
                0, rule: rules[0], confidence: 0.98, preview: "ghp_…", layers: ["json", "base64"],
                occurrences: 1214, firstSeen: "2026-03-01T10:12:03.123456789Z",
                lastSeen: "2026-03-09T23:59:59Z", files: 3,
                containers: ["api-7d9f", "worker", "worker-2"], streams: ["stderr", "stdout"],
                account: "deploy-bot",
                evidence: [
                    Evidence(kind: "pattern", note: "exact pattern", weight: 0.9),
                    Evidence(kind: "checksum", note: "GitHub CRC-32 valid", weight: 0.3),
                    Evidence(kind: "surroundings", note: "a test file", weight: -0.22),
                ]),
            leak(
                1, rule: rules[1], confidence: 0.95, preview: "…", occurrences: 2,
                firstSeen: "2026-02-11T08:00:00Z", lastSeen: "2026-02-11T08:00:00Z",
                links: [
                    .init(
                        kind: "access key and its secret", fingerprint: "b1:5f3c9af1be42",
                        rule: "aws.access-key-id", name: "AWS access key id", preview: "AKIA…")
                ]),
            leak(
                2, rule: rules[2], confidence: 0.95, preview: "AKIA…", length: 20, occurrences: 2,
                firstSeen: "2026-02-11T08:00:00Z", lastSeen: "2026-02-11T08:00:00Z",
                links: [
                    .init(
                        kind: "access key and its secret", fingerprint: "b1:5f3c9a78e83b",
                        rule: "aws.secret-access-key", name: "AWS secret access key", preview: "…")
                ]),
            leak(
                3, rule: rules[3], confidence: 0.72, preview: "…", length: 8, occurrences: 17,
                firstSeen: "2026-01-30T00:00:01Z", lastSeen: "2026-03-10T07:30:00+01:00",
                files: 9, containers: ["postgres"], account: "root"),
            leak(
                4, rule: rules[4], preview: "https://10…", length: 24, firstSeen: nil,
                containers: ["etcd.service"]),
            leak(5, rule: rules[5], preview: "/etc/kubernetes/…", length: 36),
            leak(6, rule: rules[6], confidence: 0.5, preview: "session=…", occurrences: 3),
        ]
        catalog.places = [
            0: [
                place(
                    "logs/app.log", record: api,
                    context: [
                        "GET /health 200 0.3ms",
                        "push failed: https://deploy-bot:[REDACTED:github.personal-access-token]"
                            + "@github.com/acme/shop.git: the remote end hung up unexpectedly",
                        "retry in 5 s",
                    ]),
                place(
                    "backup/2026-03.tar.gz", member: "var/log/app.log.1", line: 99, column: 4,
                    context: [
                        String(repeating: "noise ", count: 30)
                            + "token=[REDACTED:github.personal-access-token] more"
                    ]),
                place("logs/容器.log", line: 100_000, column: 1, context: ["日本語のログ ✓ 成功"]),
                place("logs/app.log", line: 100_001, column: 1),
            ],
            1: [
                place(
                    "home/.bash_history", line: 7, column: 30,
                    context: [
                        "export AWS_ACCESS_KEY_ID=[REDACTED:aws.access-key-id]",
                        "export AWS_SECRET_ACCESS_KEY=[REDACTED:aws.secret-access-key]",
                        "terraform apply",
                    ])
            ],
            2: [place("home/.bash_history", line: 6, column: 26)],
            3: [
                place(
                    "db/pg.log", line: 1,
                    context: ["connection authorized: user=root password=[REDACTED:generic]"])
            ],
            4: [place("journal/system.journal.export", line: 40_311, column: 12)],
            5: [place("kubelet.log", line: 3)],
            6: [place("access.log", line: 77)],
        ]
        catalog.notes = [
            AuditNote(kind: .skipped, path: "bin/tool", reason: "binary"),
            AuditNote(
                kind: .blindSpot, path: "logs/odd.log", line: 77, span: 10_000..<12_000,
                reason: "rule toy.rule gave up: match limit exceeded"),
            AuditNote(
                kind: .failed, path: "old.zip", member: "a/b.log",
                reason: "the archive ends in the middle"),
            AuditNote(kind: .skipped, path: "core.1234", reason: "binary"),
        ]
        catalog.summary.version = "1.2.3"
        catalog.summary.ruleSet = "r1:9a8b7c6d5e4f"
        catalog.summary.keyID = "k1:0011aabb"
        catalog.summary.roots = ["logs", "backup", "home"]
        catalog.summary.started = "2026-03-10T12:00:00Z"
        catalog.summary.seconds = 12.34
        catalog.summary.files = 812
        catalog.summary.unchanged = 31
        catalog.summary.bytes = 2_254_857_830
        catalog.summary.known = 2
        catalog.count()
        return catalog
    }()

    /// Nothing found, nothing missing.
    static let empty: ListCatalog = {
        var catalog = ListCatalog()
        catalog.summary.version = "1.2.3"
        catalog.summary.roots = ["logs"]
        catalog.summary.started = "2026-03-10T12:00:00Z"
        catalog.summary.seconds = 0.02
        catalog.summary.files = 1
        catalog.summary.bytes = 1
        return catalog
    }()

    /// An audit in which everything that a log could fill in is one text.
    static func filled(with text: String) -> ListCatalog {
        var catalog = ListCatalog()
        let record = RecordOrigin(container: text, stream: text, unit: text, timestamp: text)
        catalog.leaks = [
            leak(
                0, rule: rules[0], preview: text, layers: [text], occurrences: 2, firstSeen: text,
                lastSeen: text, containers: [text], streams: [text], account: text,
                links: [.init(kind: text, fingerprint: text, rule: text, preview: text)],
                evidence: [Evidence(kind: "value", note: text, weight: 0.1)])
        ]
        catalog.places = [
            0: [
                place(text, member: text, record: record, context: [text, text, text]),
                place(text, record: record),
            ]
        ]
        catalog.notes = [AuditNote.Kind.skipped, .blindSpot, .failed].map {
            AuditNote(kind: $0, path: text, member: text, line: 3, span: 1..<2, reason: text)
        }
        catalog.summary.roots = [text]
        catalog.count()
        return catalog
    }

    /// An audit of many secrets, each with two places.
    static func many(_ count: Int) -> GeneratedCatalog {
        var summary = audit.summary
        summary.leaks = (0..<count).reduce(into: [:]) {
            $0[rules[rule(of: $1, among: count)].severity, default: 0] += 1
        }
        summary.occurrences = count * 2
        return GeneratedCatalog(summary: summary, count: count, placeCount: 2) { id in
            leak(
                id, rule: rules[rule(of: id, among: count)], preview: "tok\(id)…", occurrences: 2,
                firstSeen: time(id), lastSeen: time(id * 3 % 90 + id),
                containers: ["service-\(id % 40)"], streams: ["stdout"])
        } place: { id, index in
            place(
                "logs/service-\(id % 40)/app.log.\(index)", line: id + 1,
                context: [
                    "2026-03-01 request \(id) from a client that is long enough to be real",
                    "Authorization: Bearer [REDACTED:toy.rule]", "reply 200",
                ])
        }
    }

    /// Falling severity.
    private static func rule(of id: Int, among count: Int) -> Int {
        min(rules.count - 1, id * rules.count / max(1, count))
    }

    private static func time(_ day: Int) -> String {
        let day = day % 336
        let month = day / 28 + 1
        return "2026-\(month < 10 ? "0" : "")\(month)-\(day % 28 < 9 ? "0" : "")\(day % 28 + 1)"
            + "T\(10 + day % 10):00:00Z"
    }
}

/// The report of an audit.
func audit(
    _ format: ReportFormat, _ catalog: some LeakCatalog,
    _ change: (inout AuditReportSettings) -> Void = { _ in }
) throws -> String {
    var settings = AuditReportSettings()
    change(&settings)
    var result = ""
    try format.writeAudit(catalog, settings: settings) { result += $0 }
    return result
}
