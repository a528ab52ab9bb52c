import Foundation
import Glibc
import LogSources
import Testing

@Suite struct DescriptorTests {
    @Test func `what is written comes out of the pipe, and then the end`() throws {
        let pipe = TestPipe()
        try pipe.write("hello")
        #expect(try pipe.read(3) == Array("hel".utf8))
        #expect(try pipe.read() == Array("lo".utf8))
        pipe.closeWriteEnd()
        #expect(try pipe.read() == [])
        #expect(try pipe.read() == [])
    }

    @Test func `nothing at all can be written`() throws {
        let pipe = TestPipe()
        try pipe.write("")
        pipe.closeWriteEnd()
        #expect(try pipe.read() == [])
    }

    @Test(arguments: [true, false])
    func `a write to a pipe that is too small is finished by and by`(isBlocking: Bool) throws {
        let pipe = TestPipe(isBlocking: isBlocking)
        let text = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
        let target = pipe.giveAwayWriteEnd()
        // A thread of its own: tasks share threads with the tests that wait for them.
        Thread.detachNewThread {
            text.withUnsafeBytes { try? target.write($0) }
            target.shut()
        }
        #expect(try receive(from: pipe.readEnd) == text)
    }

    @Test func `an error names the file and says what failed`() throws {
        let missing = "/nonexistent/app.log"
        let opening = try #require(throws: SourceError.self) { try Descriptor.reading(missing) }
        #expect(opening.operation == "open" && opening.code == ENOENT)
        #expect("\(opening)" == "/nonexistent/app.log: cannot open: No such file or directory")
        let creating = try #require(throws: SourceError.self) { try Descriptor.writing(missing) }
        #expect("\(creating)" == "/nonexistent/app.log: cannot write: No such file or directory")
        let closed = Descriptor(number: -1, name: "nothing")
        let reading = try #require(throws: SourceError.self) {
            var buffer: [UInt8] = [0]
            return try buffer.withUnsafeMutableBytes { try closed.read(into: $0) }
        }
        #expect("\(reading)" == "nothing: cannot read: Bad file descriptor")
        let writing = try #require(throws: SourceError.self) {
            try [1].withUnsafeBytes { try closed.write($0) }
        }
        #expect("\(writing)" == "nothing: cannot write: Bad file descriptor")
    }

    @Test func `a directory can be opened, and not read`() throws {
        let directory = try Descriptor.reading("/tmp")
        defer { directory.shut() }
        let error = try #require(throws: SourceError.self) {
            var buffer: [UInt8] = [0]
            return try buffer.withUnsafeMutableBytes { try directory.read(into: $0) }
        }
        #expect(error.operation == "read" && error.code == EISDIR)
    }

    @Test func `a file that is written is its owner's alone, and is emptied first`() throws {
        try withTestFile(Array("what was there before".utf8)) { path in
            let again = try Descriptor.writing(path)
            try Array("new".utf8).withUnsafeBytes { try again.write($0) }
            again.shut()
            #expect(try contents(ofFile: path) == Array("new".utf8))
            unlink(path)
            try Descriptor.writing(path).shut()
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func `a symbolic link is not written through`() throws {
        try withTestFile(Array("precious".utf8)) { path in
            let link = path + ".link"
            #expect(symlink(path, link) == 0)
            defer { unlink(link) }
            let error = try #require(throws: SourceError.self) { try Descriptor.writing(link) }
            #expect(error.code == ELOOP)
            #expect(try contents(ofFile: path) == Array("precious".utf8))
        }
    }

    @Test func `a pipe is no terminal, and may be enlarged or refuse`() throws {
        let pipe = TestPipe()
        #expect(!pipe.readEnd.isTerminal)
        pipe.writeEnd.enlargePipe(to: 1 << 17)
        #expect(fcntl(pipe.writeEnd.number, 1032 /* F_GETPIPE_SZ */) == 1 << 17)
        pipe.writeEnd.enlargePipe(to: .max)
        try withTestFile { path in
            let plain = try Descriptor.reading(path)
            plain.enlargePipe(to: 1 << 17)
            plain.shut()
        }
    }

    @Test func `a wait ends with input, a pause or a signal, the signal first`() throws {
        let input = TestPipe()
        let signal = TestPipe()
        func wait(_ milliseconds: Int32?) -> Readiness {
            input.readEnd.wait(interrupt: signal.readEnd.number, milliseconds: milliseconds)
        }
        #expect(wait(0) == .idle)
        try input.write("x")
        #expect(wait(0) == .readable)
        #expect(wait(nil) == .readable)
        try signal.write("s")
        #expect(wait(0) == .interrupted)
        #expect(wait(nil) == .interrupted)
    }

    @Test func `the end of input ends a wait`() {
        let input = TestPipe()
        let signal = TestPipe()
        input.closeWriteEnd()
        #expect(
            input.readEnd.wait(interrupt: signal.readEnd.number, milliseconds: nil) == .readable)
    }

    /// Everything until the end.
    private func receive(from source: Descriptor) throws -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 7777)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { return result }
            result += buffer[..<count]
        }
    }
}
