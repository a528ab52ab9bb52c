import Glibc
import LogSources
import Testing

@Suite struct WriteBufferTests {
    @Test func `small pieces are gathered until they are flushed`() throws {
        let pipe = TestPipe(isBlocking: false)
        let buffer = WriteBuffer(to: pipe.writeEnd)
        for piece in ["one ", "", "two ", "three"] {
            Array(piece.utf8).withUnsafeBytes(buffer.append)
        }
        var request = pollfd(fd: pipe.readEnd.number, events: Int16(POLLIN), revents: 0)
        #expect(poll(&request, 1, 0) == 0)
        buffer.flush()
        #expect(try pipe.read() == Array("one two three".utf8))
        buffer.flush()
        #expect(poll(&request, 1, 0) == 0)
        #expect(buffer.error == nil)
    }

    @Test func `order is kept between long pieces and short ones`() throws {
        let counts = [5, 20_000, 3, 16_383, 16_384, 60_000, 0, 1, 65_536, 7]
        let pieces = counts.enumerated().map { Array(repeating: UInt8($0), count: $1) }
        #expect(try written(pieces) == pieces.flatMap(\.self))
    }

    @Test func `more small pieces than the buffer holds are all written`() throws {
        let pieces = (0..<300).map { Array(repeating: UInt8(truncatingIfNeeded: $0), count: 999) }
        #expect(try written(pieces) == pieces.flatMap(\.self))
    }

    /// What is in a file after the pieces were appended to a buffer.
    private func written(_ pieces: [[UInt8]]) throws -> [UInt8] {
        try withTestFile { path in
            let target = try Descriptor.writing(path)
            let buffer = WriteBuffer(to: target)
            for piece in pieces { piece.withUnsafeBytes(buffer.append) }
            buffer.flush()
            target.shut()
            #expect(buffer.error == nil)
            return try contents(ofFile: path)
        }
    }

    @Test func `after an error everything is dropped, and the first error is kept`() {
        let buffer = WriteBuffer(to: Descriptor(number: -1, name: "nowhere"))
        #expect(buffer.error == nil)
        [1, 2, 3].withUnsafeBytes(buffer.append)
        #expect(buffer.error == nil)
        buffer.flush()
        #expect(buffer.error.map { "\($0)" } == "nowhere: cannot write: Bad file descriptor")
        Array(repeating: UInt8(1), count: 100_000).withUnsafeBytes(buffer.append)
        buffer.flush()
        #expect(buffer.error?.code == EBADF)
    }

    @Test func `a reader that is gone is an error, not the end of the process`() {
        // Whoever runs the tests may have SIGPIPE at its default.
        signal(SIGPIPE, SIG_IGN)
        let pipe = TestPipe()
        pipe.closeReadEnd()
        let buffer = WriteBuffer(to: pipe.writeEnd)
        [1].withUnsafeBytes(buffer.append)
        buffer.flush()
        #expect(buffer.error?.code == EPIPE)
    }
}
