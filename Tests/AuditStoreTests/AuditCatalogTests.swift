import Foundation
import KeyedHash
import LeakDetection
import LeakReport
import LeakRules
import TestSupport
import Testing

@testable import AuditStore

@Suite struct AuditCatalogTests {
    private static let rules = RuleSet([
        .toy(
            "a.low", severity: .low, prefilter: ["low_"], pattern: "(?<secret>low_[a-z]+)"),
        .toy(
            "a.high", severity: .high, specificity: .contextual, prefilter: ["high_"],
            pattern: "(?<secret>high_[a-z]+)"),
    ])

    /// The findings in a text, by their secrets.
    private func findings(_ texts: String...) -> [String: Finding] {
        var options = ScanOptions()
        options.hash = KeyedHash(key: [1, 2, 3])
        var result: [String: Finding] = [:]
        for text in texts {
            let events = redact(
                Array(text.utf8), with: Detector(Self.rules), options: options
            ).events
            for case .finding(let finding) in events { result[text] = finding }
        }
        return result
    }

    private func place(
        _ finding: Finding?, in path: String, time: Int? = nil
    ) throws -> FoundEvent {
        .place(
            FoundPlace(
                finding: try #require(finding), path: path, member: nil, time: time,
                container: "box", account: nil, context: [ContextLine(number: 1, text: "a\tb")]))
    }

    private func catalog(
        _ store: AuditStore, _ sources: [[FoundEvent]],
        _ set: (inout AuditCatalog.Selection) -> Void = { _ in }
    ) throws -> AuditCatalog {
        let run = try store.beginRun()
        // Sources come in any order; their places in the walk count.
        for (ordinal, events) in sources.enumerated().reversed() {
            let source = try store.beginSource(nil, root: "", ordinal: ordinal, run: run)
            try store.add(events, to: source, from: 0)
            try store.endSource(
                source, signature: "", hash: "", version: "", files: 1, bytes: 10, isWhole: true)
        }
        var selection = AuditCatalog.Selection()
        set(&selection)
        return try AuditCatalog(
            of: store, run: run, rules: Self.rules, selection: selection, summary: AuditSummary())
    }

    private func shown(_ catalog: AuditCatalog) throws -> [String] {
        var lines: [String] = []
        try catalog.forEachLeak { leak in
            var places: [String] = []
            try catalog.forEachPlace(of: leak) { places.append("\($0.path):\($0.line)") }
            lines.append(
                "\(leak.rule.id) \(leak.severity) \(leak.score) x\(leak.occurrences) "
                    + places.joined(separator: " "))
        }
        return lines
    }

    @Test func `one entry for each secret, the highest score first`() throws {
        let found = findings("low_aa", "high_bb", "high_cc")
        let store = try AuditStore(path: nil, keyID: nil)
        let catalog = try catalog(
            store,
            [
                [try place(found["low_aa"], in: "1"), try place(found["high_cc"], in: "1")],
                [try place(found["high_bb"], in: "2"), try place(found["low_aa"], in: "2")],
            ])
        #expect(
            try shown(catalog) == [
                "a.high high 56 x1 1:1", "a.high high 56 x1 2:1", "a.low low 36 x2 1:1 2:1",
            ])
        #expect(catalog.summary.leaks == [.high: 2, .low: 1])
        #expect(catalog.summary.occurrences == 4)
        #expect(catalog.summary.files == 2)
        #expect(catalog.summary.bytes == 20)
        try catalog.forEachLeak { leak in
            #expect(leak.containers == ["box"])
            #expect(leak.evidence.first?.kind == "pattern")
            try catalog.forEachPlace(of: leak) {
                #expect($0.context == [ContextLine(number: 1, text: "a\tb")])
            }
        }
    }

    @Test func `linked secrets are as bad as the worst of them, and surer`() throws {
        let found = findings("low_aa", "high_bb")
        let low = try #require(found["low_aa"])
        let high = try #require(found["high_bb"])
        let store = try AuditStore(path: nil, keyID: nil)
        let catalog = try catalog(
            store,
            [
                [
                    try place(low, in: "1"), try place(high, in: "1"),
                    .link(kind: "pair", low.fingerprint, high.fingerprint),
                ]
            ])
        #expect(try shown(catalog) == ["a.low high 79 x1 1:1", "a.high high 64 x1 1:1"])
        try catalog.forEachLeak { leak in
            #expect(leak.links.map(\.kind) == ["pair"])
            #expect(leak.evidence.last?.kind == "link")
        }
    }

    @Test func `thresholds, times and the baseline`() throws {
        let found = findings("low_aa", "high_bb", "high_cc")
        let sources = [
            [
                try place(found["low_aa"], in: "1"), try place(found["high_bb"], in: "1", time: 5),
                try place(found["high_cc"], in: "1", time: 9),
            ]
        ]
        func count(_ set: (inout AuditCatalog.Selection) -> Void) throws -> (Int, Int) {
            let catalog = try catalog(try AuditStore(path: nil, keyID: nil), sources, set)
            return (catalog.summary.leaks.values.reduce(0, +), catalog.summary.known)
        }
        #expect(try count { $0.minimumScore = 50 } == (2, 0))
        #expect(try count { $0.minimumSeverity = .medium } == (2, 0))
        #expect(try count { $0.since = 6 } == (2, 0))
        #expect(try count { $0.until = 9 } == (2, 0))
        let known = try #require(found["high_bb"]).fingerprint
        #expect(try count { $0.baseline = [known] } == (2, 1))
    }

    @Test func `places beyond the most that are wanted are counted only`() throws {
        let found = findings("low_aa")
        let events = try (0..<10).map { _ in try place(found["low_aa"], in: "1") }
        let catalog = try catalog(try AuditStore(path: nil, keyID: nil), [events]) {
            $0.mostPlaces = 3
        }
        #expect(try shown(catalog) == ["a.low low 36 x10 1:1 1:1 1:1"])
    }

    @Test func `a state is its owner's, under one key, and nothing else is taken for one`() throws {
        let bench = try Workbench()
        let path = bench.path + "/state"
        let found = findings("low_aa")
        func seen(_ key: String) throws -> Bool {
            let store = try AuditStore(path: path, keyID: key)
            return try store.source(named: "x") != nil
        }
        do {
            let store = try AuditStore(path: path, keyID: "k1:1")
            let run = try store.beginRun()
            let source = try store.beginSource("x", root: "", ordinal: 0, run: run)
            try store.add([try place(found["low_aa"], in: "1")], to: source, from: 0)
            try store.endSource(
                source, signature: "", hash: "", version: "", files: 1, bytes: 1, isWhole: true)
            try store.commit()
            #expect(throws: StoreError.self) { try AuditStore(path: path, keyID: "k1:1") }
        }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try seen("k1:1"))
        #expect(try !seen("k1:2"))
        #expect(try !seen("k1:1"))

        try bench.write("this is no database, but a text that is long enough".utf8, to: "text")
        #expect(throws: StoreError.self) { try AuditStore(path: bench.path + "/text", keyID: nil) }
        #expect(try bench.bytes("text").count == 51)
        #expect(throws: StoreError.self) { try AuditStore(path: "/no/such/place", keyID: nil) }
    }
}
