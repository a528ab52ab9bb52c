import LeakRules
import TestSupport
import Testing

@Suite struct IssuerContextTests {
    @Test(arguments: [
        ("hex:32", 32...32), ("alnum:20-64", 20...64), ("uuid", 36...36), ("digits:1", 1...1),
        ("base64url:8-8", 8...8),
    ])
    func `a shape is an alphabet and a number of characters`(
        text: String, length: ClosedRange<Int>
    ) throws {
        let shape = try #require(ValueShape(text))
        #expect(shape.length == length)
        #expect(ValueShape(shape.text) == shape)
    }

    @Test(arguments: [
        "", "hex", "hex:", "hex:0", "hex:-1", "hex:a", "hex:9-8", "hex:8-", "hex:-8", "hex:8-x",
        "hex:8-9-10", "hex:8:9", "hexa:8", "uuid:36", "HEX:8", " hex:8",
    ])
    func `what is no shape is nothing`(text: String) {
        #expect(ValueShape(text) == nil)
    }

    @Test(arguments: [
        ("hex:4", ["01aF", "ffff"], ["01a", "01aFF", "01ag", ""]),
        ("hexupper:4", ["01AF"], ["01aF"]),
        ("alnum:2-3", ["aZ", "aZ9"], ["a", "aZ9x", "a-b", "é"]),
        ("base62:2", ["zZ"], ["z_"]), ("loweralnum:2", ["a9"], ["A9"]),
        ("upperalnum:2", ["A9"], ["a9"]), ("lower:2", ["ab"], ["a9"]), ("digits:2", ["09"], ["0a"]),
        ("base64:4", ["a+/="], ["a-_="]), ("base64url:4", ["a-_9"], ["a+/9"]),
        ("word:4", ["a-_Z"], ["a.bc"]),
        (
            "uuid",
            ["550e8400-e29b-41d4-a716-446655440000", "550E8400-E29B-41D4-A716-446655440000"],
            ["550e8400e29b41d4a716446655440000abcd", "550e8400-e29b-41d4-a716-44665544000g"]
        ),
    ])
    func `a value has a shape or not`(text: String, values: [String], others: [String]) throws {
        let shape = try #require(ValueShape(text))
        for value in values { #expect(value.withBytes(shape.matches), "\(value)") }
        for value in others { #expect(!value.withBytes(shape.matches), "\(value)") }
    }
}
