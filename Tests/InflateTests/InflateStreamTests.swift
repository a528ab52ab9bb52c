import Inflate
import Testing

@Suite struct InflateStreamTests {
    /// `gzip -n` of "hello, hello, hello\n".
    private let hello: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9,
        0xD7, 0x51, 0xC8, 0x40, 0xA2, 0xB8, 0x00, 0xE7, 0x42, 0x6E, 0x52, 0x14, 0x00, 0x00, 0x00,
    ]

    private let text = "hello, hello, hello\n"

    /// What comes out of bytes that arrive in pieces, and what is left of them.
    private func inflate(
        _ data: [UInt8], step: Int
    ) -> (text: String, error: InflateStream.Damage?, unused: [UInt8]) {
        var at = 0
        let stream = InflateStream { buffer in
            let piece = data[at..<min(data.count, at + step)]
            buffer.copyBytes(from: piece)
            at += piece.count
            return piece.count
        }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 3)
        var damage: InflateStream.Damage?
        do {
            while true {
                let count = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
                if count == 0 { break }
                output += buffer[..<count]
            }
        } catch {
            damage = error as? InflateStream.Damage
        }
        return (
            String(decoding: output, as: UTF8.self), damage, stream.unusedInput() + data[at...]
        )
    }

    @Test(arguments: [1, 2, 7, 1000])
    func `members that are joined are one`(step: Int) {
        let output = inflate(hello + hello, step: step)
        #expect(output.text == text + text)
        #expect(output.error == nil)
        #expect(output.unused.isEmpty)
    }

    @Test(arguments: [1, 5, 1000])
    func `what stands behind is left`(step: Int) {
        let output = inflate(hello + "no gzip".utf8, step: step)
        #expect(output.text == text)
        #expect(output.error == nil)
        #expect(output.unused == Array("no gzip".utf8))
    }

    @Test(arguments: [1, 1000])
    func `what is cut gives what stands before the cut`(step: Int) {
        #expect(inflate(Array(hello.dropLast(3)), step: step).text == text)
        #expect(inflate(Array(hello.dropLast(3)), step: step).error == .truncated)
        #expect(inflate(Array(hello.prefix(5)), step: step).error == .truncated)
    }

    @Test func `a wrong checksum is seen once everything is out`() {
        var data = hello
        data[23] ^= 1
        let output = inflate(data, step: 1000)
        #expect(output.text == text)
        #expect(output.error == .damaged)
    }
}
