import LogSources
import TestSupport
import Testing

/// Text that becomes something else.
@Suite struct BinaryOnsetTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.run("yes 'echo a line of a script' | head -n 3000 > text; wc -c < text > size")
    }

    /// Where a file is no longer text, by an unpacker that reads so many bytes at once.
    private func place(_ name: String, step: Int = 100_000) throws -> Int? {
        let file = try Descriptor.reading(bench.path + "/" + name)
        defer { file.shut() }
        var place: Int?
        try Unpacker { _ in }.forEachStream(of: ByteSource(file)) { stream in
            var buffer = [UInt8](repeating: 0, count: step)
            while buffer.withUnsafeMutableBytes({ stream.read(into: $0) }) > 0 {}
            place = stream.binaryFrom
        }
        return place
    }

    private static let behind = [
        "echo token | gzip", "seq 5000 | gzip", "seq 5000 | xz", "seq 5000 | bzip2",
        "seq 5000 | zstd -q", "seq 5000 | lz4 -q", "tar cz size", "tar c size | xz",
        "head -c 5000 /bin/ls", "zip -q - size | cat", "echo more; seq 300 | gzip; cat text",
    ]

    @Test(arguments: behind, [100, 100_000])
    func `compressed data and programs behind a text`(script: String, step: Int) throws {
        try bench.run("(cat text; \(script)) > in")
        let place = try #require(try place("in", step: step))
        let size = try bench.bytes("text").count
        #expect((size..<size + 2048).contains(place))
    }

    private static let texts = [
        "cat text text text", "cat text; printf 'one\\0two\\0'; cat text",
        "cat text; head -c 100000 /dev/zero; cat text", "cat text; head -c 5 /dev/zero",
        "cat text; iconv -t utf-16le text; cat text", "cat text; iconv -t utf-16be text",
        "cat text; printf 'PATH=/bin:/usr/bin\\0HOME=/root\\0LANG=C\\0SHLVL=1\\0'",
        "cat text; printf 'r\\xe9sum\\xe9 caf\\xe9\\0'; cat text",
        "iconv -t utf-16le text", "cat text; printf '\\33[31mred\\33[0m\\7\\0'; cat text",
    ]

    @Test(arguments: texts, [100, 100_000])
    func `a text with zeros is still text`(script: String, step: Int) throws {
        try bench.run("(\(script)) > in")
        #expect(try place("in", step: step) == nil)
    }
}
