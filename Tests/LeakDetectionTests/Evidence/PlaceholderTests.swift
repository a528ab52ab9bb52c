import TestSupport
import Testing

@testable import LeakDetection

@Suite struct PlaceholderTests {
    private func kind(_ value: String, isExact: Bool = false) -> String? {
        value.withBytes { Placeholder.kind(of: $0, isExact: isExact) }
    }

    @Test(arguments: [
        "", "****", "********", "xxxxxxxx", "aaaa", "------", "ab****", "a***b", "……",
        "•••••",
        "●●●●", "prefix_xxxxxxxxxxxx", "****1234", "****'and-more",
    ])
    func `a masked value is a placeholder, in every rule`(value: String) {
        #expect(kind(value) != nil)
        #expect(kind(value, isExact: true) != nil)
    }

    @Test(arguments: [
        "<password>", "[password]", "{password}", "(secret)", "${password}", "$(cat file)",
        "$password",
        "$1", "%s", "%password%", "%(password)s", "{{ password }}", "{% secret %}", "#{secret}",
        "<%= x %>",
        "process.env.token", "os.environ['x']", "getenv(\"x\")", "a${b}c", "${{ secrets.token }}",
        "secrets.token", "get_password()", "config.get(x)",
    ])
    func `a reference is a placeholder`(value: String) {
        #expect(kind(value) != nil)
    }

    @Test(arguments: [
        "null", "none", "nil", "undefined", "true", "false", "(null)", "string", "redacted",
        "removed",
        "n/a", "hidden", "empty", "your_password_here", "insert_token", "replace_me", "example",
        "my-example-key", "placeholder", "[filtered]", "xxxx-xxxx", "dummy_key", "todo",
    ])
    func `a word for no value is a placeholder`(value: String) {
        #expect(kind(value) != nil)
    }

    @Test(arguments: [
        "hunter22", "changeme", "admin", "password", "123456", "correct horse battery staple",
        "p@ss!w0rd", "$ecret!x", "$2y$10$abcdefghijklmnopqrstuv", "100%sure", "pa(ss", "aaab",
        "a**b", "{not", "s3cr3t)", "0x7f", "letmein", "qwerty", "root", "nullify9",
    ])
    func `what people use as passwords is none`(value: String) {
        #expect(kind(value) == nil)
    }

    @Test(arguments: ["tok_null", "sk_test_dummy9", "ghp_your_x", "akia${x}", "tok_<x>"])
    func `a token of an issuer may hold any word`(value: String) {
        #expect(kind(value, isExact: true) == nil)
    }

    @Test func `a token of an issuer that ends with EXAMPLE is documentation`() {
        #expect(kind("akiaiosfodnn7" + "example", isExact: true) != nil)
        #expect(kind("akiaexample" + "iosfodnn7", isExact: true) == nil)
    }
}
