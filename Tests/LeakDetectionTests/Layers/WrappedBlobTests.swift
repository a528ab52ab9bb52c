import Testing

@testable import LeakDetection

@Suite struct WrappedBlobTests {
    private let text = (1...12).map { "key_\($0)=value number \($0);" }.joined()

    @Test(arguments: [64, 76, 75, 41, 50], [0, 1, 2])
    func `lines are joined, and what is between them stays`(width: Int, tail: Int) {
        let text = self.text + String(repeating: "z", count: tail)
        let code = Array(text.utf8).base64
        for between in [
            "\n", "\r\n", "\napi-1  | ", "\n2024-01-01T10:00:00Z ", "\\n", "\\r\\n", "\\\n",
        ] {
            for (before, after) in [("a ", ""), ("a=", "\nend of it"), ("\"", "\"")] {
                let source =
                    before + Encoders.wrap(code, at: width, between: between).string + after
                let peeling = Peeling(source, limit: 1)
                #expect(peeling.text == before + text + after, "\(source)")
                guard peeling.levels.count == 1 else { continue }

                // Each byte's source is inside, and no redaction swallows what is between.
                let map = peeling.levels[0].text.map
                for index in peeling.bytes.indices {
                    let range = map.source(of: index..<index + 1)
                    #expect(!range.isEmpty && range.upperBound <= source.utf8.count)
                }
                let rewritten = peeling.replacing("value number 5;key_6=value", with: "[R]")
                let lines = rewritten.dropFirst(before.count).dropLast(after.count).replacing(
                    between, with: "")
                let decoded = Base64.decode(lines.utf8)?.string.replacing("*", with: "")
                #expect(decoded == text.replacing("value number 5;key_6=value", with: "[R]"))
                #expect(
                    rewritten.ranges(of: between).count == source.ranges(of: between).count)
            }
        }
    }

    @Test func `another line that is no part of it`() {
        let code = Base64.encode(Array(text.utf8.prefix(61)), isURL: false, isPadded: false).string
        let start = String(text.prefix(61))
        #expect(Peeling("\(code)\nall is done", limit: 1).text == "\(start)\nall is done")
        #expect(Peeling("\(code)\n\(code)", limit: 1).text == "\(start)\n\(start)")
        #expect(Peeling("\(code)\n", limit: 1).text == "\(start)\n")
        #expect(Peeling("\(code)\n\n\nx", limit: 1).text == "\(start)\n\n\nx")
    }

    @Test func `hex and gzip over lines`() {
        let hex = Encoders.wrap(Encoders.hex(Array(text.utf8)), at: 60)
        #expect(Peeling(hex, limit: 1).text == text)
        let file = Encoders.wrap(Encoders.gzip(Array(text.utf8)).base64, at: 76, between: "\n| ")
        let peeling = Peeling("a: \(file.string)\nb", limit: 1)
        #expect(peeling.text == "a: \(text)\nb")
        #expect(
            peeling.replacing("number").filter { !"\n| ".contains($0) } == "a:[REDACTED]b")
    }
}
