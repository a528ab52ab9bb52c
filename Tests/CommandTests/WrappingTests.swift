import Foundation
import Testing

/// Secrets beside the members of archives, and behind a text: in `blot redact` and `blot scan`.
@Suite struct WrappingTests {
    private let place: Copying

    init() throws {
        place = try Copying()
    }

    /// Makes files in `in` by a script of Python. `S` is a secret, `tar(name, dirty, **more)` makes
    /// a tar with what `more` says of its only member, in gzip; `local` and `entry` are a member of
    /// a zip and its entry in the directory.
    private func make(_ script: String) throws {
        try place.run(
            """
            cat > make.py <<'END'
            import base64, gzip, io, os, struct, tarfile, zipfile, zlib
            S = os.environ["TOKEN"]
            def tar(name, dirty, file={}, pax={}, shared={}, format=tarfile.PAX_FORMAT):
                with tarfile.open("in/" + name, "w:gz", format=format, pax_headers=shared) as t:
                    info = tarfile.TarInfo("a.log"); info.mtime = 1600000000
                    data = b"hello\\n" + (os.environ["OTHER"].encode() if dirty else b"")
                    info.size = len(data); info.pax_headers = pax
                    for key, value in file.items(): setattr(info, key, value)
                    t.addfile(info, io.BytesIO(data))
            def local(name, data):
                deflate = zlib.compressobj(9, 8, -15)
                packed = deflate.compress(data) + deflate.flush()
                return struct.pack("<I5H3I2H", 0x04034b50, 20, 0, 8, 0, 33, zlib.crc32(data),
                    len(packed), len(data), len(name), 0) + name + packed
            def entry(local, place):
                size, = struct.unpack("<H", local[26:28])
                return (b"PK\\1\\2\\x14\\0" + local[4:30] + b"\\0" * 10
                    + struct.pack("<I", place) + local[30:30 + size])
            def end(count, size, place):
                return struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, count, count, size, place, 0)
            def put(name, bytes): open("in/" + name, "wb").write(bytes)
            \(script)
            END
            python3 make.py
            """)
    }

    /// The secret, and its base64, in every level of everything in the copy.
    private func deepLeaks() throws -> String {
        try place.run(
            """
            python3 - <<'END'
            import base64, os, re, zlib
            S = os.environ["TOKEN"].encode()
            forms = [S, base64.b64encode(b"token=" + S)]
            def look(bytes, where):
                if any(form in bytes for form in forms): print(where)
                starts = [(m.start(), 31) for m in re.finditer(b"\\x1f\\x8b\\x08", bytes)]
                for m in re.finditer(b"PK\\3\\4", bytes):
                    at = m.start()
                    starts.append((at + 30 + bytes[at + 26] + bytes[at + 28], -15))
                for start, bits in starts:
                    try: data = zlib.decompressobj(bits).decompress(bytes[start:])
                    except zlib.error: continue
                    look(data, where + "!")
            for root, _, names in os.walk("out"):
                for name in names: look(open(os.path.join(root, name), "rb").read(), name)
            END
            """)
    }

    private static let metadata = [
        #"file={"uname": S}"#, #"file={"gname": S}"#, #"pax={"comment": S}"#,
        #"shared={"comment": S}"#, #"pax={"ACME.secret": S}"#,
        #"pax={"SCHILY.xattr.user.origin": "https://x.example/?token=" + S}"#,
        #"pax={"LIBARCHIVE.xattr.user.t": base64.b64encode(b"token=" + S.encode()).decode()}"#,
        #"pax={"SCHILY.acl.access": "user::rw-,user:" + S + ":r--,group::r--,other::r--"}"#,
    ]

