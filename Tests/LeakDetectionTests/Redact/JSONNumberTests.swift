import LeakRules
import Testing

@testable import LeakDetection

@Suite struct JSONNumberTests {
    /// The quotes that the marked stretch needs.
    private func quotes(_ marked: String) throws -> String {
        let example = try RuleExample(marked: marked)
        let secret = try #require(example.secrets.first)
        return example.text.withUnsafeBytes {
            String(decoding: JSONNumber.quotes(around: secret, in: $0), as: UTF8.self)
        }
    }

    @Test(arguments: [
        ("{\"pin\":«1234»}", "\""), ("{\"pin\" : «1234»,", "\""), ("\"pin\":\t«-12.5»", "\""),
        (#"{\"pin\":«1234»}"#, #"\""#), (#"{\\\"pin\\\": «1234»}"#, #"\\\""#),
    ])
    func `a bare number behind a name in quotes gets the quotes of the name`(
        marked: String, expected: String
    ) throws {
        #expect(try quotes(marked) == expected)
    }

    @Test(arguments: [
        "{\"pin\":\"«1234»\"}", "{\"pin\":«12a4»}", "pin:«1234»", "pin=«1234»", "«1234»", ":«1234»",
        "{'pin':«1234»}", "\"pin\" «1234»", "\"a\":[«1234»]", " :«1»",
    ])
    func `anything else gets none`(marked: String) throws {
        #expect(try quotes(marked) == "")
    }
}
