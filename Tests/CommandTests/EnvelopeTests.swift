import Foundation
import Testing

/// What real programs make of redacted records.
@Suite struct EnvelopeTests {
    private static let secret = Sample.token

    /// Runs a shell script in which `$BLOT` is the binary and `$IN` a file.
    private func shell(_ script: String, on input: String) throws -> Command.Outcome {
        let scratch = try Scratch()
        let file = try scratch.write(input, to: "in")
        return try Command(shell: "IN='\(file)'; DIR='\(scratch.path)'; \(script)").finish()
    }

    /// Whether a program is there; says so if not.
    private static func has(_ program: String) -> Bool {
        let found = ["/usr/bin/", "/bin/", "/usr/local/bin/", "/lib/systemd/"].contains {
            FileManager.default.isExecutableFile(atPath: $0 + program)
        }
        if !found { print("skipped: there is no \(program)") }
        return found
    }

    // MARK: Docker

    /// A line of 40028 bytes in the three parts that dockerd makes of it, with stderr between, and
    /// a secret across the first two.
    private static var dockerLog: String {
        let line =
            String(repeating: ".", count: 16_384 - 20) + " use " + secret
            + String(repeating: ".", count: 40_028 - 16_384 + 20 - 5 - 40)
        var rest = Substring(line)
        var parts: [String] = []
        while !rest.isEmpty {
            parts.append(String(rest.prefix(16_384)))
            rest = rest.dropFirst(16_384)
        }
        func record(_ log: String, _ stream: String) -> String {
            #"{"log":"\#(log)","stream":"\#(stream)","time":"2026-11-23T22:29:07.480111760Z"}"#
                + "\n"
        }
        return record("first\\n", "stdout") + record(parts[0], "stdout")
            + record("ERRLINE \(secret)\\n", "stderr") + record(parts[1], "stdout")
            + record(parts[2] + "\\n", "stdout") + record("last\\n", "stdout")
    }

