import Foundation
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

    @Test func `a second run leaves backups alone`() throws {
        try place.run("echo \"token $TOKEN\" > in/a.log")
        #expect(try redact(["--backup", ".bak"]).status == 0)
        let before = try place.run("cat in/a.log in/a.log.bak")
        #expect(try redact(["--backup", ".bak"]).status == 0)
        #expect(try place.run("cat in/a.log in/a.log.bak") == before)
        #expect(try place.run("ls in | grep -c bak") == "1\n")
    }

    @Test func `no backup is written over`() throws {
        try place.run("echo \"token $TOKEN\" > in/a.log; echo mine > in/a.log.orig")
        let outcome = try redact()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("cannot keep the file as it was: File exists"))
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
}
