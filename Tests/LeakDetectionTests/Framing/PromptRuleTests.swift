import TestSupport
import Testing

@testable import LeakDetection

@Suite struct PromptRuleTests {
    /// What of the line may be shown.
    private func shown(_ line: String, match: Int? = nil, candidate: Int? = nil) -> String {
        let length = line.withBytes {
            PromptRule.safeLength(of: $0, firstMatch: match, firstCandidate: candidate)
        }
        return String(decoding: Array(line.utf8).prefix(length), as: UTF8.self)
    }

    @Test(arguments: [
        "Password: ", "Are you sure? ", "> ", "$ ", "user@host:~$ ", "root@host # ", "mysql> ",
        "[sudo] password for bob: ", "Continue [y/N] ", "Continue (yes/no)? ", ">>> ", "Loading...",
        "Username:", "", "   ", "please wait.", "Progress\r",
    ])
    func `a prompt is shown`(line: String) {
        #expect(shown(line) == line)
    }

    @Test func `a prompt with a rule's literal in it is shown`() {
        #expect(shown("Enter password: ", candidate: 6) == "Enter password: ")
    }

    @Test(arguments: [
        ("token=abc", ""), ("the token is abc", "the token is "), ("GET /x?key=1", "GET "),
        ("hello wor", "hello "), ("2026-11-24 hello ", ""), ("hello k3y ", "hello "),
    ])
    func `what could become a secret is held back from its first word on`(
        line: String, expected: String
    ) {
        let visible = shown(line)
        #expect(line.hasPrefix(visible))
        #expect(visible.utf8.count <= expected.utf8.count, "\(visible)")
    }

    @Test func `nothing is shown from the word of a match on`() {
        #expect(shown("use a=tok_x now? ", match: 6) == "use ")
        #expect(shown("tok_x: ", match: 0) == "")
    }

    @Test func `nothing is shown from the word of a rule's literal on`() {
        #expect(shown("plain words then secretword and", candidate: 17) == "plain words then ")
        #expect(shown("plain words xsecretword and", candidate: 13) == "plain words ")
    }

    @Test func `a line that ends like a prompt inside a quote is no prompt`() {
        #expect(shown("{\"msg\": \"enter: ", candidate: nil) != "{\"msg\": \"enter: ")
    }

    @Test func `what is shown ends where a word begins`() {
        let line = "some words and more of them"
        for end in 1...line.utf8.count {
            let part = String(decoding: Array(line.utf8).prefix(end), as: UTF8.self)
            let visible = shown(part)
            #expect(part.hasPrefix(visible))
            #expect(visible.isEmpty || visible.hasSuffix(" ") || visible == part)
        }
    }
}
