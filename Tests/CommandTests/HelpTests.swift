import Foundation
import Testing

/// Help is as recorded in Golden/; `BLOT_RECORD=1` records it anew, and fails so that nobody
/// forgets to look at it.
@Suite struct HelpTests {
    static let pages: [(name: String, arguments: [String])] = [
        ("blot", ["--help"]),
        ("blot-filter", ["filter", "--help"]),
        ("blot-redact", ["redact", "--help"]),
        ("blot-rules", ["rules", "--help"]),
        ("blot-rules-list", ["rules", "list", "--help"]),
        ("blot-rules-show", ["rules", "show", "--help"]),
        ("blot-baseline-create", ["baseline", "create", "--help"]),
        ("blot-baseline-prune", ["baseline", "prune", "--help"]),
        ("blot-rules-check", ["rules", "check", "--help"]),
    ]

    @Test(arguments: pages.indices)
    func `help is as recorded`(index: Int) throws {
        let (name, arguments) = Self.pages[index]
        let outcome = try Command.run(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/\(name).txt")
        if ProcessInfo.processInfo.environment["BLOT_RECORD"] != nil {
            try Data(outcome.output).write(to: golden)
            Issue.record("recorded \(golden.lastPathComponent); look at what changed")
            return
        }
        let recorded = try String(contentsOf: golden, encoding: .utf8)
        #expect(outcome.text == recorded, "BLOT_RECORD=1 swift test --filter HelpTests records it")
    }

    @Test func `the version is a number and nothing else`() throws {
        let outcome = try Command.run(["--version"])
        #expect(outcome.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
}
