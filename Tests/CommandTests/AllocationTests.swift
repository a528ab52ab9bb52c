import Foundation
import Testing

/// What of a log goes by without a secret costs no memory.
@Suite struct AllocationTests {
    private static let compiler = ["clang", "gcc", "cc"].lazy
        .flatMap { name in
            ["/usr/bin", "/usr/local/bin", "/opt/swift/usr/bin"].map { "\($0)/\(name)" }
        }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// The preloaded library that counts, from the C file beside the benchmarks.
    private static func counter(in scratch: Scratch) throws -> String {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Benchmarks/count_allocations.c").path
        let library = scratch.path("count_allocations.so")
        let compiler = try #require(Self.compiler)
        let command = try Command(
            shell: "'\(compiler)' -O2 -shared -fPIC -o '\(library)' '\(source)'")
        let outcome = try command.finish()
        try #require(outcome.status == 0, "\(outcome.errors)")
        return library
    }

    /// Lines of ordinary words; every tenth has one that a gate turns away.
    private static func log(megabytes: Int) -> [UInt8] {
        let words = [
            "starting", "worker", "request", "served", "in", "ms", "connection", "closed", "by",
            "peer", "retrying", "queue", "is", "empty", "cache", "hit", "for", "user",
        ]
        let gated = ["token expired", "auth failed", "no cookie", "bad signature", "keys loaded"]
        var state: UInt64 = 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var text: [UInt8] = []
        text.reserveCapacity(megabytes << 20)
        while text.count < megabytes << 20 {
            text += "2026-11-24 10:00:\(10 + next(50)) INFO ".utf8
            for _ in 0..<(4 + next(8)) { text += (words[next(words.count)] + " ").utf8 }
            if next(10) == 0 { text += gated[next(gated.count)].utf8 }
            text.append(0x0A)
        }
        return text
    }

    private func calls(_ log: [UInt8], counter: String, in scratch: Scratch) throws -> Int {
        let file = scratch.path("clean.log")
        try Data(log).write(to: URL(filePath: file))
        let command = try Command(
            ["-q", "--threads", "1"],
            environment: [
                "LD_PRELOAD": counter, "ALLOCATIONS": scratch.path("allocations"),
                // What a start allocates depends on the hashes of its dictionaries.
                "SWIFT_DETERMINISTIC_HASHING": "1",
            ],
            input: .file(file))
        let outcome = try command.finish()
        #expect(outcome.status == 0)
        #expect(outcome.output == log)
        let text = try scratch.read("allocations").trimmingCharacters(in: .whitespacesAndNewlines)
        return try #require(Int(text))
    }

    @Test(.enabled(if: compiler != nil, "there is no C compiler"))
    func `a clean megabyte allocates nothing`() throws {
        let scratch = try Scratch()
        let counter = try Self.counter(in: scratch)
        let small = try calls(Self.log(megabytes: 2), counter: counter, in: scratch)
        let large = try calls(Self.log(megabytes: 12), counter: counter, in: scratch)
        #expect(small > 0)
        #expect(large - small == 0, "\(small) calls of malloc for 2 MB, \(large) for 12 MB")
    }
}
