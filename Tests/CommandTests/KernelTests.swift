import Foundation
import Testing

/// `BLOT_KERNEL` changes what a scan costs, never what comes of it.
@Suite struct KernelTests {
    /// Names of kernels; one that the processor cannot run leaves the default.
    private static let kernels = ["avx512vbmi", "avx512", "avx2", "neon", "scalar", "portable"]

    /// Copies the corpus without splinters; the paths of the copies, in order.
    private static func copyCorpus(to scratch: Scratch) throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpus")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var paths: [String] = []
        for case let file as URL in files?.allObjects ?? [] {
            guard let data = try? Data(contentsOf: file) else { continue }
            let name = file.path.dropFirst(root.path.count).replacing("/", with: "_")
            paths.append(scratch.path(String(name)))
            try data.withoutSplinters.write(to: URL(filePath: scratch.path(String(name))))
        }
        return paths.sorted()
    }

    /// A log with secrets, encodings and records, the same in every run.
    private static func log(seed: UInt64, lines: Int) -> [UInt8] {
        var generator = Numbers(state: seed)
        let words = [
            "token", "auth", "GET", "/index.html", "user=bob", "key", "took", "12ms", "id",
        ]
        let secrets = [
            Sample.token, Sample.otherToken, "password=kT7mQ2vL9xw",
            "postgres://app:kT7mQ2vL9xw@db/main", "<password>kT7mQ2vL9xw</password>",
            "-----BEGIN RSA PRIVATE KEY-----",
        ]
        var text = ""
        for _ in 0..<lines {
            var line = (0..<generator.next(below: 12)).map { _ in
                words[generator.next(below: words.count)]
            }.joined(separator: " ")
            if generator.next(below: 6) == 0 {
                line += " " + secrets[generator.next(below: secrets.count)]
            }
            switch generator.next(below: 8) {
            case 0:
                text += #"{"log":"\#(line)\n","stream":"stdout","#
                text += #""time":"2026-11-23T22:29:07.480111760Z"}"# + "\n"
            case 1: text += "2026-11-23T22:29:07.480111760Z stderr F \(line)\n"
            case 2: text += Data(line.utf8).base64EncodedString() + "\n"
            case 3: text += "q=" + line.utf8.map { "%" + String($0, radix: 16) }.joined() + "\n"
            case 4: text += "\u{1B}[31m\(line)\u{1B}[0m\r\n"
            default: text += line + "\n"
            }
        }
        return Array(text.utf8)
    }

    private struct Result: Equatable {
        let status: Int32
        let output: [UInt8]
        let report: String
    }

    /// Runs the binary on files, or on bytes that arrive in pieces.
    private func run(
        _ files: [String] = [], on bytes: [UInt8] = [], pieces: [Int] = [1], kernel: String?,
        in scratch: Scratch
    ) throws -> Result {
        let key = try scratch.write(String(repeating: "0123456789abcdef", count: 2), to: "key")
        let report = scratch.path("report.json")
        let command = try Command(
            ["-q", "--key-file", key, "--report", "json=\(report)"] + files,
            environment: kernel.map { ["BLOT_KERNEL": $0] } ?? [:])
        var at = 0
        var piece = 0
        while at < bytes.count {
            let end = min(bytes.count, at + pieces[piece % pieces.count])
            try command.send(bytes[at..<end])
            at = end
            piece += 1
        }
        let outcome = try command.finish()
        return Result(
            status: outcome.status, output: outcome.output,
            report: try String(contentsOfFile: report, encoding: .utf8))
    }

    @Test func `every kernel writes and reports the same of the corpus`() throws {
        let scratch = try Scratch()
        let files = try Self.copyCorpus(to: scratch)
        try #require(files.count > 50)
        let plain = try run(files, kernel: nil, in: scratch)
        #expect(plain.report.utf8.count > 10_000)
        for kernel in Self.kernels {
            let other = try run(files, kernel: kernel, in: scratch)
            #expect(plain == other, "\(kernel)")
        }
    }

    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func `every kernel writes and reports the same of what arrives in pieces`(
        seed: UInt64
    ) throws {
        let scratch = try Scratch()
        let log = Self.log(seed: seed, lines: 1500)
        let plain = try run(on: log, pieces: [log.count], kernel: nil, in: scratch)
        #expect(plain.output != log)
        #expect(plain.report.utf8.count > 10_000)
        var numbers = Numbers(state: seed)
        for kernel in Self.kernels {
            let pieces = (0..<20).map { _ in 1 + numbers.next(below: 9000) }
            let other = try run(on: log, pieces: pieces, kernel: kernel, in: scratch)
            #expect(plain == other, "\(kernel), \(pieces)")
        }
    }
}

/// The same numbers in every run (SplitMix64, Steele et al. 2014).
private struct Numbers {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ z >> 31) % UInt64(bound))
    }
}

extension Data {
    fileprivate var withoutSplinters: Data {
        let splinter = Data("·".utf8)
        var result = Data()
        var rest = self[...]
        while let found = rest.range(of: splinter) {
            result += rest[..<found.lowerBound]
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}
