import LeakRules
import Testing

@Suite struct RuleTests {
    @Test func `severities and specificities are ordered from harmless to grave`() {
        #expect(Severity.allCases == [.info, .low, .medium, .high, .critical])
        #expect(Severity.allCases.shuffled().sorted() == Severity.allCases)
        #expect(Specificity.allCases.shuffled().sorted() == [.generic, .contextual, .exact])
    }

    @Test func `categories are called what the contract calls them`() {
        #expect(
            Set(Category.allCases.map(\.rawValue)) == [
                "password", "token", "private-key", "key-file-path", "endpoint",
                "connection-string", "cookie", "cloud-credential", "generic",
            ])
    }

    @Test func `a problem is printed so that an editor can jump to it`() {
        let problem = RuleProblem(file: "a/b.yml", line: 3, column: 7, message: "no id")
        #expect("\(problem)" == "a/b.yml:3:7: error: no id")
    }
}