    @Test(arguments: metadata, ["True", "False"])
    func `what a tar says of its members beside their names`(
        metadata: String, isDirty: String
    ) throws {
        try make("tar('x.tgz', \(isDirty), \(metadata))")
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try deepLeaks() == "")
        #expect(try place.run("tar xzOf out/x.tgz | head -n 1") == "hello\n")
        #expect(
            try place.run("tar tvzf out/x.tgz --utc | tr -s ' ' | cut -d ' ' -f 1,4-6")
                == "-rw-r--r-- 2020-09-13 12:26 a.log\n")
        #expect(try place.fates() == ["x.tgz": "redacted"])
    }

    @Test func `owners with plain names stay`() throws {
        try make("tar('x.tgz', True, {'uname': 'www-data', 'gname': 'a b', 'uid': 33, 'gid': 44})")
        #expect(try place.copy().status == 0)
        #expect(
            try place.run(
                "tar tvzf out/x.tgz | cut -d ' ' -f 2; tar tvzf out/x.tgz --numeric-owner | cut -d ' ' -f 2"
            )
                == "www-data/44\n33/44\n")
    }

    private static let wrapped = [
        // Padding behind the data of a member.
        """
        b = io.BytesIO()
        with tarfile.open(fileobj=b, mode="w") as t:
            info = tarfile.TarInfo("a"); info.size = 3; t.addfile(info, io.BytesIO(b"hi\\n"))
        raw = bytearray(b.getvalue()); raw[515:515 + len(S)] = S.encode()
        put("x.tgz", gzip.compress(bytes(raw)))
        """,
        // The name in a gzip in a gzip.
        """
        inner = gzip.compress(b"hello\\n", mtime=0)
        named = inner[:3] + b"\\x08" + inner[4:10] + S.encode() + b"\\0" + inner[10:]
        put("x.gz", gzip.compress(named))
        """,
        // Comments and extra fields of a zip in a gzip.
        """
        for place in ("comment", "entry", "extra"):
            b = io.BytesIO()
            with zipfile.ZipFile(b, "w") as z:
                info = zipfile.ZipInfo("a.log")
                if place == "extra":
                    info.extra = struct.pack("<HH", 0x9999, len(S)) + S.encode()
                if place == "entry": info.comment = S.encode()
                z.writestr(info, "hello\\n")
                if place == "comment": z.comment = S.encode()
            put(place + ".zip.gz", gzip.compress(b.getvalue()))
        """,
    ]

    @Test(arguments: wrapped.indices)
    func `what things inside are wrapped in`(index: Int) throws {
        try make(Self.wrapped[index])
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try deepLeaks() == "")
    }

    /// Each with a part of what is said of it.
    private static let stray = [
        ("put('x.zip', zip(a) + zip(hid))", "that no member accounts for"),
        ("put('x.zip', zip(a) + hid)", "that no member accounts for"),
        ("c = entry(a, 0); put('x.zip', a + c + hid + end(1, len(c), len(a)))", "no member acc"),
        ("c = entry(a, 0); put('x.zip', a + hid + c + end(1, len(c), len(a + hid)))", "no member"),
        (
            "c = entry(a, 0); put('x.zip', a + hid + c + c + end(2, 2 * len(c), len(a + hid)))",
            "members that overlap"
        ),
        (
            """
            c = entry(a, 0); b = io.BytesIO(); d = a + hid + c + end(1, len(c), len(a + hid))
            with tarfile.open(fileobj=b, mode="w") as t:
                info = tarfile.TarInfo("in.zip"); info.size = len(d); t.addfile(info, io.BytesIO(d))
            put("x.tar", b.getvalue())
            """, "in.zip: "
        ),
        ("put('x.zip', (a + hid + entry(a, 0))[:-9])", "has no directory"),
        // Behind the end of what is compressed, and in a directory.
        (
            """
            size = struct.unpack("<I", a[18:22])[0] + len(hid)
            put("x.zip", zip(a[:18] + struct.pack("<I", size) + a[22:] + hid))
            """, "wrong size"
        ),
        (
            "put('x.zip', zip(local(b'd/', b'token ' + S.encode() * 9)))",
            "directories with contents"
        ),
    ]

    @Test(arguments: stray.indices)
    func `what the directory of a zip does not name is told and not copied`(index: Int) throws {
        let (script, reason) = Self.stray[index]
        try make(
            """
            a = local(b"a.log", b"hello\\n"); hid = local(b"h.log", b"token " + S.encode() * 9)
            def zip(l): return l + entry(l, 0) + end(1, len(entry(l, 0)), len(l))
            \(script)
            """)
        let scan = try Command(["scan", "--no-config", place.path + "/in"]).finish()
        #expect(scan.status == 2)
        let words = scan.text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        #expect(words.contains(reason), "\(scan.text)")
        let outcome = try place.copy()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(try deepLeaks() == "")
    }

    @Test func `a script with compressed data behind it is not copied`() throws {
        try place.run(
            """
            (yes 'echo install' | head -n 1000; echo "token $TOKEN" | gzip) > in/x.run
            tar cf in/x.tar -C in x.run; seq 9000 > in/clean.log
            """)
        let scan = try Command(["scan", "--no-config", place.path + "/in"]).finish()
        #expect(scan.status == 2)
        #expect(scan.text.contains("binary from about"), "\(scan.text)")
        let outcome = try place.copy()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("x.run: binary from about byte 13"), "\(outcome.errors)")
        #expect(
            try place.run("ls out; tar tf out/x.tar")
                == "REDACTION.md\nclean.log\nredaction.json\nx.tar\n")
        #expect(try deepLeaks() == "")
        let all = try Command(["scan", "--no-config", "--binary", "scan", place.path + "/in"])
            .finish()
        #expect(all.status == 0, "\(all.text)")
    }

    @Test func `the parts of a rotated log in an archive are one stream, in the order of time`()
        throws
    {
        try place.run(
            """
            mkdir src; cd src
            record() { printf '{"log":"%s","stream":"stdout","time":"2026-01-01T00:00:00Z"}\\n' "$1"; }
            record "saw ${TOKEN:0:20}" > x-json.log.1; record "${TOKEN:20} end\\\\n" > x-json.log
            record "saw ${OTHER:0:20}" > a-json.log; record "${OTHER:20} end\\\\n" > b-json.log
            tar cf ../in/x.tar x-json.log.1 x-json.log a-json.log b-json.log
            """)
        let outcome = try Command(
            ["scan", "--no-config", "--report", "jsonl", place.path + "/in"]
        ).finish()
        #expect(outcome.status == 1)
        let found = outcome.text.split(separator: "\n").filter { $0.contains("personal-access") }
        #expect(found.count == 1)
        #expect(found.first?.contains("x-json.log.1") == true, "\(outcome.text)")
        // Members are redacted one by one: that this was not enough is told.
        let copy = try place.copy()
        #expect(copy.status == 2)
        #expect(copy.errors.contains("something is still found in it"), "\(copy.errors)")
    }
}
