import Foundation
import Glibc
import Testing

/// `blot redact --in-place`.
@Suite struct RedactInPlaceTests {
    private let place: Copying

    init() throws {
        place = try Copying()
    }

    private func redact(_ arguments: [String] = []) throws -> Command.Outcome {
        try Command(["redact", place.path + "/in", "--in-place"] + arguments).finish()
    }

    @Test func `only what holds secrets is replaced, and kept as it was`() throws {
        try place.run(
            """
            mkdir in/sub; echo "token $TOKEN" > in/a.log; seq 9 > in/clean; ln -s a.log in/link
            gzip -k in/a.log; mv in/a.log.gz in/sub; chmod 644 in/a.log
            touch -d @1500000000 in/*.log
            stat -c '%i %Y %m' in/clean > before
            """)
        let outcome = try redact()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.read("in/a.log") == "token \(Sample.label)\n")
        #expect(try place.read("in/a.log.orig") == "token \(Sample.token)\n")
        #expect(try place.run("zcat in/sub/a.log.gz") == "token \(Sample.label)\n")
        #expect(try place.run("stat -c '%a %Y' in/a.log") == "644 1500000000\n")
        #expect(try place.run("stat -c %a in/a.log.orig in/sub/a.log.gz.orig") == "600\n600\n")
        #expect(
            try place.run("stat -c '%i %Y %m' in/clean | cmp - before; readlink in/link")
                == "a.log\n")
        #expect(try place.read("in/REDACTION.md").contains("## Backups, which hold secrets"))
        #expect(
            try place.run("cd in; find . -type f | sort") == """
                ./REDACTION.md
                ./a.log
                ./a.log.orig
                ./clean
                ./redaction.json
                ./sub/a.log.gz
                ./sub/a.log.gz.orig

                """)
        #expect(outcome.errors.contains("/in/a.log.orig: the file as it was, with its secrets\n"))
    }

    @Test func `a second run leaves backups alone, and tells of them`() throws {
        try place.run("echo \"token $TOKEN\" > in/a.log")
        #expect(try redact(["--backup", ".bak"]).status == 0)
        let before = try place.run("cat in/a.log in/a.log.bak")
        let second = try redact(["--backup", ".bak"])
        #expect(second.status == 2)
        #expect(
            second.errors.contains(
                "/in/a.log.bak: is called like the backup of an earlier run: not redacted, "))
        #expect(second.errors.contains("\nblot: 3 files read, 0 secrets replaced, 1 left as they"))
        #expect(try place.run("cat in/a.log in/a.log.bak") == before)
        #expect(try place.run("ls in | grep -c bak") == "1\n")
    }

    @Test func `no backup is written over`() throws {
        try place.run("echo \"token $TOKEN\" > in/a.log; echo mine > in/a.log.orig")
        let outcome = try redact()
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.contains(
                "cannot be kept as it was: a.log.orig is there; use another --backup\n"))
        #expect(try place.read("in/a.log") == "token \(Sample.token)\n")
        #expect(try place.read("in/a.log.orig") == "mine\n")
        #expect(try place.run("ls -A in") == "REDACTION.md\na.log\na.log.orig\nredaction.json\n")
    }

    @Test func `other names of a file are told`() throws {
        try place.run("echo $TOKEN > in/a; ln in/a other")
        let outcome = try redact()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("/in/a: has other names, where its secrets still are\n"))
        #expect(try place.read("in/a") == Sample.label + "\n")
    }

    @Test func `a file that is being written to is not replaced`() throws {
        try place.run("(echo $TOKEN; seq 3000000) > in/log")
        let outcome = try Command(
            shell: """
                cd '\(place.path)'
                (while [ ! -e stop ]; do echo more >> in/log; done) & writer=$!
                sleep 0.2; $BLOT redact in --in-place; status=$?
                touch stop; wait $writer; exit $status
                """
        ).finish()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("/log: grew while it was read: not replaced\n"))
        #expect(try place.run("head -n 1 in/log") == Sample.token + "\n")
        #expect(try place.run("ls -A in") == "REDACTION.md\nlog\nredaction.json\n")
    }

    @Test func `what cannot be redacted stays, and is told`() throws {
        try place.run(
            "mkfifo in/fifo; printf x | gzip | head -c 12 > in/cut.gz; echo $TOKEN > in/$OTHER")
        let outcome = try redact()
        #expect(outcome.status == 2)
        #expect(try place.run("ls in | wc -l") == "6\n")
        #expect(outcome.errors.contains("/in/fifo: is no regular file: not read"))
        #expect(outcome.errors.contains("/in/cut.gz: gzip data ends too early"))
        #expect(outcome.errors.contains("\(Sample.label): a secret is in its name: rename it"))
        #expect(!outcome.errors.contains(Sample.otherToken))
    }

    @Test func `options that do not go together are refused`() throws {
        try place.run("echo $TOKEN > in/a")
        for arguments in [
            ["redact", "in"], ["redact", "in", "--in-place", "--output", "x"],
            ["redact", "in", "--output", "x", "--backup", ".b"],
            ["redact", "in", "--in-place", "--backup", "a/b"],
            ["redact", "in", "--output", "x", "--since", "1h"], ["redact", "--in-place"],
        ] {
            let outcome = try Command(arguments).finish()
            #expect(outcome.status == 64, "\(arguments)")
            #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        }
    }

    @Test func `a secret that goes on in the next part of a log is replaced there, too`() throws {
        func record(_ text: String) -> String {
            #"{"log":"\#(text)","stream":"stdout","time":"2026-11-24T10:00:00Z"}"# + "\n"
        }
        let token = Sample.token
        _ = try place.scratch.write(record("t " + token.prefix(20)), to: "in/x-json.log.1")
        _ = try place.scratch.write(record(token.dropFirst(20) + #"\n"#), to: "in/x-json.log")
        let outcome = try redact()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!(try place.read("in/x-json.log").contains(token.dropFirst(25))))
        #expect(!(try place.read("in/x-json.log.1").contains(token.prefix(16))))
        #expect(try place.read("in/x-json.log.orig") == record(token.dropFirst(20) + #"\n"#))
    }

    @Test func `what is found in a later file is redacted in an earlier one`() throws {
        let secret = Sample.whole("wJ7lrXUt·nF3MI9K2MDEN·GbPx4RfiCYq8·Ez5ByKEQ")
        try place.run(
            """
            echo 'it says \(secret) there' > in/a.log; echo 'and \(secret)' | gzip > in/b.gz
            echo 'aws_secret_access_key=\(secret)' > in/z.log; seq 9 > in/c
            """)
        let outcome = try redact()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let label = "[REDACTED:aws.secret-access-key]"
        #expect(try place.read("in/a.log") == "it says \(label) there\n")
        #expect(try place.run("zcat in/b.gz") == "and \(label)\n")
        #expect(outcome.errors.contains("blot: 4 files read, 3 secrets replaced\n"))
    }

    @Test func `what only looks like a backup is redacted if it is named, and told if not`() throws
    {
        try place.run(
            """
            echo "token $TOKEN" > in/sshd.conf.orig; echo x > in/sshd.conf; chmod 600 in/*
            echo clean > in/b.orig; echo x > in/b
            """)
        let outcome = try redact()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("/in/sshd.conf.orig: is called like the backup of"))
        #expect(!outcome.errors.contains("/in/b.orig"))
        #expect(try place.read("in/REDACTION.md").contains("**Some files stay as they were"))
        let named = try Command([
            "redact", place.path + "/in/sshd.conf.orig", "--in-place", "--backup", ".was",
        ]).finish()
        #expect(named.status == 0, "\(named.errors)")
        #expect(try place.read("in/sshd.conf.orig") == "token \(Sample.label)\n")
    }

    @Test func `archives lose nothing`() throws {
        try place.run(
            """
            head -c 3000 /bin/ls > bin; echo clean > clean; echo "t $TOKEN" > dirty
            tar czf in/clean.tgz bin clean; tar cf in/dirty.tar bin dirty; tar cf in/text.tar dirty
            cp in/*.tgz in/dirty.tar .
            """)
        let outcome = try redact()
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.contains(
                "/in/dirty.tar: holds secrets, but more is in it that would be lost: not replaced"))
        #expect(try place.run("cmp clean.tgz in/clean.tgz; cmp dirty.tar in/dirty.tar") == "")
        #expect(try place.run("tar xOf in/text.tar") == "t \(Sample.label)\n")
        #expect(outcome.errors.contains(" 1 secret replaced, 1 left as they are"))
    }

    @Test func `owner, mode and other names stay what they are`() throws {
        let isRoot = geteuid() == 0
        try place.run(
            """
            mkdir other; echo "t $TOKEN" > in/a; chmod 4755 in/a; echo "t $TOKEN" > other/x
            chmod 644 other/x; ln other/x in/b; ln other/x in/c
            \(isRoot ? "chown 65533:65532 in/a; chmod 4755 in/a" : "")
            """)
        let owner = try place.run("stat -c %u:%g in/a")
        let outcome = try redact()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("/in/b: has other names, where its secrets still are\n"))
        #expect(try place.run("stat -c %u:%g in/a") == owner)
        #expect(try place.run("stat -c %u:%g in/a.orig") == owner)
        #expect(
            try place.run("stat -c %a in/a in/b in/c other/x in/a.orig in/b.orig") == """
                4755
                644
                644
                644
                600
                600

                """)
        #expect(try place.run("cat in/b in/c") == "t \(Sample.label)\nt \(Sample.label)\n")
    }

    @Test func `a file that another owns stays as it is`() throws {
        guard geteuid() == 0 else { return }
        try place.run(
            """
            echo "t $TOKEN" > in/a; chown 65532:65532 in/a; chmod 644 in/a
            chown 65534:65534 in; chmod 777 .
            """)
        let outcome = try Command(
            shell: """
                cd '\(place.path)'
                setpriv --reuid 65534 --regid 65534 --clear-groups $BLOT redact in --in-place
                """
        ).finish()
        // Where others cannot reach the binary there is nothing to see.
        if outcome.status == 126 || outcome.status == 127 { return }
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("cannot be given to its owner: Operation not permitted"))
        #expect(
            try place.run("cat in/a; ls -A in")
                == "t \(Sample.token)\nREDACTION.md\na\nredaction.json\n")
    }
}
