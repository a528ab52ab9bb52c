import Foundation
import Glibc
import Testing

/// `blot redact` where things go wrong: signals, files that change, files that cannot be read.
@Suite struct RedactHostileTests {
    private let place: Copying

    init() throws {
        place = try Copying()
    }

    @Test func `a signal ends it without a trace of what is not complete`() throws {
        try place.run(
            "for i in 1 2 3 4 5 6 7 8; do seq 2000000 | gzip -1 > in/$i.gz; done; echo $TOKEN > in/0"
        )
        let command = try Command(["redact", place.path + "/in", "--output", place.path + "/out"])
        // The first file is there: it is at work.
        for _ in 0..<2000 where !FileManager.default.fileExists(atPath: place.path + "/out/0") {
            usleep(5000)
        }
        command.signal(SIGINT)
        let outcome = try command.finish()
        #expect(outcome.status == 130)
        #expect(try place.run("find out -name '.blot*' -o -name '*.tmp'") == "")
        #expect(try place.read("out/REDACTION.md").contains("**The copy is partial"))
        #expect(try place.manifest()["partial"] as? Bool == true)
        #expect(try place.run("ls out/*.gz 2> l | wc -l") != "8\n")
    }

    @Test func `a file that grows all the time is copied as it was`() throws {
        try place.run("seq 3000000 > in/log")
        let outcome = try Command(
            shell: """
                cd '\(place.path)'
                (while [ ! -e stop ]; do echo more >> in/log; done) & writer=$!
                sleep 0.2; $BLOT redact in --output out; status=$?
                touch stop; wait $writer; exit $status
                """
        ).finish()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("blot: log: grew while it was read: its first "))
        #expect(try place.run("cmp in/log out/log 2>&1 || true").contains("EOF on out/log"))
    }

    @Test func `what may not be read is left out`() throws {
        try place.run(
            "echo fine > in/a; echo x > in/secret; chmod 0 in/secret; mkdir in/dir; chmod 0 in/dir; chmod 777 ."
        )
        let isRoot = geteuid() == 0
        let outcome = try Command(
            shell: """
                cd '\(place.path)'
                \(isRoot ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : "")\
                $BLOT redact in --output out
                """
        ).finish()
        // Where others cannot reach the binary there is nothing to see.
        if isRoot, outcome.status == 126 || outcome.status == 127 { return }
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains("blot: secret: cannot open: Permission denied"))
        #expect(outcome.errors.contains("blot: dir: cannot open: Permission denied"))
        #expect(try place.read("out/a") == "fine\n")
        #expect(try place.fates() == ["secret": "leftOut", "dir": "leftOut"])
    }

    @Test func `a root that may not be read is named, and not called unsafe`() throws {
        try place.run("chmod 0 in; chmod 777 .")
        guard geteuid() == 0 else { return }
        let outcome = try Command(
            shell: """
                cd '\(place.path)'
                setpriv --reuid 65534 --regid 65534 --clear-groups $BLOT redact in --output out
                """
        ).finish()
        // Where others cannot reach the binary there is nothing to see.
        if outcome.status == 126 || outcome.status == 127 { return }
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("blot: in: cannot open: Permission denied\n"))
        #expect(!outcome.errors.contains("do not share"))
    }

    @Test func `directories are as in the source at the end, whoever owns them`() throws {
        let secret = Sample.whole("wJ7lrXUt·nF3MI9K2MDEN·GbPx4RfiCYq8·Ez5ByKEQ")
        try place.run(
            """
            mkdir in/d; echo 'it says \(secret) there' > in/d/a; chmod 555 in/d
            echo 'aws_secret_access_key=\(secret)' > in/z; touch -d @1500000000 in/d
            chmod -R a+rX in; chmod 777 .
            """)
        let isRoot = geteuid() == 0
        let outcome = try Command(
            shell: """
                cd '\(place.path)'
                \(isRoot ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : "")\
                $BLOT redact in --output out
                """
        ).finish()
        if isRoot, outcome.status == 126 || outcome.status == 127 { return }
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            try place.run("stat -c '%a %Y' out/d; cat out/d/a") == """
                555 1500000000
                it says [REDACTED:aws.secret-access-key] there

                """)
    }

    @Test func `links that lead in circles`() throws {
        try place.run(
            "mkdir in/a; ln -s . in/a/loop; ln -s ../.. in/a/up; ln -s me in/me; echo $TOKEN > in/a/f"
        )
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.run("readlink out/a/loop out/a/up out/me") == ".\n../..\nme\n")
        #expect(try place.read("out/a/f") == Sample.label + "\n")
        let followed = try Command(
            ["redact", place.path + "/in", "--output", place.path + "/2", "--follow-symlinks"]
        ).finish()
        #expect(followed.status == 2)
        #expect(try place.leaks("2") == "")
    }

    @Test func `the links of a kubelet have their places`() throws {
        let id = String(repeating: "0f", count: 32)
        try place.run(
            """
            mkdir -p in/pods/ns_pod_uid/app in/containers; echo "t $TOKEN" > in/pods/ns_pod_uid/app/0.log
            ln -s ../pods/ns_pod_uid/app/0.log in/containers/pod_ns_app-\(id).log
            """)
        #expect(try place.copy().status == 0)
        #expect(try place.run("readlink out/containers/*.log") == "../pods/ns_pod_uid/app/0.log\n")
        #expect(try place.run("cat out/containers/*.log") == "t \(Sample.label)\n")
    }

    @Test func `no report names a secret`() throws {
        try place.run(
            "echo \"t $TOKEN\" > \"in/$OTHER.log\"; (cd in; tar cf x.tar *; zip -q y.zip *.log)")
        let reports = ["json", "jsonl", "text", "csv"].flatMap {
            ["--report", "\($0)=\(place.path)/r.\($0)"]
        }
        let outcome = try place.copy(reports)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.run("cat r.json r.jsonl r.text").contains("github.personal-access-token"))
        #expect(
            !(try place.run("cat r.* out/REDACTION.md out/redaction.json")).contains(
                Sample.otherToken))
        #expect(!outcome.errors.contains(Sample.otherToken))
        #expect(try place.leaks() == "")
    }

    @Test func `a configuration in the bundle allows nothing, one that is named does`() throws {
        try place.run(
            "echo $TOKEN > in/a; printf 'allow:\\n  - {rule: github.*, reason: all}\\n' > in/blot.yml"
        )
        #expect(try place.copy().status == 0)
        #expect(try place.read("out/a") == Sample.label + "\n")
        let named = try Command(
            [
                "redact", place.path + "/in", "--output", place.path + "/2", "--config",
                place.path + "/in/blot.yml",
            ]
        ).finish()
        #expect(named.status == 0, "\(named.errors)")
        #expect(try place.read("2/a") == Sample.token + "\n")
    }

    @Test func `findings can fail it`() throws {
        try place.run("echo $TOKEN > in/a")
        #expect(try place.copy(["--fail-on", "high"]).status == 1)
    }
}
