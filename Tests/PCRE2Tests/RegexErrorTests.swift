import PCRE2
import Testing

@Suite struct RegexErrorTests {
    @Test(arguments: [
        (114, "missing closing parenthesis"), (122, "unmatched closing parenthesis"),
        (-47, "match limit exceeded"), (-46, "JIT stack limit reached"),
    ])
    func `the description is PCRE2's own sentence`(code: Int32, sentence: String) {
        #expect("\(RegexError(code: code))" == sentence)
    }

    @Test func `a code that PCRE2 does not know is printed as a number`() {
        #expect("\(RegexError(code: 9999))" == "PCRE2 error 9999")
    }
}
