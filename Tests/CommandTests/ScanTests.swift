import Foundation
import Glibc
import Testing

/// `blot scan`: files and directories are audited, and left as they are.
@Suite struct ScanTests {
    @Test func `each secret has one entry, with all its places`() throws {
        let audit = try Audit(
            in: Scratch(),
            """
            echo "2026-11-24T10:00:00Z clone $TOKEN" > a.log
            printf 'x\\n2026-11-23T10:00:00Z again %s\\n' $TOKEN > b.log
            mkdir .hidden; echo "curl -H 'X: $OTHER'" > .hidden/.bash_history
            """)
        #expect(audit.outcome.status == 1)
        #expect(audit.findings.count == 2)
        #expect(audit.places == ["a.log:1", "b.log:2", ".hidden/.bash_history:1"])
        #expect(audit.findings.first?["occurrences"] as? Int == 2)
        #expect(audit.findings.first?["firstSeen"] as? String == "2026-11-23T10:00:00Z")
        #expect(audit.findings.first?["lastSeen"] as? String == "2026-11-24T10:00:00Z")
        #expect(audit.isComplete)
        #expect(audit.outcome.errors == "")
        #expect(!audit.outcome.text.contains(Sample.token))
    }

    @Test func `clean, missing, and below what fails`() throws {
        let scratch = try Scratch()
        _ = try scratch.write("nothing\n", to: "clean.log")
        _ = try scratch.write("clone \(Sample.token)\n", to: "leak.log")
        func status(_ arguments: String...) throws -> Int32 {
            try Command(["scan", "--no-config"] + arguments).finish().status
        }
        #expect(try status(scratch.path("clean.log")) == 0)
        #expect(try status(scratch.path("leak.log")) == 1)
        #expect(try status(scratch.path("leak.log"), "--fail-on", "never") == 0)
        #expect(try status(scratch.path("leak.log"), scratch.path("missing")) == 2)
        #expect(try status() == 64)
        #expect(try status("-") == 64)
        #expect(try status(scratch.path("leak.log"), "--since", "tomorrow") == 64)
        #expect(try status(scratch.path("leak.log"), "--report", "json=/no/such/place") == 64)
        #expect(try status(scratch.path("leak.log"), "--exclude", "[a") == 64)
    }

    @Test func `people get a report on stdout, without a progress line`() throws {
        let scratch = try Scratch()
        _ = try scratch.write("clone \(Sample.token)\n", to: "leak.log")
        let outcome = try Command(["scan", "--no-config", scratch.path("leak.log")]).finish()
        #expect(outcome.text.contains("GitHub personal access token"))
        #expect(outcome.text.contains("leak.log:1:7"))
        #expect(outcome.text.contains(Sample.label))
        #expect(!outcome.text.contains(Sample.token))
        #expect(!outcome.text.contains("\u{1B}"))
        #expect(outcome.errors == "")
    }

