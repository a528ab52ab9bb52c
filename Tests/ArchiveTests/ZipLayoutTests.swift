import Archive
import TestSupport
import Testing

/// What nothing in a zip accounts for.
@Suite struct ZipLayoutTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.run("seq 1000 > a.log; printf two > b.log; zip -q in.zip a.log b.log")
    }

    private func layout(_ name: String = "in.zip") throws -> ZipLayout {
        try ZipLayout(ByteInput(try bench.bytes(name)).input(canSeek: true))
    }

    /// Changes the zip by a script of Python: `d` are its bytes, `c` is where its directory begins,
    /// `e` where its end record does, `two` where the directory's second entry does.
    private func change(_ script: String) throws {
        try bench.run(
            """
            python3 - <<'END'
            import struct, zlib
            d = open("in.zip", "rb").read()
            c = d.index(b"PK\\1\\2"); two = d.find(b"PK\\1\\2", c + 4); e = d.index(b"PK\\5\\6")
            def end(count, size, place):
                return struct.pack("<4s4H2LH", b"PK\\5\\6", 0, 0, count, count, size, place, 0)
            \(script)
            open("in.zip", "wb").write(d)
            END
            """)
    }

    private static let tools = [
        "true", "zip -q0 in.zip a.log", "rm in.zip; cat a.log | zip -q in.zip -",
        "printf comment | zip -qz in.zip", "rm in.zip; zip -q - a.log b.log | cat > in.zip",
        "rm in.zip; 7zz a -tzip in.zip a.log b.log > log", "mkdir d; zip -qr in.zip d",
        "zip -qd in.zip a.log", "zip -qP pass in.zip a.log", "mkdir e; zip -qr in.zip e",
        """
        python3 - <<'END'
        import zipfile
        with zipfile.ZipFile("in.zip", "w") as z:
            with z.open("large", "w", force_zip64=True) as f: f.write(b"x" * 1000)
        END
        """,
        """
        python3 - <<'END'
        import zipfile
        class Pipe:
            def __init__(self): self.bytes = b""
            def write(self, bytes): self.bytes += bytes; return len(bytes)
            def flush(self): pass
        pipe = Pipe()
        with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as z:
            with z.open("a", "w", force_zip64=True) as f: f.write(b"x" * 1000)
            z.writestr("b", "y" * 100)
        open("in.zip", "wb").write(pipe.bytes)
        END
        """,
        """
        python3 - <<'END'
        import zipfile
        zipfile.ZIP_FILECOUNT_LIMIT = 1
        with zipfile.ZipFile("in.zip", "w") as z:
            for n in "abc": z.writestr(n, "y" * 100)
        END
        """, "head -c 500 /dev/zero >> in.zip",
    ]

    @Test(arguments: tools)
    func `the directory accounts for all that the tools write`(tool: String) throws {
        try bench.run(tool)
        let layout = try layout()
        #expect(layout.fault == nil)
        #expect(layout.unaccounted == [])
        #expect(layout.members > 0)
    }

    @Test func `an empty zip`() throws {
        try change("d = end(0, 0, 0)")
        let layout = try layout()
        #expect(layout.fault == nil)
        #expect(layout.unaccounted == [])
        #expect(layout.members == 0)
    }

    @Test func `what stands before, between and behind`() throws {
        let size = try bench.bytes("in.zip").count
        try change("d += b'behind'")
        #expect(try layout().unaccounted == [size..<size + 6])
        try change("d = b'first' + d")
        #expect(try layout().unaccounted == [0..<5, size + 5..<size + 11])
        #expect(try layout().fault == nil)
        try bench.run("rm in.zip; zip -q in.zip a.log")
        let one = try bench.bytes("in.zip")
        try change("d = d[:c] + b'here' + d[c:e] + b'there' + end(1, e - c, c + 4)")
        let layout = try layout()
        #expect(layout.unaccounted.map(\.count) == [4, 5])
        #expect(layout.unaccounted[1].lowerBound == one.count - 22 + 4)
        #expect(layout.fault == nil)
    }

    @Test func `a member that is not named`() throws {
        try change("d = d[:c] + d[c:two] + end(1, two - c, c)")
        let layout = try layout()
        #expect(layout.members == 1)
        #expect(layout.unaccounted.count == 1)
    }

    private static let faults = [
        ("d = d[:e]", "has no directory, or only a part of one"),
        ("d = d[:e + 10]", "has no directory, or only a part of one"),
        ("d = d[:e] + end(1, e - c, c)", "has a directory of 2 members that says it has 1"),
        ("d = d[:c] + d[c:two] * 2 + end(2, 2 * (two - c), c)", "has members that overlap"),
        (
            "d = d[:c] + d[c:two].replace(b'a.log', b'c.log') + end(1, two - c, c)",
            "has a directory that contradicts its members"
        ),
        (
            "d = d[:c] + d[c:c + 42] + b'\\7\\0\\0\\0' + d[c + 46:]",
            "names members that are not in it"
        ),
        ("d = d[:two] + b'PKxx' + d[two + 4:]", "has a directory that is damaged"),
    ]

    @Test(arguments: faults.indices)
    func `a directory that is wrong`(index: Int) throws {
        let (script, fault) = Self.faults[index]
        try change(script)
        #expect(try layout().fault == fault)
    }

    @Test func `whatever is damaged, it ends`() throws {
        let whole = try bench.bytes("in.zip")
        var generator = Stepwise(state: 11)
        for _ in 0..<3000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let at = Int.random(in: bytes.indices, using: &generator)
                bytes[at] =
                    [0, 0xFF, 0x7F, UInt8.random(in: 0...255, using: &generator)]
                    .randomElement(using: &generator) ?? 0
            }
            let layout = try ZipLayout(ByteInput(bytes).input(canSeek: true))
            #expect(layout.unaccounted.allSatisfy { $0.upperBound <= bytes.count })
        }
    }
}

/// Numbers that are the same in every run.
private struct Stepwise: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 33
    }
}
