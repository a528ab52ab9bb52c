import Foundation
import Glibc
import Testing

/// Audits of what is hostile or broken: they end, tell it, and scan the rest.
@Suite struct ScanFaultTests {
    @Test func `FIFOs, sockets and devices are told, not opened`() throws {
        let audit = try Audit(
            in: Scratch(),
            """
            mkfifo pipe
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("sock")'
            echo "clone $TOKEN" > x.log
            """, paths: ["tree", "../../dev/null"])
        #expect(audit.places == ["x.log:1"])
        #expect(audit.failures.contains("pipe: is a FIFO: not read"))
        #expect(audit.failures.contains("sock: is a socket: not read"))
        #expect(audit.outcome.status == 2)
    }

    @Test func `loops of symlinks end`() throws {
        let audit = try Audit(
            in: Scratch(),
            """
            mkdir a; echo "clone $TOKEN" > a/x.log; ln -s .. a/up; ln -s self a/self
            ln -s ../a a/again
            """, ["--follow-symlinks"])
        #expect(audit.places == ["a/x.log:1"])
        #expect(audit.failures.count == 3)
        #expect(audit.outcome.status == 2)
    }

    @Test func `bombs, hostile names, members that are no files`() throws {
        let audit = try Audit(
            in: Scratch(),
            #"""
            head -c 300M /dev/zero | gzip > bomb.gz
            python3 - <<'END'
            import io, os, tarfile, zipfile
            token = os.environ["TOKEN"].encode()
            with tarfile.open("hostile.tar", "w") as tar:
                def add(name, kind=tarfile.REGTYPE, data=b""):
                    info = tarfile.TarInfo(name)
                    info.type, info.size = kind, len(data)
                    tar.addfile(info, io.BytesIO(data))
                add("/etc/absolute", data=b"one " + token)
                add("../../up", data=b"two " + token)
                add("pipe", tarfile.FIFOTYPE)
                add("device", tarfile.CHRTYPE)
                add("n" * 298 + "\udcff\udcfe", data=b"three " + token)
            with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
                for i in range(3): bomb.writestr(f"{i}", b"\0" * 90_000_000)
                bomb.writestr("last", b"four " + token)
            END
            """#)
        let names = audit.places.map { $0.split(separator: "!").last.map(String.init) ?? "" }
        #expect(names.contains("/etc/absolute:1"))
        #expect(names.contains("../../up:1"))
        #expect(names.contains(String(repeating: "n", count: 298) + "\\xff\\xfe:1"))
        for name in [
            "bomb.gz: ", "hostile.tar!/etc/absolute: ", "hostile.tar!../../up: ",
            "hostile.tar!pipe: ", "hostile.tar!device: ", "bomb.zip",
        ] {
            #expect(audit.failures.contains { $0.hasPrefix(name) }, "\(name) \(audit.failures)")
        }
        #expect(audit.outcome.status == 2)
    }

    @Test func `what may not be read is told`() throws {
        let scratch = try Scratch()
        _ = try Audit(in: scratch, "echo x > open.log; echo y > shut.log; chmod 000 shut.log")
        // Whoever may read everything does it as somebody else.
        let run = getuid() == 0 ? "setpriv --reuid 65534 --clear-groups" : ""
        let outcome = try Command(
            shell: """
                chmod 755 '\(scratch.path)'; cp "$BLOT" '\(scratch.path("blot"))'
                \(run) '\(scratch.path("blot"))' scan --no-config '\(scratch.path("tree"))'
                """
        ).finish()
        #expect(outcome.status == 2)
        #expect(outcome.text.contains("shut.log"))
        #expect(outcome.text.contains("Permission denied"))
    }

    @Test func `an interrupted audit reports what it has, and that it is partial`() throws {
        let scratch = try Scratch()
        // An endless line: nobody waits for its end.
        let made = try Command(
            shell: """
                cd '\(scratch.path)'; mkdir tree; echo "clone \(Sample.token)" > tree/a.log
                yes words | head -c 20000 > tree/b.log; truncate -s 40G tree/b.log
                """
        ).finish()
        #expect(made.status == 0)
        let command = try Command([
            "scan", "--no-config", "--report", "json=\(scratch.path("report.json"))",
            "--progress", "always", scratch.path("tree"),
        ])
        // The first line of progress comes after ten seconds.
        usleep(13_000_000)
        command.signal(SIGINT)
        let outcome = try command.finish()
        #expect(outcome.status == 130)
        #expect(outcome.errors.contains("files"))
        #expect(outcome.errors.contains("of 42.9 GB"))
        let document = try JSONSerialization.jsonObject(
            with: Data(try scratch.read("report.json").utf8))
        let report = try #require(document as? [String: Any])
        #expect(report["complete"] as? Bool == false)
        let summary = try #require(report["summary"] as? [String: Any])
        #expect(summary["isPartial"] as? Bool == true)
        #expect((report["findings"] as? [Any])?.count == 1)
    }

    @Test func `a reader that has gone is no failure`() throws {
        let scratch = try Scratch()
        _ = try scratch.write("clone \(Sample.token)\n", to: "x.log")
        let outcome = try Command(
            shell: "{ $BLOT scan --no-config '\(scratch.path("x.log"))'; echo $? >&2; } | true"
        ).finish()
        #expect(outcome.errors.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
    }

    @Test func `the terminal of whoever reads the report is safe`() throws {
        let audit = try Audit(
            in: Scratch(),
            """
            printf 'clone \\033[31m%s\\033]0;owned\\007 ::error::x\\n' $TOKEN > "$(printf 'a\\033[2Jb\\nc')"
            """)
        #expect(audit.findings.count == 1)
        let scratch = try Scratch()
        _ = try Audit(
            in: scratch, "printf 'clone \\033[31m%s\\033]0;owned\\007\\n' $TOKEN > x.log")
        let text = try Command(["scan", "--no-config", scratch.path("tree")]).finish().text
        #expect(!text.contains("\u{1B}"))
        #expect(!text.contains("\u{07}"))
    }
}
