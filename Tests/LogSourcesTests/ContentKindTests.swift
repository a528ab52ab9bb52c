import LogSources
import Testing

@Suite struct ContentKindTests {
    private func kind(_ bytes: [UInt8]) -> ContentKind {
        bytes.withUnsafeBytes { ContentKind($0) }
    }

    @Test func `text, whatever its encoding`() {
        #expect(kind(Array("a line\n".utf8)) == .text)
        #expect(kind([]) == .text)
        #expect(kind([0xFF, 0xE9, 0x0A]) == .text)
        #expect(kind("a line\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == .text)
    }

    @Test func `fields that end in a zero byte, and a log that was truncated`() {
        #expect(kind(Array("PATH=/bin\0HOME=/rööt\0".utf8)) == .text)
        #expect(kind(Array("PATH=/bin\0HOME=/rö".utf8).dropLast()) == .text)
        #expect(kind([UInt8](repeating: 0, count: 4096) + "line\n".utf8) == .text)
    }

    @Test func `formats of logs with zero bytes`() {
        let size = [UInt8](arrayLiteral: 3, 0, 0, 0, 0, 0, 0, 0)
        #expect(
            kind(Array("__CURSOR=s=1\nMESSAGE\n".utf8) + size + [1, 2, 3, 0x0A]) == .text)
        // A frame of a multiplexed stream: stdout, six bytes.
        #expect(kind([1, 0, 0, 0, 0, 0, 0, 6] + "hello\n".utf8) == .text)
    }

    @Test func `a program and a picture are binary`() {
        #expect(
            kind([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0]) == .binary)
        #expect(kind([0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A, 0, 0, 0, 0x0D]) == .binary)
    }

    @Test func `a file of the journal`() {
        #expect(kind(Array("LPKSHHRH".utf8) + [0, 0, 1]) == .journal)
    }
}
