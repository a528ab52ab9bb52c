import TestSupport
import Testing

@testable import LeakDetection

@Suite struct JSONScannerTests {
    /// The members as `name=value`; nil if the object is damaged.
    private func members(_ text: String) -> [String]? {
        text.withBytes { bytes in
            guard var members = JSONMembers(bytes, in: 0..<bytes.count) else { return nil }
            var found: [String] = []
            while true {
                switch members.next() {
                case .member(let member):
                    found.append(bytes.string(member.name) + "=" + bytes.string(member.value))
                case .end: return found
                case .damaged: return nil
                }
            }
        }
    }

    @Test(
        arguments: [
            ("{}", []), (" { } ", nil), ("{ } \r", []), (#"{"a":1}"#, ["a=1"]),
            (
                #"{"a" : "x\"}" , "b":[1,{"c":"]"}],"d":{"e":[]},"f":null,"g":-1.5e+3}"#,
                [#"a="x\"}""#, #"b=[1,{"c":"]"}]"#, #"d={"e":[]}"#, "f=null", "g=-1.5e+3"]
            ),
            (#"{"a":"\\"}"#, [#"a="\\""#]), (#"{"a\"":true}"#, [#"a\"=true"#]),
        ] as [(String, [String]?)])
    func `the members of an object`(text: String, expected: [String]?) {
        #expect(members(text) == expected)
    }

    @Test(arguments: [
        "", "[]", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1"#, #"{"a":"x}"#, #"{"a":"x\"}"#, "{a:1}",
        #"{"a":1 "b":2}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{"a":[}]}"#, #"{"a":[1,2}"#, #"{"a":1}x"#,
        #"{"a":nil}"#, #"{"a":[$]}"#,
        #"{"a":"# + String(repeating: "[", count: 65)
            + String(repeating: "]", count: 65) + "}",
    ])
    func `what is damaged is no object`(text: String) {
        #expect(members(text) == nil)
    }

    @Test(arguments: [
        (#"a\"b\\c\/\b\f\n\r\t"#, "a\"b\\c/\u{8}\u{C}\n\r\t"), (#"\u0041\u00e9\u20AC"#, "Aé€"),
        (#"\ud83d\ude00"#, "😀"), (#"\ud83d"#, "\u{FFFD}"), (#"\ude00x"#, "\u{FFFD}x"),
        (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\q\u12"#, #"\q\u12"#), (#"\u12xy"#, #"\u12xy"#),
        ("x\\", "x\\"), ("é", "é"),
    ])
    func `a string as it is meant`(written: String, meant: String) {
        var text = DecodedText()
        written.withBytes { text.putJSONString(0..<$0.count, of: $0) }
        #expect(String(decoding: text.bytes, as: UTF8.self) == meant)
    }
}
