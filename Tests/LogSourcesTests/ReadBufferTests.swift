import LogSources
import Testing

@Suite struct ReadBufferTests {
    @Test func `it holds what was read until it is consumed`() throws {
        let pipe = TestPipe()
        let buffer = ReadBuffer(remainder: 100)
        #expect(buffer.bytes.isEmpty)
        try pipe.write("hello ")
        #expect(try buffer.fill(from: pipe.readEnd) == 6)
        try pipe.write("world")
        #expect(try buffer.fill(from: pipe.readEnd) == 5)
        #expect(Array(buffer.bytes) == Array("hello world".utf8))
        buffer.consume(6)
        #expect(Array(buffer.bytes) == Array("world".utf8))
        buffer.consume(0)
        buffer.consume(5)
        #expect(buffer.bytes.isEmpty)
        pipe.closeWriteEnd()
        #expect(try buffer.fill(from: pipe.readEnd) == 0)
        #expect(buffer.bytes.isEmpty)
    }

    @Test(arguments: [1, 7, 4096, 65_536])
    func `what stays unconsumed comes before what is read next`(remainder: Int) throws {
        let pipe = TestPipe()
        let buffer = ReadBuffer(remainder: remainder)
        var next: UInt8 = 0
        var expected: UInt8 = 0
        var received = 0
        // Several times as much as the buffer holds.
        while received < 4 * ReadBuffer.readBytes {
            let piece = (0..<50_021).map { UInt8(truncatingIfNeeded: Int(next) + $0) }
            next &+= UInt8(truncatingIfNeeded: piece.count)
            try pipe.write(piece)
            #expect(try buffer.fill(from: pipe.readEnd) == piece.count)
            let consumed = max(0, buffer.bytes.count - remainder)
            let inOrder = buffer.bytes.prefix(consumed).allSatisfy { byte in
                defer { expected &+= 1 }
                return byte == expected
            }
            #expect(inOrder)
            buffer.consume(consumed)
            #expect(buffer.bytes.count == min(remainder, received + piece.count))
            received += piece.count
            if !inOrder { return }
        }
    }

    @Test func `a failed read changes nothing`() throws {
        let pipe = TestPipe()
        let buffer = ReadBuffer(remainder: 10)
        try pipe.write("abc")
        _ = try buffer.fill(from: pipe.readEnd)
        #expect(throws: SourceError.self) {
            try buffer.fill(from: Descriptor(number: -1, name: "nothing"))
        }
        #expect(Array(buffer.bytes) == Array("abc".utf8))
    }
}
