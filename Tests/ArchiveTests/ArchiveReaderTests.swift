import Archive
import TestSupport
import Testing

/// Archives of the real tools.
@Suite struct ArchiveReaderTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.run(
            """
            mkdir -p logs/deep; printf 'one\\n' > logs/a.log; printf 'two\\n' > logs/deep/b.log
            ln -s a.log logs/link; ln logs/a.log logs/hard; chmod 640 logs/deep/b.log
            touch -d @1700000000 logs/deep/b.log
            """)
    }

    /// What reads a file that a script has made.
    private func reader(
        _ family: ArchiveFamily, _ name: String, canSeek: Bool = true, step: Int = 4096
    ) throws -> ArchiveReader {
        let input = ByteInput(try bench.bytes(name), step: step)
        return try ArchiveReader(family, from: input.input(canSeek: canSeek))
    }

    private static let makers: [(ArchiveFamily, String, String)] = [
        (.tar, "tar cf out --format=v7 logs", "tar"),
        (.tar, "tar cf out --format=ustar logs", "POSIX ustar format"),
        (.tar, "tar cf out --format=gnu logs", "GNU tar format"),
        (.tar, "tar cf out --format=pax logs", "POSIX pax interchange format"),
        (.cpio, "find logs | cpio -o --quiet -H newc > out", "ASCII cpio (SVR4 with no CRC)"),
        (.cpio, "find logs | cpio -o --quiet -H odc > out", "POSIX octet-oriented cpio"),
        (.cpio, "find logs | cpio -o --quiet -H bin > out", "cpio (little-endian binary)"),
        (.zip, "zip -qry out logs; mv out.zip out", "ZIP 1.0 (uncompressed)"),
        (.sevenZip, "7zz a -snl out.7z logs > log; mv out.7z out", "7-Zip"),
    ]

    @Test(arguments: makers.indices)
    func `every format of the tools is read`(index: Int) throws {
        let (family, script, format) = Self.makers[index]
        try bench.run(script)
        let reader = try reader(family, "out")
        let members = try reader.members()
        // In cpio the data comes with the last name of a file.
        let files = members.filter { !$0.data.isEmpty }
        #expect(Set(files.map(\.data)) == ["one\n", "two\n"])
        let deep = try #require(members.first { $0.entry.name == "logs/deep/b.log" })
        #expect(deep.data == "two\n")
        #expect(deep.entry.mode == 0o640)
        #expect(deep.entry.modified?.seconds == 1_700_000_000)
        let link = try #require(members.first { $0.entry.name == "logs/link" })
        #expect(link.entry.kind == .symbolicLink)
        #expect(link.entry.linkTarget == Array("a.log".utf8))
        let name = try #require(reader.format?.name)
        #expect(name.hasPrefix(format) || format == "tar" || family == .zip, "\(name)")
    }

    @Test func `an archive of ar`() throws {
        try bench.run("cd logs && ar rcS ../out.a a.log deep/b.log")
        let members = try reader(.ar, "out.a", canSeek: false).members()
        #expect(members.map(\.data).filter { !$0.isEmpty } == ["one\n", "two\n"])
    }

    @Test func `a zip that was written to a pipe, read from one, byte by byte`() throws {
        try bench.run("zip -qr - logs/a.log logs/deep | cat > out.zip")
        let reader = try reader(.zip, "out.zip", canSeek: false, step: 1)
        #expect(try reader.members().map(\.data).filter { !$0.isEmpty } == ["one\n", "two\n"])
    }

    @Test func `pieces of any size give the same`() throws {
        try bench.run("seq 200000 > logs/long; tar cf out logs")
        let whole = try reader(.tar, "out").members()
        let pieces = try reader(.tar, "out", canSeek: false, step: 333).members()
        #expect(whole.map(\.data) == pieces.map(\.data))
        #expect(whole.contains { $0.data.utf8.count > 1_000_000 })
    }

    @Test(arguments: ["gnu", "pax"])
    func `names are bytes`(format: String) throws {
        let name = String(repeating: "x", count: 240)
        try bench.run(
            #"mkdir in; printf a > in/$'caf\xc3\xa9'; printf b > in/$'\xff\xfe\#(name)'; "#
                + #"mkdir -p in/\#(name); printf c > in/\#(name)/$'\xe9'; "#
                + "tar cf out --format=\(format) in")
        let members = try reader(.tar, "out").members()
        func path(_ data: String) -> [UInt8]? { members.first { $0.data == data }?.entry.path }
        #expect(path("a") == Array("in/café".utf8))
        #expect(path("b") == Array("in/".utf8) + [0xFF, 0xFE] + Array(name.utf8))
        #expect(path("c") == Array("in/\(name)/".utf8) + [0xE9])
    }

    @Test func `names in a zip are bytes`() throws {
        try bench.run(
            #"""
            python3 - <<'END'
            import zipfile
            with zipfile.ZipFile("out.zip", "w") as z:
                z.writestr("café.log", "marked")
                z.writestr("raw-XX.log", "raw")
            data = open("out.zip", "rb").read().replace(b"raw-XX", b"raw-\xff\xfe")
            open("out.zip", "wb").write(data)
            END
            """#)
        for canSeek in [true, false] {
            let members = try reader(.zip, "out.zip", canSeek: canSeek).members()
            #expect(members[0].entry.path == Array("café.log".utf8))
            #expect(members[1].entry.path == Array("raw-".utf8) + [0xFF, 0xFE] + ".log".utf8)
        }
    }

    @Test func `names in a 7z are UTF-8`() throws {
        try bench.run(#"cp logs/a.log $'caf\xc3\xa9.log'; LC_ALL=C.UTF-8 7zz a out.7z caf* > log"#)
        #expect(try reader(.sevenZip, "out.7z").members()[0].entry.path == Array("café.log".utf8))
    }

    @Test func `what stands behind an archive is told`() throws {
        try bench.run("tar cf out logs; printf 'behind it' >> out")
        let input = ByteInput(try bench.bytes("out"), step: 1000)
        let reader = try ArchiveReader(.tar, from: input.input())
        _ = try reader.members()
        let rest = try #require(reader.unusedInput()) + input.rest
        #expect(rest.drop { $0 == 0 } == ArraySlice("behind it".utf8))
    }

    @Test func `holes of a sparse file are zeros`() throws {
        try bench.run(
            "truncate -s 100k hole; printf end >> hole; truncate -s 120k hole; tar cSf out hole")
        let data = try #require(try reader(.tar, "out").members().first?.data)
        #expect(data.utf8.count == 120 << 10)
        #expect(data.utf8.filter { $0 != 0 } == Array("end".utf8))
    }

    @Test func `a password is missed`() throws {
        try bench.run("zip -qP secret out.zip logs/a.log; 7zz a -psecret -mhe=on out.7z logs > log")
        #expect(try #require(try reader(.zip, "out.zip").next()).isEncrypted)
        let hidden = try reader(.sevenZip, "out.7z")
        #expect { try hidden.next() } throws: { ($0 as? ArchiveError)?.code == .encrypted }
    }

    @Test func `a cut archive gives what stands before the cut`() throws {
        try bench.run("seq 20000 > z.log; tar cf out logs/a.log z.log")
        let cut = Array(try bench.bytes("out").prefix(30_000))
        let reader = try ArchiveReader(.tar, from: ByteInput(cut).input())
        #expect(try #require(try reader.next()).name == "logs/a.log")
        #expect(try #require(try reader.next()).name == "z.log")
        let data = drained { try reader.read(into: $0) }
        #expect(data.bytes.count > 20_000)
        #expect((data.error as? ArchiveError)?.code == .damaged)
        #expect((data.error as? ArchiveError)?.isFinal == true)
    }

    @Test func `a damaged member of a zip does not spoil the next`() throws {
        try bench.run(
            "printf AAAAAAAAAA > 1; printf BBBB > 2; zip -q0 out.zip 1 2; sed -i s/AAAAAAAAAA/AAAAAxAAAA/ out.zip"
        )
        let reader = try reader(.zip, "out.zip")
        _ = try #require(try reader.next())
        let first = drained { try reader.read(into: $0) }
        #expect(first.bytes == Array("AAAAAxAAAA".utf8))
        #expect((first.error as? ArchiveError)?.isFinal == false)
        _ = try #require(try reader.next())
        #expect(drained { try reader.read(into: $0) }.bytes == Array("BBBB".utf8))
    }

    @Test func `text is no archive`() throws {
        for family in ArchiveFamily.allCases {
            let input = ByteInput(Array(String(repeating: "a log line\n", count: 2000).utf8))
            #expect(throws: ArchiveError.self, "\(family)") {
                try ArchiveReader(family, from: input.input(canSeek: true)).members()
            }
        }
    }

    private struct Broken: Error {}

    @Test func `an error of the input is handed on`() throws {
        try bench.run("tar cf out logs")
        let input = ByteInput(try bench.bytes("out"), step: 512).input()
        var reads = 0
        let failing = ArchiveInput { buffer in
            reads += 1
            guard reads < 3 else { throw Broken() }
            return try input.read(buffer)
        }
        #expect {
            try ArchiveReader(.tar, from: failing).members()
        } throws: { error in
            let error = error as? ArchiveError
            return error?.code == .input && error?.underlying is Broken
        }
    }
}
