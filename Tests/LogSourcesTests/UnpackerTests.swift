import LogSources
import TestSupport
import Testing

/// What is inside files that the real tools have made.
@Suite struct UnpackerTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
    }

    /// What an unpacker finds in a file: `member: text`, and its notes; failures have a `!`.
    private func unpack(
        _ name: String, limits: UnpackLimits = UnpackLimits(), asPipe: Bool = false
    ) throws -> (streams: [String], notes: [String]) {
        var notes: [String] = []
        let unpacker = Unpacker(limits: limits) { note in
            notes.append(
                (note.isFailure ? "! " : "") + (note.member.map { "\($0.text): " } ?? "")
                    + note.reason)
        }
        let file = try Descriptor.reading(bench.path + "/" + name)
        defer { file.shut() }
        let source = asPipe ? ByteSource { try file.read(into: $0) } : ByteSource(file)
        var streams: [String] = []
        try unpacker.forEachStream(of: source) { stream in
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 10_000)
            while true {
                let count = buffer.withUnsafeMutableBytes { stream.read(into: $0) }
                if count == 0 { break }
                text += buffer[..<count]
            }
            let shown = text.count < 100 ? shownName(text) : "\(text.count) bytes"
            streams.append((stream.member.map { "\($0.text): " } ?? "") + shown)
        }
        return (streams, notes)
    }

    @Test func `a plain file is one stream`() throws {
        try bench.run("printf hello > in; : > empty; seq 100000 > long")
        #expect(try unpack("in") == (["hello"], []))
        #expect(try unpack("empty") == ([""], []))
        #expect(try unpack("long") == (["588895 bytes"], []))
    }

    private static let tools = [
        "gzip", "xz", "bzip2", "zstd", "lz4", "lzip", "xz --format=lzma", "compress",
    ]

    @Test(arguments: tools)
    func `what is compressed has no name of its own`(tool: String) throws {
        try bench.run("seq 10000 | \(tool) > out; seq 1000 | \(tool) > few; tar cf t.tar out few")
        #expect(try unpack("out") == (["48894 bytes"], []))
        #expect(try unpack("t.tar", asPipe: true) == (["out: 48894 bytes", "few: 3893 bytes"], []))
    }

    private static let archivers = [
        "tar cf out a.log b", "tar cf out --format=v7 a.log b", "tar cf out --format=pax a.log b",
        "tar czf out a.log b", "zip -qr out.zip a.log b; mv out.zip out",
        "7zz a out.7z a.log b > log; mv out.7z out",
        "find a.log b | cpio -o --quiet -H newc > out",
        "find a.log b | cpio -o --quiet -H odc > out", "find a.log b | cpio -o --quiet > out",
        "tar cJf - a.log b | cat > out",
    ]

    @Test(arguments: archivers, [false, true])
    func `members come in their order`(script: String, asPipe: Bool) throws {
        try bench.run("printf one > a.log; mkdir b; printf two > b/c.log; \(script)")
        #expect(try unpack("out", asPipe: asPipe) == (["a.log: one", "b/c.log: two"], []))
    }

    @Test func `archives in archives`() throws {
        try bench.run(
            """
            printf one > a.log; gzip -k a.log; tar czf t.tgz a.log.gz; zip -q z.zip t.tgz a.log
            7zz a s.7z z.zip > log; ar rcS x.a s.7z; xz x.a
            """)
        #expect(
            try unpack("x.a.xz") == (
                ["s.7z!z.zip!t.tgz!a.log.gz: one", "s.7z!z.zip!a.log: one"], []
            ))
    }

    @Test func `an image of docker`() throws {
        try bench.run(
            """
            mkdir -p blobs/sha256 root/etc; printf KEY=value > root/etc/env
            tar czf blobs/sha256/aa11 -C root etc; printf '{"config":{}}' > blobs/sha256/bb22
            printf '[]' > manifest.json; tar cf image.tar blobs manifest.json
            """)
        #expect(
            try unpack("image.tar") == (
                [
                    "blobs/sha256/aa11!etc/env: KEY=value", #"blobs/sha256/bb22: {"config":{}}"#,
                    "manifest.json: []",
                ], []
            ))
    }

    // MARK: Texts that begin like something else

    @Test func `texts that only begin like archives are read as texts`() throws {
        for start in [
            "BZh91AY&SY is how bzip2 begins", "BZh and more", "070707 is a number", "070701",
            "!<arch>\nis how ar begins", "LZIP", "PK is a name", "ustar",
        ] {
            let text = start + "\n" + String(repeating: "a line of a log\n", count: 1000)
            try bench.write(text.utf8, to: "in")
            #expect(try unpack("in") == (["\(text.utf8.count) bytes"], []), "\(start)")
            #expect(try unpack("in", asPipe: true) == (["\(text.utf8.count) bytes"], []))
        }
    }

    @Test func `a text that is nearly an archive of ar is read as one`() throws {
        let header = "!<arch>\nx.o             not a number                                  `\n"
        let text = header + "password\n"
        try bench.write(text.utf8, to: "in")
        let found = try unpack("in")
        #expect(found.streams.joined().contains("password"), "\(found)")
    }

    // MARK: Damage

    @Test func `what stands before a cut is read, and the cut is told`() throws {
        try bench.run(
            "seq 100000 > a; tar cf t.tar a; gzip -k a; head -c 200000 a.gz > cut.gz; head -c 9000 t.tar > cut.tar"
        )
        let gzip = try unpack("cut.gz")
        #expect(gzip.notes == ["! gzip data ends too early"])
        #expect(gzip.streams != ["0 bytes"] && gzip.streams != [""])
        let tar = try unpack("cut.tar")
        #expect(tar.notes.count == 1 && tar.notes[0].hasPrefix("! a: "), "\(tar.notes)")
        #expect(tar.streams != ["a: "])
    }

    @Test func `a cut below an archive is told once`() throws {
        try bench.run("seq 100000 > a; echo b > b; tar czf t.tgz b a; head -c 100000 t.tgz > cut")
        let found = try unpack("cut")
        #expect(found.notes == ["! gzip data ends too early"])
        #expect(found.streams.first == #"b: b\x0a"#)
        #expect(found.streams.count == 2)
    }

    @Test func `damaged data that is no text is told`() throws {
        try bench.run(
            "seq 1000 | xz > a; printf 'XXXXXXXX' | dd of=a bs=1 seek=30 conv=notrunc status=none")
        let found = try unpack("a")
        #expect(found.notes.count == 1 && found.notes[0].hasPrefix("! xz data"), "\(found)")
    }

    @Test func `a damaged member does not hide the next`() throws {
        try bench.run(
            "printf AAAAAAAAAA > 1; printf BBBB > 2; zip -q0 out 1 2; sed -i s/AAAAAAAAAA/AAAAAxAAAA/ out.zip"
        )
        let found = try unpack("out.zip")
        #expect(found.streams == ["1: AAAAAxAAAA", "2: BBBB"])
        #expect(found.notes.count == 1 && found.notes[0].hasPrefix("! 1: "))
    }

    @Test func `members of gzip and what stands behind them`() throws {
        try bench.run(
            "(echo one | gzip; echo two | gzip; head -c 3000 /dev/zero) > pad; (cat pad; printf 'secret') > more"
        )
        #expect(try unpack("pad") == ([#"one\x0atwo\x0a"#], []))
        #expect(
            try unpack("more") == (
                [#"one\x0atwo\x0a"#, "(behind the end): secret"],
                ["more stands behind the gzip data"]
            ))
    }

    @Test func `tars that were joined are all read`() throws {
        try bench.run(
            "echo 1 > a; echo 2 > b; tar cf x a; tar cf y b; cat x y > joined; gzip x; xz y; cat x.gz y.xz > both"
        )
        let streams = [#"a: 1\x0a"#, #"(behind the end)!b: 2\x0a"#]
        #expect(try unpack("joined") == (streams, ["more stands behind the tar data"]))
        #expect(try unpack("both") == (streams, ["more stands behind the gzip data"]))
    }

    @Test func `an error of the file is told`() throws {
        try bench.run("mkdir d")
        #expect(try unpack("d").notes.count == 1)
        #expect(try unpack("d").notes.allSatisfy { $0.hasPrefix("! cannot read") })
    }

    // MARK: Hostile members

    @Test func `bombs of gzip end`() throws {
        try bench.run(
            "head -c 200M /dev/zero | gzip > bomb.gz; (echo first; head -c 200M /dev/zero) > x; echo b > b; tar czf bomb.tgz b x b"
        )
        var limits = UnpackLimits()
        limits.graceBytes = 1 << 20
        let plain = try unpack("bomb.gz", limits: limits)
        #expect(plain.notes == ["! unpacks to more than 200 times its size: not read on"])
        let tar = try unpack("bomb.tgz", limits: limits)
        #expect(tar.notes.count == 1)
        #expect(tar.streams.first == #"b: b\x0a"#)
        #expect(tar.streams.count == 2)
    }

    @Test func `a bomb of nested archives ends`() throws {
        try bench.run(
            """
            head -c 1M /dev/zero > zero
            for level in 1 2 3 4 5; do
                for copy in 1 2 3 4 5 6 7 8 9; do cp zero $copy; done
                zip -q9 next.zip 1 2 3 4 5 6 7 8 9; mv next.zip zero
            done
            """)
        var limits = UnpackLimits()
        limits.graceBytes = 1 << 20
        let found = try unpack("zero", limits: limits)
        #expect(found.notes.count == 1)
        #expect(found.streams.count < 100)
    }

    @Test func `members that share their data count as often as they are read`() throws {
        try bench.run(
            #"""
            python3 - <<'END'
            # Each header takes those behind it for a field of its own.
            import struct, zlib
            plain = bytes(1 << 20); packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            data = packer.compress(plain) + packer.flush(); crc = zlib.crc32(plain)
            local = directory = b""; count = 1700
            for number in range(count):
                name = b"%04d" % number; extra = 38 * (count - 1 - number)
                what = struct.pack("<5H3L", 20, 0, 8, 0, 0, crc, len(data), len(plain))
                local += b"PK\3\4" + what + struct.pack("<2H", 4, 4 + extra) + name
                local += struct.pack("<2H", 0x9999, extra)
                directory += b"PK\1\2" + struct.pack("<H", 20) + what
                directory += struct.pack("<5H2L", 4, 0, 0, 0, 0, 0, 38 * number) + name
            end = struct.pack("<4H2LH", 0, 0, count, count, len(directory), len(local + data), 0)
            open("bomb.zip", "wb").write(local + data + directory + b"PK\5\6" + end)
            END
            unzip -tq bomb.zip 0000 > log
            """#)
        let found = try unpack("bomb.zip")
        #expect(found.notes.count == 1)
        #expect(found.notes[0].hasSuffix(": unpacks to more than 200 times its size: not read on"))
        #expect((10..<200).contains(found.streams.count))
    }

    @Test func `no more members than the limit`() throws {
        try bench.run("mkdir d; touch d/{1..300}; tar cf out d")
        var limits = UnpackLimits()
        limits.members = 100
        let found = try unpack("out", limits: limits)
        #expect(found.streams.count == 99)
        #expect(found.notes == ["! more than 100 members: not read on"])
    }

    @Test func `no deeper than the limit`() throws {
        try bench.run("printf deep > a; for i in 1 2 3 4 5 6 7 8 9; do gzip -n a; mv a.gz a; done")
        #expect(try unpack("a") == ([], ["! gzip nested more than 8 levels deep: not opened"]))
        var limits = UnpackLimits()
        limits.depth = 9
        #expect(try unpack("a", limits: limits) == (["deep"], []))
    }

    @Test func `paths that lead out, devices and FIFOs are told, links are not`() throws {
        try bench.run(
            """
            python3 - <<'END'
            import io, tarfile
            with tarfile.open("out", "w") as tar:
                def add(name, kind=tarfile.REGTYPE, data=b"", link=""):
                    info = tarfile.TarInfo(name)
                    info.type, info.size, info.linkname = kind, len(data), link
                    tar.addfile(info, io.BytesIO(data))
                add("/etc/passwd", data=b"absolute")
                add("a/../../b", data=b"up")
                add("null", tarfile.CHRTYPE)
                add("pipe", tarfile.FIFOTYPE)
                add("soft", tarfile.SYMTYPE, link="/etc/shadow")
                add("hard", tarfile.LNKTYPE, link="a..b")
                add("a..b", data=b"sound")
            END
            """)
        let found = try unpack("out")
        #expect(found.streams == ["/etc/passwd: absolute", "a/../../b: up", "a..b: sound"])
        #expect(
            found.notes == [
                "! /etc/passwd: its name leads out of the directory that it is unpacked in",
                "! a/../../b: its name leads out of the directory that it is unpacked in",
                "! null: a device in an archive", "! pipe: a FIFO in an archive",
            ])
    }

    @Test func `encrypted members are told, and the others read`() throws {
        try bench.run(
            "printf one > 1; printf two > 2; zip -qP pass out.zip 1; zip -q out.zip 2; 7zz a -ppass -mhe=on out.7z 1 > log"
        )
        #expect(try unpack("out.zip") == (["2: two"], ["! 1: encrypted: not scanned"]))
        #expect(try unpack("out.7z") == ([], ["! encrypted: not scanned"]))
    }

    @Test func `names of any bytes`() throws {
        let long = String(repeating: "x", count: 240)
        try bench.run(
            #"mkdir -p d/\#(long); printf a > d/\#(long)/$'\xff\n\xc3\xa9'; tar cf out d"#)
        #expect(try unpack("out").streams == [#"d/\#(long)/\xff\x0aé: a"#])
    }

    @Test func `what must be read from its end is held only up to the limit`() throws {
        try bench.run(
            "seq 30000 > a; 7zz a -m0=copy in.7z a > log; zip -q0 in.zip a; tar cf out in.7z in.zip"
        )
        var limits = UnpackLimits()
        limits.heldBytes = 100_000
        let found = try unpack("out", limits: limits)
        #expect(found.streams == ["in.zip!a: 168894 bytes"])
        #expect(
            found.notes == [
                "! in.7z: too large to be opened inside something else: unpack it first",
                "! in.zip: too large for its directory to be looked at: unpack it first",
            ])
    }

    @Test func `what stands beside the members of an archive is told, and handed over`() throws {
        try bench.run(
            """
            printf one > a.log; printf two > b.log
            zip -q a.zip a.log; zip -q b.zip b.log; cat a.zip b.zip > out.zip
            7zz a -m0=copy a.7z a.log > log; 7zz a -m0=copy b.7z b.log > log
            cat a.7z b.7z > out.7z; (cat a.zip; printf '\\0\\1behind') > tail.zip
            """)
        let zips = try unpack("out.zip")
        #expect(zips.streams == ["b.log: two", "(stray bytes)!a.log: one"])
        #expect(zips.notes.count == 1)
        #expect(zips.notes[0].hasSuffix(" bytes from byte 0 on that no member accounts for"))
        #expect(zips.notes[0].hasPrefix("! "))
        let sevens = try unpack("out.7z")
        #expect(sevens.streams == ["a.log: one", "(stray bytes)!b.log: two"])
        #expect(sevens.notes.count == 1)
        let tail = try unpack("tail.zip")
        #expect(tail.streams == ["a.log: one", #"(stray bytes): \x00\x01behind"#])
        try bench.run("tar cf zip.tar out.zip out.7z")
        #expect(try unpack("zip.tar", asPipe: true).streams.count == 4)
    }

    @Test func `an archive that is filled up with zeros has nothing beside its members`() throws {
        try bench.run(
            """
            printf one > a.log; zip -q a.zip a.log; 7zz a a.7z a.log > log
            head -c 1000 /dev/zero | tee -a a.zip >> a.7z
            """)
        #expect(try unpack("a.zip") == (["a.log: one"], []))
        #expect(try unpack("a.7z") == (["a.log: one"], []))
    }

    @Test func `whatever is damaged, it comes to an end and to no more than the limit`() throws {
        try bench.run(
            """
            seq 300 > a; echo b > b; ln -s a l; tar cf 0 a b l; tar czf 1 a b; tar cJf 2 a b
            tar c a | zstd -q > 3; tar c a | lz4 -q > 4; zip -qry 5.zip a b l; 7zz a 6.7z a b > log
            ls a b | cpio -o --quiet -H newc > 7; ls a b | cpio -o --quiet > 8; ar rcS 9 a b
            tar cf 10 --format=pax a b; lzip -c a > 11; compress -c a > 12; bzip2 -k a
            xz --format=lzma -c a > 13
            """)
        var generator = Stepwise(state: 7)
        let names = [
            "0", "1", "2", "3", "4", "5.zip", "6.7z", "7", "8", "9", "10", "11", "12", "13",
            "a.bz2",
        ]
        for name in names {
            let sound = try bench.bytes(name)
            for _ in 0..<40 {
                var bytes = sound
                for _ in 0..<Int.random(in: 1...6, using: &generator) {
                    let end = min(
                        bytes.count, [64, 600, bytes.count].randomElement(using: &generator) ?? 1)
                    bytes[Int.random(in: 0..<end, using: &generator)] = UInt8.random(
                        in: 0...255, using: &generator)
                }
                if Bool.random(using: &generator) {
                    bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
                }
                var limits = UnpackLimits()
                limits.totalBytes = 1 << 20
                var notes: [SourceNote] = []
                var place = 0
                var total = 0
                try Unpacker(limits: limits) { notes.append($0) }.forEachStream(
                    of: ByteSource(
                        size: bytes.count, seek: { place = $0 },
                        read: { buffer in
                            let piece = bytes[place...].prefix(buffer.count)
                            buffer.copyBytes(from: piece)
                            place += piece.count
                            return piece.count
                        })
                ) { stream in
                    var buffer = [UInt8](repeating: 0, count: 1000)
                    while case let count = buffer.withUnsafeMutableBytes({ stream.read(into: $0) }),
                        count > 0
                    { total += count }
                }
                #expect(total <= 2 << 20)
                #expect(notes.allSatisfy { !$0.reason.isEmpty && !$0.reason.contains("\n") })
            }
        }
    }

    @Test func `an error of the reader ends the walk`() throws {
        struct Enough: Error {}
        try bench.run("echo 1 > a; echo 2 > b; tar cf out a b")
        let file = try Descriptor.reading(bench.path + "/out")
        defer { file.shut() }
        var count = 0
        #expect(throws: Enough.self) {
            try Unpacker { _ in }.forEachStream(of: ByteSource(file)) { _ in
                count += 1
                throw Enough()
            }
        }
        #expect(count == 1)
    }

    @Test func `members tell when they were modified`() throws {
        try bench.run("echo 1 > a; touch -d @1700000000 a; tar cf out a")
        let file = try Descriptor.reading(bench.path + "/out")
        defer { file.shut() }
        var times: [Int?] = []
        try Unpacker { _ in }.forEachStream(of: ByteSource(file)) { times.append($0.modified) }
        #expect(times == [1_700_000_000_000_000_000])
    }
}

/// Random numbers that are the same in every run: a linear congruential generator.
private struct Stepwise: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
