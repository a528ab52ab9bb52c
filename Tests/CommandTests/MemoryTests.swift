import Foundation
import Testing

/// Peak memory does not depend on the length of the input, of a line, or the number of findings.
///
/// Short by default, for a build without optimisation; `BLOT_LONG=1` sends 3 GB, and a line of 1
/// GB.
@Suite(.serialized) struct MemoryTests {
    private static let isLong = ProcessInfo.processInfo.environment["BLOT_LONG"] != nil
    /// KiB: the contract's 64 MiB.
    private static let most = 64 << 10
    /// KiB by which the peak may grow once the first eighth of the input is through: what a few
    /// buffers take.
    private static let growth = 4 << 10

    /// Sends pieces, and looks at the peak memory after the first eighth of them and at the end.
    private func expectBounded(
        _ arguments: [String] = [], pieces: Int, piece: (Int) -> [UInt8]
    ) throws {
        let command = try Command(arguments, output: .file("/dev/null"))
        var early = 0
        for number in 0..<pieces {
            try command.send(piece(number), seconds: 600)
            if number == pieces / 8 { early = try command.peakMemory() }
        }
        // The last bytes may still be in the pipe; they are little beside the others.
        let late = try command.peakMemory()
        #expect(try command.finish(within: 600).status == 0)
        #expect(late < Self.most, "\(late) KiB")
        #expect(late - early < Self.growth, "\(early) KiB, then \(late) KiB")
    }

    /// Sends a text over and over, so many megabytes of it.
    private func expectBounded(
        _ arguments: [String] = [], text: String, megabytes: Int, long: Int
    ) throws {
        let once = Array(text.utf8)
        let piece = Array(repeatElement(once, count: 50_000 / once.count + 1).joined())
        let bytes = (Self.isLong ? long : megabytes) * 1_000_000
        try expectBounded(arguments, pieces: bytes / piece.count, piece: { _ in piece })
    }

    @Test func `a long stream stays within its memory`() throws {
        try expectBounded(
            text: "2025-03-11T06:12:40Z app | request 17 took 12 ms, token expired\n",
            megabytes: 10, long: 3000)
    }

    @Test func `a line without end stays within its memory`() throws {
        try expectBounded(
            text: "all work and no play makes Jack a dull boy, and the token is gone; ",
            megabytes: 5, long: 1000)
    }

    @Test func `one word without end stays within its memory`() throws {
        try expectBounded(text: "abcdefghijklmnop", megabytes: 20, long: 1000)
    }

    @Test func `many findings stay within its memory`() throws {
        try expectBounded(
            ["-q", "--report", "json=/dev/null", "--report", "text=/dev/null"],
            text: "GET /?token=\(Sample.token)\nuse \(Sample.otherToken)\n", megabytes: 1, long: 100
        )
    }

    @Test func `many different secrets stay within its memory`() throws {
        let command = try Command(["-q"])
        var sent = 0
        /// Sends different secrets, and waits until all are through.
        func peak(after count: Int) throws -> Int {
            while sent < count {
                let name = String(sent, radix: 36)
                try command.send("postgres://app:Wq9\(name)zR7xLm2\(name)@db.internal/main\n")
                sent += 1
            }
            try command.send("\(count) are through\n")
            _ = command.output(within: 600) { $0.hasSuffix("\(count) are through\n") }
            return try command.peakMemory()
        }
        // More than the bounded table of known secrets holds.
        let early = try peak(after: 1000)
        let late = try peak(after: Self.isLong ? 100_000 : 3000)
        #expect(try !command.finish().text.contains("zR7xLm2"))
        #expect(late - early < Self.growth, "\(early) KiB, then \(late) KiB")
    }
}
