import Archive
import TestSupport
import Testing

/// Compressed streams of the real tools.
@Suite struct DecompressorTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.run("seq 100000 > in")
    }

    private static let tools: [(CompressionFilter, String)] = [
        (.gzip, "gzip"), (.xz, "xz"), (.bzip2, "bzip2"), (.zstd, "zstd -q"), (.lz4, "lz4 -q"),
        (.lzip, "lzip"), (.lzma, "xz --format=lzma"), (.compress, "compress -c"),
    ]

    @Test(arguments: tools.indices)
    func `every compression is read and written`(index: Int) throws {
        let (filter, tool) = Self.tools[index]
        try bench.run("\(tool) < in > out")
        let text = try bench.bytes("in")
        let reader = try Decompressor(filter, from: ByteInput(try bench.bytes("out")).input())
        let output = drained { try reader.read(into: $0) }
        #expect(output.bytes == text)
        #expect(output.error == nil)

        var written: [UInt8] = []
        let writer = try Compressor(filter) { written += $0 }
        try text.withUnsafeBytes { try writer.write($0) }
        try writer.finish()
        try bench.write(written, to: "again")
        #expect(try bench.run("\(tool) -d < again") == text)
    }

    @Test(arguments: tools.indices.dropFirst().dropLast())
    func `what is cut gives an error`(index: Int) throws {
        let (filter, tool) = Self.tools[index]
        try bench.run("seq 1000000 | \(tool) > out")
        let cut = Array(try bench.bytes("out").dropLast(100))
        let reader = try Decompressor(filter, from: ByteInput(cut).input())
        let output = drained { try reader.read(into: $0) }
        #expect((output.error as? ArchiveError)?.code == .damaged)
        if filter == .zstd || filter == .lz4 { #expect(output.bytes.count > 1_000_000) }
    }

    @Test(arguments: ["xz", "bzip2", "zstd -q", "lz4 -q"])
    func `parts that were joined are all read`(tool: String) throws {
        try bench.run("(echo one | \(tool); echo two | \(tool)) > out")
        let filter = try #require(CompressionFilter(rawValue: String(tool.prefix { $0 != " " })))
        let reader = try Decompressor(filter, from: ByteInput(try bench.bytes("out")).input())
        #expect(drained { try reader.read(into: $0) }.bytes == Array("one\ntwo\n".utf8))
    }

    @Test(arguments: ["bzip2", "lz4 -q", "lzip"])
    func `what stands behind is told`(tool: String) throws {
        try bench.run("(echo one | \(tool); printf 'and more') > out")
        let filter = try #require(CompressionFilter(rawValue: String(tool.prefix { $0 != " " })))
        let input = ByteInput(try bench.bytes("out"))
        let reader = try Decompressor(filter, from: input.input())
        let output = drained { try reader.read(into: $0) }
        #expect(output.bytes.starts(with: "one\n".utf8))
        let rest = try #require(reader.unusedInput()) + input.rest
        #expect(output.error != nil || rest == Array("and more".utf8))
    }

    @Test(arguments: ["xz", "zstd -q"])
    func `some take what stands behind for damage`(tool: String) throws {
        try bench.run("(echo one | \(tool); printf 'and more') > out")
        let filter = try #require(CompressionFilter(rawValue: String(tool.prefix { $0 != " " })))
        let reader = try Decompressor(filter, from: ByteInput(try bench.bytes("out")).input())
        #expect((drained { try reader.read(into: $0) }.error as? ArchiveError)?.code == .damaged)
    }

    @Test func `what was compressed twice is decompressed twice`() throws {
        try bench.run("xz < in | xz > out")
        let reader = try Decompressor(.xz, from: ByteInput(try bench.bytes("out")).input())
        let text = try bench.bytes("in")
        #expect(drained { try reader.read(into: $0) }.bytes == text)
        #expect(reader.layers == 2)
    }

    @Test(arguments: CompressionFilter.allCases)
    func `text is not compressed`(filter: CompressionFilter) throws {
        let text = Array("a line of a log\n".utf8)
        let reader = try Decompressor(filter, from: ByteInput(text).input())
        let output = drained { try reader.read(into: $0) }
        #expect(output.bytes.isEmpty)
        #expect((output.error as? ArchiveError)?.code == .unrecognised)
    }
}
