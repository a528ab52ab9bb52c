import Foundation
import Testing

/// `blot redact`: compressed files and archives, opened by their own tools.
@Suite struct RedactArchiveTests {
    private let place: Copying

    init() throws {
        place = try Copying()
        try place.run(
            """
            mkdir -p src/sub; echo "token $TOKEN here" > src/a.log; seq 500 > src/sub/clean.log
            ln -s a.log src/link; chmod 640 src/a.log; chmod 750 src/sub
            touch -d @1600000000 src/a.log src/sub/clean.log
            """)
    }

    private static let redacted = "token \(Sample.label) here\n"

    @Test(arguments: [
        "gzip", "xz", "bzip2", "zstd -q", "lz4 -q", "lzip", "xz --format=lzma", "compress",
    ])
    func `compressed files`(tool: String) throws {
        try place.run(
            "(seq 300; cat src/a.log) | \(tool) > in/log.z; seq 500 | \(tool) > in/clean.z")
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.run("\(tool) -d < out/log.z | tail -n 1") == Self.redacted)
        #expect(try place.run("\(tool) -d < out/log.z | head -n 300 | cmp - <(seq 300)") == "")
        #expect(try place.run("cmp in/clean.z out/clean.z") == "")
    }

    private static let archivers = [
        ("tar cf ../in/x.a --format=v7 *", "tar xf ../out/x.a"),
        ("tar cf ../in/x.a --format=ustar *", "tar xf ../out/x.a"),
        ("tar cf ../in/x.a --format=gnu *", "tar xf ../out/x.a"),
        ("tar cf ../in/x.a --format=pax *", "tar xf ../out/x.a"),
        ("tar czf ../in/x.a *", "tar xzf ../out/x.a"),
        ("tar cJf ../in/x.a *", "tar xJf ../out/x.a"),
        ("tar cjf ../in/x.a *", "tar xjf ../out/x.a"),
        ("tar c * | zstd > ../in/x.a", "zstd -d < ../out/x.a | tar x"),
        ("tar c * | lz4 > ../in/x.a", "lz4 -d < ../out/x.a | tar x"),
        ("zip -qry ../in/x.zip *; mv ../in/x.zip ../in/x.a", "unzip -q ../out/x.a"),
        ("7zz a -snl ../in/x.7z * > ../l; mv ../in/x.7z ../in/x.a", "7zz x ../out/x.a > ../l"),
        ("find * | cpio -o --quiet -H newc > ../in/x.a", "cpio -idm --quiet < ../out/x.a"),
        ("find * | cpio -o --quiet -H odc > ../in/x.a", "cpio -idm --quiet < ../out/x.a"),
        ("find * | cpio -o --quiet > ../in/x.a", "cpio -idm --quiet < ../out/x.a"),
    ]

    @Test(arguments: archivers.indices)
    func `archives open with their own tools`(index: Int) throws {
        let (make, open) = Self.archivers[index]
        try place.run("cd src; \(make); chmod 604 ../in/x.a; touch -d @1500000000 ../in/x.a")
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.fates() == ["x.a": "redacted"])
        try place.run("mkdir again; cd again; \(open)")
        #expect(try place.read("again/a.log") == Self.redacted)
        let list = "find . -type f -printf '%p %m %T@\\n' -o -printf '%p %m %l\\n' | sort"
        #expect(try place.run("cd src; \(list)") == (try place.run("cd again; \(list)")))
        #expect(try place.run("cmp src/sub/clean.log again/sub/clean.log") == "")
        #expect(try place.run("stat -c '%a %Y' out/x.a") == "604 1500000000\n")
        #expect(try place.leaks("again") == "")
    }

    @Test(arguments: archivers.indices)
    func `archives without secrets are the same, byte for byte`(index: Int) throws {
        try place.run("seq 2000 > src/a.log; cd src; \(Self.archivers[index].0)")
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.run("cmp in/x.a out/x.a") == "")
        #expect(try place.fates() == [:])
    }

    @Test func `an archive of ar`() throws {
        try place.run("cd src; ar rcS ../in/x.a a.log sub/clean.log")
        #expect(try place.copy().status == 0)
        #expect(try place.run("ar p out/x.a a.log") == Self.redacted)
    }

    @Test func `archives in archives in archives`() throws {
        try place.run(
            """
            cd src; gzip -k a.log; tar czf t.tgz a.log.gz link; zip -q z.zip t.tgz sub/clean.log
            7zz a s.7z z.zip > ../l; tar cJf ../in/x.txz s.7z a.log
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            try place.run(
                """
                mkdir again; cd again; tar xJf ../out/x.txz; 7zz x s.7z > ../l; unzip -q z.zip
                tar xzf t.tgz; zcat a.log.gz; cat a.log
                """) == Self.redacted + Self.redacted)
    }

    @Test func `an image of docker`() throws {
        try place.run(
            """
            cd src; tar cf layer.tar a.log sub; mkdir -p blobs/sha256
            tar czf blobs/sha256/aa layer.tar
            echo '{"config":{"Env":["T='$TOKEN'"]}}' > blobs/sha256/bb; echo '[]' > manifest.json
            tar cf ../in/image.tar blobs manifest.json
            """)
        #expect(try place.copy().status == 0)
        try place.run("mkdir again; cd again; tar xf ../out/image.tar")
        #expect(
            try place.read("again/blobs/sha256/bb")
                == #"{"config":{"Env":["T=\#(Sample.label)"]}}"# + "\n")
        #expect(try place.run("cd again; tar xzOf blobs/sha256/aa | tar xO a.log") == Self.redacted)
    }

    @Test func `names and links of members are redacted`() throws {
        try place.run(
            """
            mkdir "src/$TOKEN"; echo one > "src/$TOKEN/f"; echo two > "src/$OTHER"
            ln -s "$OTHER" src/soft; ln "src/$OTHER" src/zhard; cd src; tar cf ../in/x.tar *
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.leaks() == "")
        let label = Sample.label
        try place.run("mkdir again; cd again; tar xf ../out/x.tar")
        #expect(
            try place.run("cd again; cat '\(label)/f' '\(label)~2' soft zhard")
                == "one\ntwo\ntwo\ntwo\n")
    }

    @Test func `names of any bytes`() throws {
        try place.run(
            #"cd src; mv a.log $'\xff\xc3\xa9'; for f in gnu pax; do tar cf ../in/$f.tar --format=$f *; done"#
        )
        #expect(try place.copy().status == 0)
        for format in ["gnu", "pax"] {
            try place.run("mkdir \(format); cd \(format); tar xf ../out/\(format).tar 2> ../l")
            #expect(try place.run(#"cat \#(format)/$'\xff\xc3\xa9'"#) == Self.redacted)
        }
    }

    @Test func `what cannot be scanned is left out of an archive, the rest is there`() throws {
        try place.run(
            """
            cd src; head -c 9000 /bin/ls > program; zip -qP pass ../in/x.zip sub/clean.log
            zip -q ../in/x.zip a.log program; head -c 60 <(gzip < sub/clean.log) > cut.gz
            tar cf ../in/y.tar a.log cut.gz program
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 2)
        #expect(try place.fates() == ["x.zip": "redacted", "y.tar": "redacted"])
        #expect(try place.run("unzip -Z1 out/x.zip; tar tf out/y.tar") == "a.log\na.log\n")
        #expect(outcome.errors.contains("blot: x.zip!sub/clean.log: encrypted: not scanned\n"))
        #expect(outcome.errors.contains("blot: y.tar!cut.gz: gzip data ends too early\n"))
        #expect(try place.read("out/REDACTION.md").contains("| `x.zip!program` | a binary file |"))
    }

    @Test func `hostile members are not in the copy`() throws {
        try place.run(
            """
            python3 - <<'END'
            import io, os, tarfile
            with tarfile.open("in/x.tar", "w") as tar:
                def add(name, kind=tarfile.REGTYPE, data=b"", link=""):
                    info = tarfile.TarInfo(name)
                    info.type, info.size, info.linkname = kind, len(data), link
                    tar.addfile(info, io.BytesIO(data))
                add("/etc/absolute", data=b"x")
                add("a/../../up", data=b"x")
                add("null", tarfile.CHRTYPE)
                add("pipe", tarfile.FIFOTYPE)
                add("gone", tarfile.LNKTYPE, link="/etc/absolute")
                add("a.log", data=b"token " + os.environ["TOKEN"].encode())
            END
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 2)
        #expect(try place.run("tar tf out/x.tar") == "a.log\n")
        #expect(outcome.errorLines.count { $0.hasPrefix("blot: x.tar!") } == 4)
    }

    @Test func `secrets beside the members are not copied`() throws {
        try place.run(
            """
            cd src; zip -q ../in/comment.zip sub/clean.log
            printf "see $TOKEN" | zip -qz ../in/comment.zip
            cp sub/clean.log "$TOKEN.log"; gzip "$TOKEN.log"; mv "$TOKEN.log.gz" ../in/name.gz
            (seq 100 | gzip; echo "behind $TOKEN") > ../in/behind.gz
            (tar c sub; echo "behind $TOKEN") > ../in/behind.tar
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.leaks("in").split(separator: "\n").count == 4)
        #expect(try place.leaks() == "")
        #expect(try place.run("zcat out/name.gz | cmp - src/sub/clean.log") == "")
        #expect(try place.run("unzip -p out/comment.zip | cmp - src/sub/clean.log") == "")
        #expect(
            try place.run("tail -c 47 out/behind.gz; tail -c 47 out/behind.tar")
                == "behind \(Sample.label)\nbehind \(Sample.label)\n")
    }

    @Test func `a member that the directory of a zip does not name is not copied`() throws {
        try place.run(
            """
            cd src; zip -q ../in/x.zip a.log sub/clean.log; python3 - <<'END'
            # The directory of the second member only; the first stands there compressed.
            import struct
            data = open("../in/x.zip", "rb").read()
            start = data.index(b"PK\\1\\2"); second = data.index(b"PK\\1\\2", start + 4)
            end = data.index(b"PK\\5\\6")
            tail = struct.pack("<4s4H2LH", b"PK\\5\\6", 0, 0, 1, 1, end - second, start, 0)
            open("../in/x.zip", "wb").write(data[:start] + data[second:end] + tail)
            END
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("bytes from byte 0 on that no member accounts for\n"))
        #expect(
            try place.run(
                "python3 -c \"print(open('out/x.zip','rb').read().count(b'PK\\x03\\x04'))\"")
                == "1\n")
        #expect(try place.run("unzip -p out/x.zip | cmp - src/sub/clean.log") == "")
    }

    @Test func `bombs are left out`() throws {
        try place.run(
            "head -c 400M /dev/zero | gzip -9 > in/bomb.gz; head -c 300M /dev/zero | xz | xz > in/bomb.xz; echo fine > in/a"
        )
        let outcome = try place.copy(["--max-ratio", "100"])
        #expect(outcome.status == 2)
        #expect(try place.fates() == ["bomb.gz": "leftOut", "bomb.xz": "leftOut"])
        #expect(try place.run("ls out") == "REDACTION.md\na\nredaction.json\n")
    }

    @Test func `an audit of the copy finds nothing`() throws {
        try place.run(
            """
            cd src; echo "password=$OTHER" > b.log; for f in v7 ustar gnu pax; do
                tar cf ../in/$f.tar --format=$f *; done
            zip -qry ../in/z.zip *; 7zz a -snl ../in/s.7z * > ../l; ls | cpio -o --quiet > ../in/c
            for tool in gzip xz bzip2 'zstd -q' 'lz4 -q' lzip; do
                $tool < a.log > "../in/${tool%% *}.log"; tar c * | $tool > "../in/${tool%% *}.tar"
            done
            tar cf ../in/all.tar -C ../in z.zip s.7z gzip.tar
            """)
        let before = try Command(["scan", place.path + "/in", "--no-config"]).finish()
        #expect(before.status == 1)
        #expect(try place.copy().status == 0)
        let after = try Command(
            ["scan", place.path + "/out", "--no-config", "--report", "jsonl"]
        ).finish()
        #expect(after.status == 0, "\(after.text) \(after.errors)")
        #expect(!after.text.contains("fingerprint"))
    }

    @Test func `large members are written through a file without a name`() throws {
        try place.run(
            "cd src; (seq 400000; cat a.log) > big.log; tar czf ../in/x.tgz big.log; zip -q ../in/x.zip big.log"
        )
        #expect(try place.copy().status == 0)
        for open in ["tar xzOf out/x.tgz", "unzip -p out/x.zip"] {
            #expect(try place.run("\(open) | tail -n 1") == Self.redacted)
            #expect(try place.run("\(open) | head -n 400000 | cmp - <(seq 400000)") == "")
        }
        #expect(try place.run("ls -A out") == "REDACTION.md\nredaction.json\nx.tgz\nx.zip\n")
    }
}
