import AuditStore
import Configuration
import Foundation
import KeyedHash
import LeakDetection
import LeakReport
import LeakRules
import LogSources
import Synchronization
import TestSupport
import Testing

@testable import LeakAudit

@Suite struct AuditorTests {
    private static let rules = RuleSet([
        .toy("toy.token", prefilter: ["tok_"], pattern: "(?<secret>tok_[a-z0-9]{6})", reach: 64)
    ])
    private static let detector = Detector(rules)

    /// What an audit finds, one line each, and the figures.
    private struct Result {
        var lines: [String] = []
        var summary = AuditSummary()
        var outcome = Auditor.Outcome()
    }

    private func audit(
        _ paths: [String], state: String? = nil, threads: Int = 1,
        selection: AuditCatalog.Selection = .init(), _ set: (inout AuditOptions) -> Void = { _ in }
    ) throws -> Result {
        var options = AuditOptions()
        options.scan.hash = KeyedHash(key: Array(0..<32))
        options.threads = threads
        options.version = "1"
        options.isIncremental = state != nil
        set(&options)
        let store = try AuditStore(path: state, keyID: "k1:test")
        let auditor = Auditor(
            Self.detector, options: options, store: store, run: try store.beginRun())
        var result = Result()
        result.outcome = auditor.audit(paths.map { BytePath($0) })
        let catalog = try AuditCatalog(
            of: store, run: auditor.run, rules: Self.rules, selection: selection,
            summary: AuditSummary())
        result.summary = catalog.summary
        try catalog.forEachLeak { leak in
            result.lines.append("\(leak.preview) \(leak.occurrences) \(leak.files)")
            try catalog.forEachPlace(of: leak) { place in
                let path = place.path.split(separator: "/").last ?? ""
                result.lines.append(
                    "  \(path) \(place.member ?? "-") \(place.line):\(place.column) "
                        + place.context.map(\.text).joined(separator: "|"))
            }
        }
        try catalog.forEachNote { note in
            let path = note.path.split(separator: "/").last ?? ""
            result.lines.append("\(note.kind) \(path) \(note.reason)")
        }
        return result
    }

    /// Files of random lines, some with secrets.
    private func makeTree(_ bench: Workbench, files: Int) throws {
        var generator = SystemRandomNumberGenerator()
        for file in 0..<files {
            var text = ""
            for line in 0..<Int.random(in: 1...400, using: &generator) {
                let isLeak = Int.random(in: 0..<20, using: &generator) == 0
                let secret = "tok_aaaa\(10 + Int.random(in: 0..<30, using: &generator))"
                text += "line \(line) of file \(file)\(isLeak ? " " + secret : "")\n"
            }
            try bench.write(text.utf8, to: "f\(file).log")
        }
    }

    @Test func `the same with any number of threads`() throws {
        let bench = try Workbench()
        try makeTree(bench, files: 60)
        let alone = try audit([bench.path])
        #expect(alone.lines.count > 60)
        for threads in [2, 3, 8] {
            let shared = try audit([bench.path], threads: threads)
            #expect(shared.lines == alone.lines)
            #expect(shared.summary.bytes == alone.summary.bytes)
        }
    }

    @Test func `a large file is shared by threads that have nothing to do`() throws {
        let bench = try Workbench()
        let block = String(repeating: "a line of a log without anything in it\n", count: 1000)
        var text = ""
        for number in 0..<60 {
            text += block
            if number % 7 == 0 { text += "here tok_aaaa\(10 + number % 90) is\n" }
        }
        try bench.write(text.utf8, to: "large.log")
        try bench.write("tok_bbbb11\n".utf8, to: "small.log")
        let alone = try audit([bench.path]) { $0.sharedFrom = 1 << 20 }
        let shared = try audit([bench.path], threads: 3) { $0.sharedFrom = 1 << 20 }
        #expect(alone.lines.count > 10)
        #expect(shared.lines == alone.lines)
    }

    @Test func `parts of a rotated log know each other's secrets`() throws {
        let bench = try Workbench()
        let record = { (text: String) in
            #"{"log":"\#(text)","stream":"stdout","time":"2026-11-24T10:00:00Z"}"# + "\n"
        }
        try bench.write((record("x\\n") + record("key tok_a")).utf8, to: "c.log.1")
        try bench.write(record("aaa11 end\\n").utf8, to: "c.log")
        let result = try audit([bench.path])
        #expect(result.lines.first == "… 1 1")
        #expect(result.summary.occurrences == 1)
    }

