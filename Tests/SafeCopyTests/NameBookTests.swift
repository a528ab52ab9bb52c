import LeakDetection
import TestSupport
import Testing

@testable import SafeCopy

@Suite struct NameBookTests {
    private let book = NameBook(
        NameRedactor(Detector(ToyRules.all), options: ScanOptions()))
    private let secret = "tok_Ab3dEf6hIj9l"
    private let other = "tok_Zb3dEf6hIj9l"
    private let label = "[REDACTED:toy.token]"

    private func redacted(_ path: String) -> String {
        String(decoding: book.redacted(Array(path.utf8)), as: UTF8.self)
    }

    private func redacted(target: String, in directory: String?) -> String {
        String(
            decoding: book.redacted(
                target: Array(target.utf8), in: directory.map { Array($0.utf8) }), as: UTF8.self)
    }

    @Test func `names without secrets stay, whatever their form`() {
        for path in ["a/b.log", "/a//b/", "./a", "../a", "", "/"] {
            #expect(redacted(path) == path)
        }
        #expect(book.redacted([0xFF, 0x2F, 0xFE]) == [0xFF, 0x2F, 0xFE])
    }

    @Test func `each component by itself`() {
        #expect(redacted("a/x-\(secret).log/b") == "a/x-\(label).log/b")
        #expect(redacted("/\(secret)/") == "/\(label)/")
    }

    @Test func `no two get one name, and one gets one name`() {
        #expect(redacted("d/\(secret)/a") == "d/\(label)/a")
        #expect(redacted("d/\(other)/a") == "d/\(label)~2/a")
        #expect(redacted("d/\(secret)/b") == "d/\(label)/b")
        #expect(redacted("e/\(other)") == "e/\(label)")
        #expect(redacted("d/\(label)") == "d/\(label)~3")
    }

    @Test func `a name that stays is nobody else's`() {
        #expect(redacted("d/\(label)/x") == "d/\(label)/x")
        #expect(redacted("d/\(secret)/x") == "d/\(label)~2/x")
        #expect(redacted("e/\(secret)") == "e/\(label)")
    }

    @Test func `a name that comes later is known where the source can be asked`() {
        book.isInSource = { $0 == Array("d/[REDACTED:toy.token]".utf8) }
        #expect(redacted("d/\(secret)") == "d/\(label)~2")
        #expect(redacted("d/\(label)") == "d/\(label)")
        #expect(redacted("e/\(secret)") == "e/\(label)")
    }

    @Test func `no name is longer than a file system takes`() {
        let long = String(repeating: "x", count: 240)
        #expect(redacted("\(secret) \(long)").utf8.count == 255)
        #expect(redacted("\(other) \(long)").utf8.count == 255)
        #expect(redacted("\(other) \(long)").hasSuffix("~2"))
    }

    @Test func `links lead to the new names`() {
        #expect(redacted("d/\(secret)") == "d/\(label)")
        #expect(redacted("d/\(other)") == "d/\(label)~2")
        #expect(redacted(target: other, in: "d") == "\(label)~2")
        #expect(redacted(target: "d/\(other)", in: "") == "d/\(label)~2")
        #expect(redacted(target: "d/\(other)", in: nil) == "d/\(label)~2")
        #expect(redacted(target: "../\(other)", in: "d") == "../\(label)")
        #expect(redacted(target: "/\(other)/x", in: "d") == "/\(label)/x")
        #expect(redacted(target: "a/b", in: "d") == "a/b")
    }
}