    @Test func `jq reads a redacted json-file, and the line is whole but for the secret`() throws {
        guard Self.has("jq") else { return }
        let outcome = try shell(
            #""$BLOT" -q "$IN" | jq -j 'select(.stream == "stdout") | .log'"#, on: Self.dockerLog)
        #expect(outcome.status == 0)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == 3)
        let label = Sample.label
        #expect(lines[1].contains(" use " + label + label + "."))
        #expect(!outcome.text.contains(Self.secret.suffix(12)))
        // Those of the third part are as they were, too.
        #expect(lines[1].utf8.count == 40_028 - 40 + 2 * label.utf8.count)
    }

    /// Frames of the Engine API, taken apart with Python's struct.
    @Test func `python reads redacted frames`() throws {
        let script = """
            import struct, sys
            def frame(n, b): return struct.pack('>BxxxI', n, len(b)) + b
            secret = open(sys.argv[1], 'rb').read()
            if sys.argv[2] == 'write':
                out = frame(1, b'first\\n') + frame(1, b'a' * 16370 + b' ' + secret[:13])
                out += frame(2, b'err\\n') + frame(1, secret[13:] + b' tail\\n')
                sys.stdout.buffer.write(out)
            else:
                data, at, text = sys.stdin.buffer.read(), 0, {1: b'', 2: b''}
                while at < len(data):
                    n, size = struct.unpack('>BxxxI', data[at:at + 8])
                    assert at + 8 + size <= len(data)
                    text[n] += data[at + 8:at + 8 + size]
                    at += 8 + size
                assert text[2] == b'err\\n' and secret not in text[1], text
                assert text[1].startswith(b'first\\n' + b'a' * 16370 + b' ['), text
                assert text[1].endswith(b' tail\\n'), text
                print(len(text[1].splitlines()), 'lines')
            """
        let scratch = try Scratch()
        let program = try scratch.write(script, to: "frames.py")
        let secret = try scratch.write(Self.secret, to: "secret")
        let outcome = try Command(
            shell:
                "python3 \(program) \(secret) write | $BLOT -q | python3 \(program) \(secret) read"
        ).finish()
        #expect(outcome.text == "2 lines\n", "\(outcome.errors)")
    }

    // MARK: journald

    /// An export with a text field, a binary message of two lines, and a message in two entries.
    private static var export: [UInt8] {
        func entry(_ number: Int, _ fields: [UInt8]) -> [UInt8] {
            Array(
                """
                __CURSOR=s=\(number)
                __REALTIME_TIMESTAMP=\(1_795_472_947_480_111 + number)
                __MONOTONIC_TIMESTAMP=\(48_011_176 + number)
                _BOOT_ID=0123456789abcdef0123456789abcdef
                PRIORITY=6

                """.utf8) + fields + [0x0A]
        }
        func data(_ name: String, _ value: String) -> [UInt8] {
            let count = (0..<8).map { UInt8(truncatingIfNeeded: value.utf8.count >> (8 * $0)) }
            return Array("\(name)\n".utf8) + count + Array("\(value)\n".utf8)
        }
        let partial = "CONTAINER_ID_FULL=f00d\nCONTAINER_PARTIAL_MESSAGE=true\n"
        return entry(1, Array("MESSAGE=login \(secret) ok\n_CMDLINE=tool --token \(secret)\n".utf8))
            + entry(2, data("MESSAGE", "two\nlines with \(secret)\u{1}."))
            + entry(3, Array("\(partial)MESSAGE=a part \(secret.prefix(17))\n".utf8))
            + entry(
                4,
                Array(
                    "\(partial)CONTAINER_PARTIAL_LAST=true\nMESSAGE=\(secret.dropFirst(17)) end\n"
                        .utf8))
    }

    @Test func `journalctl reads a redacted export that systemd-journal-remote took`() throws {
        guard Self.has("systemd-journal-remote"), Self.has("journalctl") else { return }
        let scratch = try Scratch()
        let file = scratch.path("in")
        try Data(Self.export).write(to: URL(fileURLWithPath: file))
        let journal = scratch.path("x.journal")
        let outcome = try Command(
            shell: """
                PATH=$PATH:/lib/systemd
                $BLOT -q \(file) | systemd-journal-remote -o \(journal) - >&2 &&
                    journalctl --quiet --file \(journal) -o export
                """
        ).finish()
        let text = outcome.text
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(text.ranges(of: "__REALTIME_TIMESTAMP=").count == 4, "\(outcome.errors)")
        #expect(text.contains("MESSAGE=login \(Sample.label) ok\n"))
        #expect(text.contains("two\nlines with \(Sample.label)\u{1}.\n"))
        #expect(text.contains("MESSAGE=a part \(Sample.label)\n"))
        #expect(text.contains("MESSAGE=\(Sample.label) end\n"))
        #expect(text.contains("_CMDLINE=tool --token [REDACTED"))
        #expect(!text.contains(Self.secret.suffix(12)))
    }

    // MARK: Other programs

    @Test func `a typescript keeps its lines and loses its secrets`() throws {
        guard Self.has("script") else { return }
        let outcome = try shell(
            #"""
            TOKEN=$(cat "$IN") script -qc 'printf "\033[1muse \033[31m$TOKEN\033[0m\nend\n"' \
                "$DIR/typescript" < /dev/null > /dev/null
            "$BLOT" -q "$DIR/typescript"
            """#, on: Self.secret)
        #expect(outcome.text.contains("use "))
        #expect(outcome.text.contains(Sample.label))
        #expect(outcome.text.contains("\r\nend\r\n"))
        #expect(!outcome.text.contains(Self.secret.suffix(12)))
    }

    @Test(arguments: ["base64 -w0", "base64", "base64 | base64 -w0"])
    func `base64 decodes a redacted text`(encoder: String) throws {
        let filler = "0 the quick brown fox jumps over the lazy dogs, as ever: "
        let decoders = encoder.contains("|") ? "base64 -d | base64 -d" : "base64 -d"
        let outcome = try shell(
            "cat $IN | \(encoder) | $BLOT -q | \(decoders)", on: filler + Self.secret + " end\n")
        let text = outcome.text.replacing("*", with: "")
        #expect(text == filler + Sample.label + " end\n", "\(outcome.errors)")
    }

    @Test(arguments: ["xxd", "hexdump -C"])
    func `a redacted dump has the size of the dump`(dump: String) throws {
        guard Self.has(String(dump.prefix { $0 != " " })) else { return }
        let outcome = try shell(
            "\(dump) < $IN > $DIR/dump; wc -c < $DIR/dump; $BLOT -q < $DIR/dump",
            on: "0 the quick brown \(Self.secret) end\n")
        let count = outcome.text.prefix { $0 != "\n" }.trimmingCharacters(in: .whitespaces)
        let left = outcome.text.drop { $0 != "\n" }.dropFirst()
        #expect(Int(count) == left.utf8.count)
        #expect(left.contains("***************"))
        #expect(!left.contains(Self.secret.suffix(4)))
    }

    // MARK: Observed shapes

    @Test func `podman's fragments of any size are joined`() throws {
        let line = "no newline then \(Self.secret) and the rest"
        let bytes = Array(line)
        for cut in stride(from: 10, to: bytes.count - 5, by: 7) {
            let stamp = "2026-11-23T22:47:19.425434686+00:00"
            let text = """
                \(stamp) stdout P \(String(bytes[..<cut]))
                \(stamp) stderr F between
                \(stamp) stdout F \(String(bytes[cut...]))

                """
            let left = try Command.run(["-q"], on: text).text
            #expect(left.split(separator: "\n").count == 3, "cut at \(cut)")
            #expect(!left.contains(Self.secret.suffix(8)), "cut at \(cut)")
            #expect(left.contains(Sample.label), "cut at \(cut)")
        }
    }

    @Test func `containerd's line in three parts with raw bytes is joined`() throws {
        let stamp = "2026-11-23T22:47:19.4Z stdout"
        let dots = String(repeating: ".", count: 16_384)
        var text = Array("\(stamp) P \(dots.dropLast(20)) \(Self.secret.prefix(19))\n".utf8)
        text += Array("\(stamp) P \(Self.secret.dropFirst(19)) \(dots.dropLast(22))\n".utf8)
        text += Array("\(stamp) F end ".utf8) + [0xFF, 0, 0xC3, 0x0A]
        let left = try Command.run(["-q"], on: text).output
        #expect(left.suffix(8) == Array("end ".utf8) + [0xFF, 0, 0xC3, 0x0A])
        let shown = String(decoding: left, as: UTF8.self)
        #expect(shown.ranges(of: Sample.label).count == 2)
        #expect(!shown.contains(Self.secret.suffix(12)))
    }
}
