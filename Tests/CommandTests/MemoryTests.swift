import Foundation
import Testing

/// Peak memory does not depend on the length of the input, of a line, or the number of findings.
///
/// Short by default; `BLOT_LONG=1` sends 3 GB, and a line of 1 GB.
@Suite(.serialized) struct MemoryTests {
    private static let isLong = ProcessInfo.processInfo.environment["BLOT_LONG"] != nil
    private static let megabyte = 1_000_000
    /// KiB: the contract's 64 MiB.
    private static let most = 64 << 10

    /// Sends `text` over and over, at least so many bytes.
    ///
    /// - Returns: The peak memory in KiB.
    private func peak(
        _ arguments: [String], text: String, bytes: Int
    ) throws -> (memory: Int, status: Int32) {
        let command = try Command(arguments, output: .file("/dev/null"))
        let piece = Array(
            repeatElement(Array(text.utf8), count: 65_536 / text.utf8.count + 1).joined())
        for _ in 0..<(bytes / piece.count) { try command.send(piece) }
        let deadline = Date(timeIntervalSinceNow: 60)
        while !command.hasReadAll(), Date() < deadline { usleep(1000) }
        // The last bytes were read; what they need is little beside what all needed.
        let memory = try command.peakMemory()
        return (memory, try command.finish().status)
    }

    @Test func `a long stream stays within its memory`() throws {
        let (memory, status) = try peak(
            [], text: "2025-03-11T06:12:40Z app | request 17 took 12 ms, token expired\n",
            bytes: (Self.isLong ? 3000 : 100) * Self.megabyte)
        #expect(status == 0)
        #expect(memory < Self.most, "\(memory) KiB")
    }

    @Test func `a line without end stays within its memory`() throws {
        let (memory, status) = try peak(
            [], text: "all work and no play makes Jack a dull boy, and the token is gone; ",
            bytes: (Self.isLong ? 1000 : 30) * Self.megabyte)
        #expect(status == 0)
        #expect(memory < Self.most, "\(memory) KiB")
    }

    @Test func `one word without end stays within its memory`() throws {
        let (memory, status) = try peak(
            [], text: "abcdefghijklmnop", bytes: (Self.isLong ? 1000 : 50) * Self.megabyte)
        #expect(status == 0)
        #expect(memory < Self.most, "\(memory) KiB")
    }

    @Test func `many findings stay within its memory`() throws {
        let lines = "GET /?token=\(Sample.token)\nuse \(Sample.otherToken)\n"
        let (memory, status) = try peak(
            ["-q", "--report", "json=/dev/null", "--report", "text=/dev/null"], text: lines,
            bytes: (Self.isLong ? 100 : 1) * Self.megabyte)
        #expect(status == 0)
        #expect(memory < Self.most, "\(memory) KiB")
    }

    @Test func `many different secrets stay within its memory`() throws {
        let command = try Command(["-q"], output: .file("/dev/null"))
        for number in 0..<(Self.isLong ? 200_000 : 5000) {
            let name = String(number, radix: 36)
            try command.send("postgres://app:Wq9\(name)zR7xLm2\(name)@db.internal/main\n")
        }
        let memory = try command.peakMemory()
        #expect(try command.finish().status == 0)
        #expect(memory < Self.most, "\(memory) KiB")
    }
}
