import Archive
import TestSupport
import Testing

/// Archives that are written again, opened by the real tools.
@Suite struct ArchiveWriterTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.run(
            """
            mkdir -p in/deep; printf 'one\\n' > in/a.log; printf 'two\\n' > in/deep/b.log
            ln -s a.log in/link; ln in/a.log in/zhard; chmod 640 in/deep/b.log; chmod 750 in/deep
            touch -d @1700000000 in/deep/b.log
            """)
    }

    /// Writes an archive again, with every letter of its data in capitals.
    private func rewrite(
        _ family: ArchiveFamily, _ name: String, to copy: String,
        path change: (ArchiveEntry) -> [UInt8] = { $0.path }
    ) throws {
        let reader = try ArchiveReader(
            family, from: ByteInput(try bench.bytes(name)).input(canSeek: true))
        var written: [UInt8] = []
        var writer: ArchiveWriter?
        while let entry = try reader.next() {
            let data = drained { try reader.read(into: $0) }.bytes
                .map { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 ? $0 - 32 : $0 }
            let open = try writer ?? ArchiveWriter(try #require(reader.format)) { written += $0 }
            writer = open
            try open.begin(
                like: reader, path: change(entry), linkTarget: entry.linkTarget, size: data.count)
            try data.withUnsafeBytes { try open.write($0) }
        }
        try writer?.finish()
        try bench.write(written, to: copy)
    }

    private static let tools: [(ArchiveFamily, make: String, open: String)] = [
        (.tar, "tar cf ../in.a --format=v7 *", "tar xf ../out.a"),
        (.tar, "tar cf ../in.a --format=ustar *", "tar xf ../out.a"),
        (.tar, "tar cf ../in.a --format=gnu *", "tar xf ../out.a"),
        (.tar, "tar cf ../in.a --format=pax *", "tar xf ../out.a"),
        (.cpio, "find * | cpio -o --quiet -H newc > ../in.a", "cpio -idm --quiet < ../out.a"),
        (.cpio, "find * | cpio -o --quiet -H odc > ../in.a", "cpio -idm --quiet < ../out.a"),
        (.cpio, "find * | cpio -o --quiet -H bin > ../in.a", "cpio -idm --quiet < ../out.a"),
        (.zip, "zip -qry ../in.a.zip *; mv ../in.a.zip ../in.a", "unzip -q ../out.a"),
        (
            .sevenZip, "7zz a -snl ../in.a.7z * > ../log; mv ../in.a.7z ../in.a",
            "7zz x ../out.a > ../log"
        ),
    ]

    @Test(arguments: tools.indices)
    func `the tool finds what it had put there`(index: Int) throws {
        let tool = Self.tools[index]
        try bench.run("cd in; \(tool.make)")
        try rewrite(tool.0, "in.a", to: "out.a")
        try bench.run("mkdir out; cd out; \(tool.open)")
        #expect(
            try bench.run("cd out; cat a.log deep/b.log zhard") == Array("ONE\nTWO\nONE\n".utf8))
        #expect(try bench.run("readlink out/link") == Array("a.log\n".utf8))
        #expect(try bench.run("stat -c '%a %Y' out/deep/b.log") == Array("640 1700000000\n".utf8))
        #expect(try bench.run("stat -c %a out/deep") == Array("750\n".utf8))
    }

    @Test func `an archive of ar`() throws {
        try bench.run("cd in; ar rcS ../in.a a.log deep/b.log")
        try rewrite(.ar, "in.a", to: "out.a")
        #expect(try bench.run("ar p out.a") == Array("ONE\nTWO\n".utf8))
    }

    @Test(arguments: ["gnu", "pax", "ustar"])
    func `names may be any bytes`(format: String) throws {
        try bench.run("cd in; tar cf ../in.a --format=\(format) a.log")
        try rewrite(.tar, "in.a", to: "out.a") { _ in [0xFF] + Array("café".utf8) }
        #expect(
            try bench.run("tar tf out.a --quoting-style=literal").dropLast() == [0xFF]
                + Array("café".utf8))
    }

    @Test func `what is stored stays so, and what is packed`() throws {
        try bench.run("seq 1000 > in/c.log; cd in; zip -q0 ../in.zip a.log; zip -q ../in.zip c.log")
        try rewrite(.zip, "in.zip", to: "out.zip")
        let methods = try bench.run("unzip -v out.zip | awk '/log/ {print $2}'")
        #expect(String(decoding: methods, as: UTF8.self).hasPrefix("Stored\nDefl"))
    }

    @Test func `an output that fails is told`() throws {
        struct Full: Error {}
        let writer = try Compressor(.gzip) { _ in throw Full() }
        #expect {
            try [UInt8](repeating: 7, count: 1 << 20).withUnsafeBytes { try writer.write($0) }
            try writer.finish()
        } throws: { ($0 as? ArchiveError)?.underlying is Full }
    }
}
