import Foundation
import Testing

/// `blot redact`: files and trees.
@Suite struct RedactCopyTests {
    private let place: Copying

    init() throws {
        place = try Copying()
    }

    @Test func `only what holds secrets differs`() throws {
        try place.run(
            """
            mkdir -p in/.hidden/deep in/empty
            echo "token $TOKEN here" > in/app.log; seq 1000 > in/clean.log; : > in/nothing
            echo "export X=$OTHER" > in/.hidden/deep/.bash_history
            printf 'no end of line, \\377 and \\r' > in/.hidden/raw
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(try place.read("out/app.log") == "token \(Sample.label) here\n")
        #expect(try place.read("out/.hidden/deep/.bash_history") == "export X=\(Sample.label)\n")
        let different = try place.run("diff -rq in out || true")
        #expect(
            different.split(separator: "\n").sorted() == [
                "Files in/.hidden/deep/.bash_history and out/.hidden/deep/.bash_history differ",
                "Files in/app.log and out/app.log differ", "Only in out: REDACTION.md",
                "Only in out: redaction.json",
            ])
        #expect(try place.leaks() == "")
        #expect(
            try place.fates() == [
                "app.log": "redacted", ".hidden/deep/.bash_history": "redacted",
            ])
    }

    @Test func `modes and times are those of the source`() throws {
        try place.run(
            """
            mkdir -p in/dir/locked; echo "token $TOKEN" > in/dir/a; echo clean > in/dir/b
            echo x > in/dir/locked/c; ln -s a in/dir/link; seq 9 | gzip > in/dir/z.gz
            chmod 640 in/dir/a; chmod 755 in/dir/b; chmod 500 in/dir/locked; chmod 2750 in/dir
            touch -d '2001-02-03 04:05:06.789' in/dir/a in/dir/b in/dir/z.gz in/dir/locked/c
            touch -h -d '2002-02-03 04:05:06' in/dir/link; touch -d '1969-12-31' in/dir/locked
            touch -d '2003-02-03 04:05:06.5' in/dir
            """)
        #expect(try place.copy().status == 0)
        let list = "find dir -printf '%p %m %T@ %l\\n' | sort"
        #expect(try place.run("cd in; \(list)") == (try place.run("cd out; \(list)")))
        #expect(try place.run("stat -c %a out") == "700\n")
        #expect(try place.run("stat -c %a out/REDACTION.md out/redaction.json") == "600\n600\n")
    }

    @Test func `several paths get their names in the copy`() throws {
        try place.run(
            "mkdir -p in/a/x in/b/x; echo $TOKEN > in/a/x/log; echo 1 > in/b/x/log; echo 2 > in/log"
        )
        let outcome = try Command(
            ["redact"] + ["a/x", "b/x", "log", "a/x/log"].map { place.path + "/in/" + $0 }
                + ["--output", place.path + "/out"]
        ).finish()
        #expect(outcome.status == 0)
        let files = try place.run("cd out; find . -type f | sort; cat x~2/log log log~2")
        #expect(
            files
                == "./REDACTION.md\n./log\n./log~2\n./redaction.json\n./x~2/log\n1\n2\n\(Sample.label)\n"
        )
    }

    @Test func `names that hold secrets are redacted, links lead to the new ones`() throws {
        try place.run(
            """
            mkdir "in/$TOKEN"; echo one > "in/$TOKEN/a"; echo two > "in/$OTHER.log"
            echo three > "in/$TOKEN.log"; ln -s "$OTHER.log" in/link; ln -s "$TOKEN/a" in/deep
            ln -s "/nowhere/$TOKEN" in/out; ln -s "../$TOKEN.log" "in/$TOKEN/up"
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!outcome.errors.contains(Sample.token))
        #expect(try place.leaks() == "")
        let label = Sample.label
        #expect(try place.run("cat out/link out/deep") == "two\none\n")
        #expect(
            try place.run("cat 'out/\(label)/a' 'out/\(label).log' 'out/\(label).log~2'").count
                == 14)
        #expect(try place.run("readlink out/out") == "/nowhere/\(label)\n")
        #expect(try place.run("ls 'out/\(label)'") == "a\nup\n")
    }

    @Test func `a name of 300 bytes in all that are no UTF-8`() throws {
        let long = String(repeating: "y", count: 150)
        try place.run(
            #"mkdir -p in/$'\xfe'\#(long); echo "$TOKEN" > in/$'\xfe'\#(long)/$'\xff\n'\#(long)"#)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            try place.run(#"cat out/$'\xfe'\#(long)/$'\xff\n'\#(long)"#) == Sample.label + "\n")
        #expect(try place.fates() == [#"\xfe\#(long)/\xff\x0a\#(long)"#: "redacted"])
    }

    @Test func `binary files are skipped, what cannot be read is left out`() throws {
        try place.run(
            """
            head -c 9000 /bin/ls > in/program; echo fine > in/text; mkfifo in/fifo
            printf 'LPKSHHRH\\0\\0' > in/system.journal; ln -s nowhere in/dangling
            printf 'abc' | gzip | head -c 12 > in/cut.gz
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 2)
        #expect(
            try place.fates() == [
                "program": "skipped", "fifo": "leftOut", "system.journal": "leftOut",
                "cut.gz": "leftOut",
            ])
        #expect(
            try place.run("cd out; find . | sort")
                == ".\n./REDACTION.md\n./dangling\n./redaction.json\n./text\n")
        #expect(outcome.errors.contains("blot: fifo: is no regular file: not read\n"))
        #expect(outcome.errors.contains("blot: cut.gz: gzip data ends too early\n"))
        #expect(!outcome.errors.contains("program:"))
    }

    @Test func `a binary file is copied if it is named, or asked for`() throws {
        try place.run("(head -c 9000 /bin/ls; echo \"$TOKEN\") > in/program")
        let outcome = try place.copy(["--binary", "scan"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.run("tail -c 40 out/program") == "\(Sample.label)\n")
        let named = try Command(
            ["redact", place.path + "/in/program", "--output", place.path + "/named"]
        ).finish()
        #expect(named.status == 0)
        #expect(try place.run("tail -c 40 named/program") == "\(Sample.label)\n")
    }

    @Test func `the copy may lie in what is copied`() throws {
        try place.run("echo $TOKEN > in/a")
        let outcome = try Command([
            "redact", place.path + "/in", "--output", place.path + "/in/out",
        ])
        .finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            try place.run("cd in/out; find . | sort")
                == ".\n./REDACTION.md\n./a\n./redaction.json\n")
    }

    @Test func `nothing is written over anything`() throws {
        try place.run(
            "echo $TOKEN > in/a; mkdir full; echo 1 > full/file; echo 1 > file; mkdir out")
        for (target, sentence) in [
            ("full", "is not empty"), ("file", "is no directory"), ("no/dir", "cannot be made"),
        ] {
            let outcome = try Command(
                ["redact", place.path + "/in", "--output", place.path + "/" + target]
            ).finish()
            #expect(outcome.status == 64)
            #expect(outcome.errorLines.count == 1)
            #expect(outcome.errors.contains(sentence))
        }
        #expect(try place.copy().status == 0)
        #expect(try place.copy().status == 64)
        let inside = try Command(
            ["redact", place.path + "/out/a", "--output", place.path + "/out"]
        ).finish()
        #expect(inside.status == 64)
    }

    @Test func `an account in the source keeps its name`() throws {
        try place.run(
            "echo mine > in/REDACTION.md; echo '{}' > in/redaction.json; echo $TOKEN > in/a")
        #expect(try place.copy().status == 0)
        #expect(try place.read("out/REDACTION.md") == "mine\n")
        #expect(try place.read("out/REDACTION-1.md").hasPrefix("# Redaction report"))
        #expect(try place.manifest("out/redaction-1.json")["complete"] as? Bool == true)
    }

    @Test func `a secret is the same in all files under one key`() throws {
        try place.run(
            "echo $TOKEN > in/a; echo \"again $TOKEN\" > in/b; echo \"x $TOKEN\" | gzip > in/c.gz")
        #expect(try place.copy(["--style", "hash", "--key-file", place.path + "/key"]).status == 0)
        let names = try place.run("cat out/a out/b; zcat out/c.gz")
        let hashes = Set(names.matches(of: /\[REDACTED:[\w.-]+:(\w+)\]/).map { String($0.1) })
        #expect(hashes.count == 1)
        #expect(names.split(separator: "\n").count == 3)
        #expect(try place.run("stat -c %a key") == "600\n")
    }

    @Test func `a copy of a copy is the same`() throws {
        try place.run(
            """
            echo "token $TOKEN" > in/a; echo "x $OTHER" > "in/$TOKEN.log"
            (cd in; tar czf t.tgz a; zip -q z.zip a; xz -k a)
            """)
        for style in ["label", "hash", "mask", "partial"] {
            let first = try Command(
                [
                    "redact", place.path + "/in", "--output", "\(place.path)/1\(style)", "--style",
                    style,
                ]
            ).finish()
            #expect(first.status == 0, "\(style) \(first.errors)")
            try place.run("rm 1\(style)/REDACTION.md 1\(style)/redaction.json")
            let second = try Command(
                ["redact", "\(place.path)/1\(style)", "--output", "\(place.path)/2\(style)"]
            ).finish()
            #expect(second.status == 0, "\(style) \(second.errors)")
            #expect(
                try place.run("diff -r 1\(style) 2\(style) || true")
                    == "Only in 2\(style): REDACTION.md\nOnly in 2\(style): redaction.json\n")
            #expect(try place.leaks("1\(style)") == "")
        }
    }

    @Test func `what is found in a later file is redacted in an earlier one`() throws {
        let secret = Sample.whole("wJ7lrXUt·nF3MI9K2MDEN·GbPx4RfiCYq8·Ez5ByKEQ")
        try place.run(
            """
            echo 'it says \(secret) there' > in/a.log; echo 'and \(secret)' | gzip > in/b.gz
            echo 'aws_secret_access_key=\(secret)' > in/z.log; seq 9 > in/c
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let label = "[REDACTED:aws.secret-access-key]"
        #expect(try place.read("out/a.log") == "it says \(label) there\n")
        #expect(try place.run("zcat out/b.gz") == "and \(label)\n")
        #expect(outcome.errors == "blot: 4 files copied, 3 secrets replaced\n")
        let manifest = try place.manifest()
        #expect(manifest["copied"] as? Int == 4)
        #expect(manifest["unchanged"] as? Int == 1)
    }

    @Test func `the account means nothing to Markdown, and holds no secret`() throws {
        try place.run(
            #"""
            echo "t $TOKEN" > 'in/<script>|`x`|[a](b)'$'\n''# h'; echo "t $TOKEN" > "in/$OTHER"
            """#)
        #expect(try place.copy().status == 0)
        let text = try place.read("out/REDACTION.md")
        #expect(text.contains(#"| `<script>\x7c\x60x\x60\x7c[a](b)\x0a# h` | 1 |"#), "\(text)")
        #expect(!text.contains("ghp" + "_"))
        #expect(text.contains("nothing was found in it"))
        let rules = try #require(try place.manifest()["rules"] as? [[String: Any]])
        #expect(rules.first?["rule"] as? String == "github.personal-access-token")
        #expect(rules.first?["count"] as? Int == 2)
    }

    @Test func `parts of a rotated log are each in its own file`() throws {
        let text = "\"log\":\"token=\(Sample.token) and a long line"
        let half = text.count / 2
        try place.run(
            """
            echo "newest $OTHER" > in/app.log; echo "older $OTHER" > in/app.log.1
            echo "oldest $TOKEN" | gzip > in/app.log.2.gz; printf 'no end' > in/app.log.3
            """)
        _ = half
        #expect(try place.copy().status == 0)
        #expect(try place.read("out/app.log") == "newest \(Sample.label)\n")
        #expect(try place.read("out/app.log.1") == "older \(Sample.label)\n")
        #expect(try place.read("out/app.log.3") == "no end")
        #expect(try place.run("zcat out/app.log.2.gz") == "oldest \(Sample.label)\n")
    }

    @Test func `a record that goes on in the next file is redacted in both`() throws {
        let token = Sample.token
        func record(_ text: String) -> String {
            #"{"log":"\#(text)","stream":"stdout","time":"2026-11-24T10:00:00Z"}"# + "\n"
        }
        let first = record(#"one\n"#) + record("token " + token.prefix(20))
        let second = record(token.dropFirst(20) + #" end\n"#) + record(#"two\n"#)
        _ = try place.scratch.write(first, to: "in/x-json.log.1")
        _ = try place.scratch.write(second, to: "in/x-json.log")
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let older = try place.read("out/x-json.log.1")
        let newer = try place.read("out/x-json.log")
        #expect(older.hasPrefix(record(#"one\n"#)))
        #expect(newer.hasSuffix(record(#"two\n"#)))
        #expect(!(older + newer).contains(token.dropFirst(25)))
        #expect(!(older + newer).contains(token.prefix(16)))
        #expect(older.split(separator: "\n").count == 2 && newer.split(separator: "\n").count == 2)
    }

    @Test func `nothing in the copy takes another's place`() throws {
        try place.run(
            """
            echo one > 'in/\(Sample.label)'; echo two > "in/$TOKEN"
            mkdir 'in/d-\(Sample.label)' "in/d-$TOKEN"; echo 1 > 'in/d-\(Sample.label)/f'
            echo 2 > "in/d-$TOKEN/f"; ln -s "$TOKEN" in/link
            (cd in; tar cf ../t.tar *); mv t.tar in/t.tar
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let label = Sample.label
        #expect(try place.run("cd out; cat '\(label)' '\(label)~2' link") == "one\ntwo\ntwo\n")
        #expect(try place.run("cd out; cat 'd-\(label)/f' 'd-\(label)~2/f'") == "1\n2\n")
        #expect(try place.manifest()["copied"] as? Int == 6)
        try place.run("mkdir u; tar xf out/t.tar -C u; rm out/t.tar out/*.md out/*.json")
        #expect(try place.run("diff -r out u") == "")
    }

    @Test func `a secret of a file is one in names, too`() throws {
        let secret = Sample.whole("wJ7lrXUt·nF3MI9K2MDEN·GbPx4RfiCYq8·Ez5ByKEQ")
        try place.run(
            """
            echo x > 'in/a-\(secret).log'; ln -s '\(secret)' in/link; mkdir 'in/\(secret)'
            echo 'aws_secret_access_key=\(secret)' > in/z.log; echo y > 'in/\(secret)/f'
            """)
        let outcome = try place.copy(["--report", "json=\(place.path)/report"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!(try place.run("find out -printf '%p %l\\n'; cat report")).contains(secret))
        let label = "[REDACTED:aws.secret-access-key]"
        #expect(try place.read("out/a-\(label).log") == "x\n")
        #expect(try place.run("cat 'out/link/f'") == "y\n")
    }

    @Test func `files of the run are not in the copy`() throws {
        try place.run("echo $TOKEN > in/a; ln -s .key in/link")
        let outcome = try place.copy([
            "--style", "hash", "--key-file", place.path + "/in/.key", "--report",
            "json=\(place.path)/in/report.json",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.run("ls -A out") == "REDACTION.md\na\nlink\nredaction.json\n")
        #expect(try place.run("test -s in/.key; test -s in/report.json") == "")
    }

    @Test func `nobody runs a file of the copy as its owner`() throws {
        try place.run("echo x > in/a; chmod 6755 in/a; echo $TOKEN > in/b; chmod 1755 in/b")
        #expect(try place.copy().status == 0)
        #expect(try place.run("stat -c %a out/a out/b") == "755\n1755\n")
    }

    @Test func `the account counts what is there, and names what cannot be read`() throws {
        try place.run(
            "(echo \"t $TOKEN\"; seq 9999) | gzip | head -c 9000 > in/a.gz")
        let outcome = try place.copy()
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasSuffix("blot: 0 files copied, 0 secrets replaced, 1 left out\n"))
        let missing = try Command(
            ["redact", place.path + "/nowhere", "--output", place.path + "/2"]
        ).finish()
        #expect(missing.status == 2)
        #expect(missing.errors.contains("blot: nowhere: cannot open: No such file or directory\n"))
        #expect(!missing.errors.contains("still found"))
    }
}
