import Foundation
import LeakRules
import Testing

@testable import LeakDetection
@testable import LeakReport

@Suite struct AuditTextTests {
    private static let golden = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appending(path: "Golden")

    @Test(arguments: [(80, false), (120, true)])
    func `a text report is what it was when it was looked at`(width: Int, isVerbose: Bool) throws {
        let text = try audit(.text, AuditSamples.audit) {
            $0.width = width
            $0.isVerbose = isVerbose
        }
        let file = Self.golden.appending(path: "audit-\(width).txt")
        // BLOT_RECORD=1 records it anew, and fails so that nobody forgets to look at it.
        if ProcessInfo.processInfo.environment["BLOT_RECORD"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded")
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test(arguments: [1, 60, 79, 80, 119, 120, 500], [true, false])
    func `no line is wider than the terminal`(width: Int, isVerbose: Bool) throws {
        let columns = min(max(width, 60), 120)
        for text in [
            String(repeating: "long ", count: 60), String(repeating: "漢x", count: 90), "a",
        ] {
            for catalog in [AuditSamples.audit, AuditSamples.filled(with: text)] {
                let report = try audit(.text, catalog) {
                    $0.width = width
                    $0.isVerbose = isVerbose
                }
                for line in report.split(separator: "\n") {
                    #expect(TextLayout.width(of: line) <= columns, "\(line)")
                }
            }
        }
    }

    @Test func `what is not coloured holds the same text`() throws {
        let colored = try audit(.text, AuditSamples.audit) { $0.isColored = true }
        #expect(colored.contains("\u{1B}[1;31m 97  CRITICAL  \u{1B}[0m"))
        let plain = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(plain == (try audit(.text, AuditSamples.audit)))
    }

    @Test func `a terminal without UTF-8 gets none that is ours`() throws {
        let text = try audit(.text, AuditSamples.audit) {
            $0.isASCII = true
            $0.isVerbose = true
        }
        // What a log holds stays: that line and that path are the log's.
        let lines = text.split(separator: "\n").filter { !$0.allSatisfy(\.isASCII) }
        #expect(lines.count == 2)
        #expect(text.contains("  critical  2  ####"))
    }

    @Test func `only verbose text explains a score and lists everything`() throws {
        let short = try audit(.text, AuditSamples.audit)
        let long = try audit(.text, AuditSamples.audit) { $0.isVerbose = true }
        #expect(!short.contains("checksum: GitHub CRC-32 valid"))
        #expect(long.contains("+30 checksum: GitHub CRC-32 valid"))
        #expect(long.contains("97 = 100 × critical 0.99 × confidence 0.98"))
        #expect(short.contains("and 1,211 more places"))
        #expect(long.contains("and 1,210 more places"))
    }

    @Test func `linked secrets name each other`() throws {
        let text = try audit(.text, AuditSamples.audit) { $0.width = 120 }
        #expect(text.contains("linked with AWS access key id AKIA… · access key and its secret · "))
        #expect(text.contains("linked with AWS secret access key … · access key and its secret"))
    }

    @Test func `an empty audit is a few lines`() throws {
        #expect(
            try audit(.text, AuditSamples.empty) == """
                blot 1.2.3 · audit of logs
                1 file · 1 byte · 20 ms · 2026-03-10 12:00:00Z

                no secrets found

                complete: everything was scanned

                """)
    }

    // MARK: Parts

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"),
    ])
    func `numbers have commas`(number: Int, text: String) {
        #expect(Figures.count(number) == text)
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 KiB"),
        (2_254_857_830, "2.1 GiB"), (5_000_000_000_000, "4.5 TiB"),
    ])
    func `bytes have units`(number: Int, text: String) {
        #expect(Figures.bytes(number) == text)
    }

    @Test(arguments: [
        (0.02, "20 ms"), (0.96, "1.0 s"), (12.34, "12.3 s"), (200, "3 min 20 s"),
        (7500, "2 h 5 min"),
    ])
    func `seconds have units`(seconds: Double, text: String) {
        #expect(Figures.time(seconds) == text)
    }

    @Test(arguments: [
        ("2026-03-01T10:12:03.123456789Z", "2026-03-01 10:12:03Z"),
        ("2026-03-01T10:12:03+01:00", "2026-03-01 10:12:03+01:00"), ("today", "today"),
    ])
    func `moments are short`(time: String, text: String) {
        #expect(Figures.moment(time) == text)
    }

    @Test(arguments: [
        ("a b c", 3, ["a b", "c"]), ("abcdef", 4, ["abcd", "ef"]), ("漢字漢字", 4, ["漢字", "漢字"]),
        ("a  b", 9, ["a b"]), ("", 5, []), ("aa bbbbbb", 4, ["aa", "bbbb", "bb"]),
    ])
    func `lines are broken at blanks`(text: String, width: Int, lines: [String]) {
        #expect(TextLayout.wrapped(text, to: width) == lines)
    }

    @Test func `a long line is cut around what matters`() {
        let line = String(repeating: "x", count: 50) + "[HERE]" + String(repeating: "y", count: 50)
        let shown = TextLayout.window(line, around: "[HERE]", width: 30, mark: "…")
        #expect(shown.contains("[HERE]"))
        #expect(TextLayout.width(of: shown) == 30)
        #expect(shown.hasPrefix("…x") && shown.hasSuffix("y…"))
        #expect(TextLayout.window("short", around: "r", width: 30, mark: "…") == "short")
        #expect(TextLayout.window(line, around: "none", width: 4, mark: "…") == "xxx…")
    }
}
