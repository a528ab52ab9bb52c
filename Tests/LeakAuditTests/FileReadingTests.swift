import LogSources
import TestSupport
import Testing

@testable import LeakAudit

/// Files that change while they are read.
@Suite struct FileReadingTests {
    /// Bytes of the file: more than is read ahead.
    private static let size = 40_000

    /// Reads a file; `script` runs when its beginning was looked at.
    private func read(_ script: String) throws -> (bytes: Int, change: String?) {
        let bench = try Workbench()
        try bench.write(repeatElement(UInt8(ascii: "x"), count: Self.size), to: "x.log")
        var file: WalkedFile?
        Walk.run([BytePath(bench.path)]) { item in
            if case .log(let files) = item { file = files[0] }
            return true
        }
        let walked = try #require(file)
        let descriptor = try walked.open()
        defer { descriptor.shut() }
        let reading = FileReading(walked, descriptor, hash: nil) { _ in }
        let unpacker = Unpacker { _ in }
        var bytes = 0
        try unpacker.forEachStream(of: reading.source) { stream in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 500, alignment: 8)
            defer { buffer.deallocate() }
            try bench.run(script)
            while case let count = stream.read(into: buffer), count > 0 { bytes += count }
        }
        reading.finish()
        return (bytes, reading.change)
    }

    @Test func `nothing happens`() throws {
        let result = try read(":")
        #expect(result.bytes == Self.size)
        #expect(result.change == nil)
    }

    @Test func `a log grows`() throws {
        let result = try read("echo more >> x.log")
        #expect(result.bytes == Self.size)
        #expect(result.change == "grew while it was read: its first 40000 bytes were scanned")
    }

    @Test func `a file is truncated`() throws {
        let result = try read("truncate -s 4 x.log")
        // What was read before is scanned.
        #expect(result.bytes < Self.size)
        #expect(
            result.change
                == "shrank while it was read: its first \(result.bytes) bytes were scanned")
    }
}