    @Test func `what is compressed and packed is opened`() throws {
        let audit = try Audit(
            in: Scratch(),
            """
            echo "clone $TOKEN" > a.log
            for tool in gzip xz bzip2; do $tool -k a.log; done
            zstd -q a.log; lz4 -q a.log a.log.lz4
            tar cf t.tar a.log; tar czf t.tgz a.log; zip -q t.zip a.log
            echo a.log | cpio -o -H newc > t.cpio
            tar cf nested.tar t.zip t.tgz
            """)
        #expect(
            Set(audit.places) == [
                "a.log:1", "a.log.gz:1", "a.log.xz:1", "a.log.bz2:1", "a.log.zst:1", "a.log.lz4:1",
                "t.tar!a.log:1", "t.tgz!a.log:1", "t.zip!a.log:1", "t.cpio!a.log:1",
                "nested.tar!t.zip!a.log:1", "nested.tar!t.tgz!a.log:1",
            ])
        #expect(audit.places.count == 12)
        #expect(audit.isComplete)
    }

    @Test func `Kubernetes' links count once, and name the container`() throws {
        let id = String(repeating: "0a", count: 32)
        let scratch = try Scratch()
        let script = """
            pod=log/pods/shop_web-0_uid/web; mkdir -p $pod log/containers
            echo "2026-11-24T10:00:00.0Z stdout F clone $TOKEN" > $pod/0.log
            echo "2026-11-24T09:00:00.0Z stderr F clone $TOKEN" > $pod/0.log.20261124-093000
            ln -s ../pods/shop_web-0_uid/web/0.log log/containers/web-0_shop_web-\(id).log
            """
        let all = try Audit(in: scratch, script)
        #expect(
            all.places == [
                "log/pods/shop_web-0_uid/web/0.log.20261124-093000:1",
                "log/pods/shop_web-0_uid/web/0.log:1",
            ])
        #expect(all.containers == ["shop/web-0/web"])
        #expect(all.findings.first?["streams"] as? [String] == ["stderr", "stdout"])
        let links = try Audit(in: scratch, paths: ["tree/log/containers"])
        #expect(links.places == ["log/containers/web-0_shop_web-\(id).log:1"])
        #expect(links.containers == ["shop/web-0/web"])
    }

    @Test func `Docker's directory: rotated logs, records in two files, configuration`() throws {
        let id = String(repeating: "0b", count: 32)
        let head = String(Sample.token.prefix(20))
        let tail = String(Sample.token.dropFirst(20))
        let audit = try Audit(
            in: Scratch(),
            """
            mkdir -p containers/\(id); cd containers/\(id)
            time=2026-11-24T10:00:00Z
            record() { printf '{"log":"%s","stream":"stdout","time":"%s"}\\n' "$1" $time; }
            record 'clone \(head)' > \(id)-json.log.1
            record '\(tail) done\\n' > \(id)-json.log
            echo '{"Config":{"Env":["GITHUB_TOKEN='$OTHER'","A=b"]},"Name":"/api"}' > config.v2.json
            """)
        #expect(
            audit.places == [
                "containers/\(id)/\(id)-json.log.1:1", "containers/\(id)/config.v2.json:1",
            ])
        #expect(audit.containers == ["0b0b0b0b0b0b", "0b0b0b0b0b0b"])
    }

    @Test func `an image as docker save writes it`() throws {
        let audit = try Audit(
            in: Scratch(),
            """
            blobs=image/blobs/sha256; mkdir -p layer/app $blobs
            echo "clone $TOKEN" > layer/app/build.log
            tar czf $blobs/aa -C layer .
            echo '{"history":[{"created_by":"ENV GITHUB_TOKEN='$OTHER'"}]}' > $blobs/bb
            echo '[{"Config":"blobs/sha256/bb","Layers":["blobs/sha256/aa"]}]' > image/manifest.json
            tar cf image.tar -C image .; rm -r layer image
            """)
        #expect(
            Set(audit.places) == [
                "image.tar!./blobs/sha256/aa!./app/build.log:1", "image.tar!./blobs/sha256/bb:1",
            ])
    }

    @Test func `journals are read by their own tool`() throws {
        let audit = try Audit(
            in: Scratch(),
            """
            printf '__REALTIME_TIMESTAMP=1700000000000000\\n__MONOTONIC_TIMESTAMP=1\\n' > e
            printf '_BOOT_ID=00000000000000000000000000000001\\n_SYSTEMD_UNIT=api.service\\n' >> e
            printf 'MESSAGE=clone %s\\n\\n' $TOKEN >> e
            /lib/systemd/systemd-journal-remote -o system.journal e > log 2>&1; rm e log
            head -c 100 system.journal > cut.journal
            """)
        #expect(audit.findings.first?["firstSeen"] as? String == "2023-11-14T22:13:20Z")
        #expect(audit.containers == ["api.service"])
        #expect(audit.failures.count == 1)
        #expect(audit.failures.first?.hasPrefix("cut.journal: ") == true)
        #expect(audit.outcome.status == 2)
    }

    @Test func `no text is passed over and counted, unless it is named`() throws {
        let scratch = try Scratch()
        let script = "printf 'clone %s\\n\\0\\1\\377' $TOKEN > program; echo x > a.log"
        let skipped = try Audit(in: scratch, script)
        #expect(skipped.skipped == ["program"])
        #expect(skipped.findings.isEmpty)
        #expect(skipped.outcome.status == 0)
        #expect(try Audit(in: scratch, paths: ["tree/program"]).places == ["program:1"])
        #expect(try Audit(in: scratch, "", ["--binary", "scan"]).places == ["program:1"])
    }

    @Test func `what is wanted, and how deep`() throws {
        let scratch = try Scratch()
        let script = """
            mkdir -p a/b; for d in . a a/b; do echo "clone $TOKEN" > $d/x.log; done
            cp x.log y.txt
            """
        #expect(
            try Audit(in: scratch, script, ["--include", "*.log", "--exclude", "a/b/"]).places
                == ["x.log:1", "a/x.log:1"])
        #expect(
            try Audit(in: scratch, "", ["--max-depth", "1"]).places
                == ["x.log:1", "y.txt:1"])
    }

    @Test func `of some time only`() throws {
        let scratch = try Scratch()
        let script = """
            for day in 20 22 24; do echo "2026-11-${day}T10:00:00Z clone $TOKEN"; done > x.log
            echo "clone $TOKEN" >> x.log
            """
        let audit = try Audit(
            in: scratch, script, ["--since", "2026-11-21", "--until", "2026-11-24T10:00:00Z"])
        #expect(audit.places == ["x.log:2", "x.log:4"])
        #expect(audit.findings.first?["occurrences"] as? Int == 2)
    }

    @Test func `an audit that was done is not done again`() throws {
        let scratch = try Scratch()
        let state = ["--state", scratch.path("state")]
        func unchanged(_ audit: Audit) -> Int? {
            (audit.document["summary"] as? [String: Any])?["unchanged"] as? Int
        }
        let first = try Audit(in: scratch, "echo \"clone $TOKEN\" > x.log; echo y > y.log", state)
        let second = try Audit(in: scratch, "", state)
        #expect(unchanged(first) == 0)
        #expect(unchanged(second) == 2)
        // The key lies beside the state, and so fingerprints are the same.
        let names = [first, second].map { audit in
            (audit.findings.first?["secret"] as? [String: Any])?["fingerprint"] as? String
        }
        #expect(names[0] == names[1])
        #expect(second.outcome.status == 1)
        for file in ["state", "state.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path(file))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: scratch.path("state"))).range(
                of: Data(Sample.token.utf8)) == nil)
    }

    @Test func `a secret in a name is one, and no report shows it`() throws {
        let scratch = try Scratch()
        let script = """
            mkdir "$TOKEN"; echo x > "$TOKEN/f"; echo "clone $OTHER" > "$TOKEN/g"
            ln -s "/srv/$OTHER/x" link; mkfifo "$TOKEN/pipe"; tar cf t.tar "$TOKEN/f"
            """
        let audit = try Audit(in: scratch, script, ["--state", scratch.path("state")])
        let label = Sample.label
        #expect(
            Set(audit.places) == [
                "\(label):0", "\(label)/g:1", "link:0", "t.tar!\(label)/f:0",
            ])
        #expect(audit.failures == ["\(label)/pipe: is a FIFO: not read"])
        for format in ["text", "jsonl", "csv", "sarif", "junit", "html"] {
            let report = try Command(
                ["scan", "--no-config", "--report", format, scratch.path("tree")]
            ).finish()
            for secret in [Sample.token, Sample.otherToken] {
                #expect(!report.text.contains(secret), "\(format)")
                #expect(!report.errors.contains(secret), "\(format)")
            }
        }
        let state = try Data(contentsOf: URL(fileURLWithPath: scratch.path("state")))
        #expect(state.range(of: Data(Sample.token.utf8)) == nil)
    }

    @Test func `a stream is reported without the secret in its file's name`() throws {
        let scratch = try Scratch()
        let path = try scratch.write("clone \(Sample.otherToken)\n", to: Sample.token)
        let outcome = try Command(["--report", "json", path, path + "x"]).finish()
        #expect(outcome.errors.contains("\(Sample.label)"))
        #expect(!outcome.errors.contains(Sample.token))
    }

    @Test func `a log goes on in its next part: a line, a key, whatever is compressed`() throws {
        let head = String(Sample.token.prefix(20))
        let tail = String(Sample.token.dropFirst(20))
        let scratch = try Scratch()
        let audit = try Audit(
            in: scratch,
            """
            printf 'clone \(head)' | gzip > a.log.2.gz; printf '\(tail) x\\n' | gzip > a.log.1.gz
            printf -- '-----BEGIN RSA PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA7bq3Kq9Zs0' > k.log.1
            printf 'Lk5Rj4Hg6Fd3\\n-----END RSA PRIVATE KEY-----\\nclone %s\\n' $OTHER > k.log
            """)
        #expect(Set(audit.places) == ["a.log.2.gz:1", "k.log.1:2", "k.log:3"])
        let named = try Audit(in: scratch, paths: ["tree/k.log", "tree/k.log.1"])
        #expect(Set(named.places) == ["k.log.1:2", "k.log:3"])
    }

    @Test func `a file with other contents is scanned again, whatever its time says`() throws {
        let scratch = try Scratch()
        let state = ["--state", scratch.path("state")]
        _ = try Audit(in: scratch, "printf %040d 0 > x.log; touch -d @1700000000 x.log", state)
        let second = try Audit(
            in: scratch, "printf %s $TOKEN > x.log; touch -d @1700000000 x.log", state)
        #expect(second.places == ["x.log:1"])
        // Rotated: the same bytes, elsewhere.
        let third = try Audit(in: scratch, "mv x.log x.log.1; : > x.log", state)
        #expect(third.places == ["x.log.1:1"])
    }

    @Test func `what a run writes is not its input, nor overwritten by it`() throws {
        let scratch = try Scratch()
        _ = try Audit(in: scratch, "echo \"clone $TOKEN\" > x.log")
        let tree = scratch.path("tree")
        func run(_ arguments: String...) throws -> Command.Outcome {
            try Command(["scan", "--no-config", tree] + arguments).finish()
        }
        let first = try run("--report", "json=\(tree)/r.json", "--state", "\(tree)/s.db")
        #expect(first.status == 1)
        let report = try scratch.read("tree/r.json")
        #expect(report.contains("\"files\":1,\"isNarrowed\":false"))
        let key = "\(tree)/s.db.key"
        #expect(try run("--report", "json=\(key)", "--key-file", key).status == 64)
        #expect(try run("--report", "json=\(tree)/r", "--report", "csv=\(tree)/r").status == 64)
        #expect(try run("--since", "2026-11-24", "--until", "2026-11-23").status == 64)
        let nothing = try run("--include", "*.txt")
        #expect(nothing.status == 0)
        #expect(nothing.errors.contains("no file was scanned"))
    }

    @Test func `linked secrets are shown together`() throws {
        let audit = try Audit(
            in: Scratch(),
            "echo 'etcdctl --endpoints=https://10.20.0.11:2379 --key=/etc/etcd/k.key get /' > x"
        )
        #expect(audit.findings.count == 2)
        for finding in audit.findings {
            let links = finding["links"] as? [[String: Any]]
            #expect(links?.first?["kind"] as? String == "endpoint and the key file for it")
            let evidence = finding["evidence"] as? [[String: Any]]
            #expect(evidence?.contains { $0["kind"] as? String == "link" } == true)
        }
    }

    @Test(arguments: ["sarif", "junit", "html"])
    func `a stream is reported in the formats of audits, too`(format: String) throws {
        let outcome = try Command.run(
            ["--report", format], on: "x\nclone \(Sample.token) twice \(Sample.token)\n")
        #expect(outcome.text == "x\nclone \(Sample.label) twice \(Sample.label)\n")
        #expect(outcome.errors.contains("github.personal-access-token"))
        #expect(!outcome.errors.contains(Sample.token))
    }
}
