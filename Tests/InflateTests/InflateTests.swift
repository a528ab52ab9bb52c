import Inflate
import Testing

@Suite struct InflateTests {
    /// `gzip -n` of "hello, hello, hello\n".
    private let hello: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9,
        0xD7, 0x51, 0xC8, 0x40, 0xA2, 0xB8, 0x00, 0xE7, 0x42, 0x6E, 0x52, 0x14, 0x00, 0x00, 0x00,
    ]

    private func inflate(_ data: [UInt8], limit: Int = 1 << 20) -> (String, isCut: Bool)? {
        data.withUnsafeBytes { Inflate.gzip($0, limit: limit) }
            .map { (String(decoding: $0.bytes, as: UTF8.self), $0.isCut) }
    }

    @Test func `a whole file`() throws {
        let output = try #require(inflate(hello))
        #expect(output == ("hello, hello, hello\n", false))
    }

    @Test func `a file that is cut gives what there is`() throws {
        let output = try #require(inflate(Array(hello.prefix(20))))
        #expect(output.0.hasPrefix("hello,"))
        #expect(!output.isCut)
    }

    @Test func `no more than the limit`() throws {
        #expect(try #require(inflate(hello, limit: 7)) == ("hello, ", true))
        #expect(try #require(inflate(hello, limit: 20)) == ("hello, hello, hello\n", false))
    }

    @Test func `what is no gzip`() {
        #expect(inflate([]) == nil)
        #expect(inflate(Array("hello".utf8)) == nil)
        #expect(inflate([0x1F, 0x8B, 0x08]) == nil)
    }
}
