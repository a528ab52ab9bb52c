import TestSupport
import Testing

@testable import LeakDetection

@Suite struct PowerShellHistoryTests {
    @Test(arguments: [
        ("ls\n", "ls"), ("ls\r\n", "ls"), ("ls", "ls"), ("", nil),
        ("@{`\nA = 1`\n}\n", "@{\nA = 1\n}"),
        ("curl ```\n  -Body x\n", "curl `` -Body x"),
        ("curl ``\n  -Body x\n", "curl -Body x"),
        ("curl ``\r\n  -Body x\r\n", "curl -Body x"),
        ("curl``\n-Body x\n", "curl -Body x"),
        ("curl `\n  -Body x\n", "curl -Body x"),
        ("'hunter22' |`\n  ConvertTo-SecureString\n", "'hunter22' | ConvertTo-SecureString"),
        ("cut`\n", "cut"), ("cut`", "cut`"),
    ])
    func `a command is one text`(entry: String, text: String?) {
        let records = read(entry, with: PowerShellHistoryReader())
        #expect(records.map(\.texts) == (text.map { [[$0]] } ?? []))
        #expect(records.last?.range.upperBound ?? 0 == entry.utf8.count)
    }

    @Test func `the line endings survive a redaction`() {
        #expect(
            redacting(
                "-Token hunter22", in: "curl ``\r\n  -Token hunter22\r\nls\r\n",
                with: PowerShellHistoryReader()) == "curl ``\r\n  [R]\r\nls\r\n")
        #expect(
            redacting(
                "curl -Token hunter22", in: "curl``\n  -Token hunter22\n",
                with: PowerShellHistoryReader()) == "[R]``\n  \n")
    }
}