    @Test func `a second audit takes over what has not changed`() throws {
        let bench = try Workbench()
        let state = bench.path + ".state"
        defer { try? FileManager.default.removeItem(atPath: state) }
        try makeTree(bench, files: 5)
        let first = try audit([bench.path], state: state)
        let second = try audit([bench.path], state: state)
        #expect(second.lines == first.lines)
        #expect(first.outcome.unchanged == 0)
        #expect(second.outcome.unchanged == 5)

        // Changed, new, and gone.
        try bench.write("tok_cccc11\n".utf8, to: "f0.log")
        try bench.write("tok_cccc12\n".utf8, to: "g.log")
        try bench.run("rm f4.log; touch f1.log")
        let third = try audit([bench.path], state: state)
        #expect(third.outcome.unchanged == 3)
        #expect(third.lines == (try audit([bench.path])).lines)

        // Other rules.
        let fourth = try audit([bench.path], state: state) { $0.version = "2" }
        #expect(fourth.outcome.unchanged == 0)
        #expect(fourth.lines == third.lines)
    }

    @Test func `a tree that was copied is known by its contents`() throws {
        let bench = try Workbench()
        try bench.run("mkdir tree")
        try bench.write("tok_cccc11\n".utf8, to: "tree/a.log")
        try bench.write("tok_cccc12\n".utf8, to: "tree/b.log")
        let state = bench.path + "/state"
        _ = try audit([bench.path + "/tree"], state: state)
        try bench.run(
            "cp -r tree copy; rm -r tree; mv copy tree; printf 'tok_dddd12\\n' > tree/b.log")
        let second = try audit([bench.path + "/tree"], state: state)
        #expect(second.outcome.unchanged == 1)
        #expect(second.summary.occurrences == 2)
    }

    @Test func `an audit that was interrupted is resumed`() throws {
        let bench = try Workbench()
        try bench.run("mkdir tree")
        for file in 10..<40 { try bench.write("tok_cccc\(file)\n".utf8, to: "tree/\(file).log") }
        let state = bench.path + "/state"
        let looks = Counter()
        let first = try audit([bench.path + "/tree"], state: state) {
            $0.isInterrupted = { looks.next() > 60 }
        }
        #expect(first.summary.occurrences > 0)
        #expect(first.summary.occurrences < 30)
        let second = try audit([bench.path + "/tree"], state: state)
        #expect(second.summary.occurrences == 30)
        #expect(second.outcome.unchanged >= first.summary.occurrences - 1)
        #expect(second.outcome.unchanged > 0)
    }

    @Test func `thresholds hold for paths`() throws {
        let bench = try Workbench()
        for name in ["a", "b", "c"] { try bench.write("tok_aaaa11\n".utf8, to: name) }
        let result = try audit([bench.path]) { options in
            options.thresholds = { path in
                var thresholds = AuditOptions.everything
                thresholds.isSkipped = path.text.hasSuffix("/a")
                if path.text.hasSuffix("/b") { thresholds.minimumScore = 100 }
                return thresholds
            }
        }
        #expect(result.lines == ["… 1 1", "  c - 1:1 [REDACTED:toy.token]"])
        #expect(result.summary.files == 2)
    }

    @Test func `times of records and of lines`() throws {
        let bench = try Workbench()
        try bench.write(
            """
            2026-11-24T10:00:00Z tok_aaaa11
            2026-11-25 10:00:00,5 tok_aaaa11
            tok_aaaa11

            """.utf8, to: "a.log")
        var selection = AuditCatalog.Selection()
        #expect(try audit([bench.path]).summary.occurrences == 3)
        selection.since = LogTime.read("2026-11-25")
        #expect(try audit([bench.path], selection: selection).summary.occurrences == 2)
        selection.until = LogTime.read("2026-11-25T10:00:00Z")
        #expect(try audit([bench.path], selection: selection).summary.occurrences == 1)
    }

    @Test func `what cannot be read is told, and the rest is scanned`() throws {
        let bench = try Workbench()
        try bench.write("tok_aaaa11\n".utf8, to: "a.log")
        try bench.write([0x7F, 0x45, 0x4C, 0x46, 0, 0, 1, 2, 0xFF, 0xFE], to: "program")
        try bench.run("mkfifo pipe; gzip -c a.log | head -c 20 > cut.gz")
        let result = try audit([bench.path])
        #expect(result.lines.contains("skipped program binary"))
        #expect(result.lines.contains("failed pipe is a FIFO: not read"))
        #expect(result.lines.contains { $0.hasPrefix("failed cut.gz") })
        #expect(result.summary.failures == 2)
        #expect(result.summary.skipped == 1)
        #expect(!result.summary.isComplete)
    }
}

/// Counts calls of several threads.
private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
