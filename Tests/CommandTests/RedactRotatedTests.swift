import Foundation
import Testing

/// `blot redact`: logs whose parts are compressed.
@Suite struct RedactRotatedTests {
    private let place: Copying
    private let token = Sample.token

    init() throws {
        place = try Copying()
    }

    private func record(_ text: String) -> String {
        #"{"log":"\#(text)","stream":"stdout","time":"2026-11-24T10:00:01Z"}"# + "\n"
    }

    /// Writes a part of a log, compressed by its tool.
    private func write(_ text: String, to name: String, by tool: String = "cat") throws {
        _ = try place.scratch.write(text, to: "plain")
        try place.run("\(tool) < plain > 'in/\(name)'; rm plain")
    }

    private func expectNoTrace(of text: String) throws {
        #expect(!text.contains(token.prefix(16)), "\(text)")
        #expect(!text.contains(token.dropFirst(25)), "\(text)")
        #expect(text.contains(Sample.label), "\(text)")
    }

    private static let pairs = [
        ("x-json.log.1.gz", "gzip", "x-json.log", "cat"),
        ("x-json.log.2.gz", "gzip", "x-json.log.1.gz", "gzip"),
        ("x-json.log.2.xz", "xz", "x-json.log.1", "cat"),
        ("x-json.log.1", "cat", "x-json.log.zst", "zstd -q"),
        ("x-json.log-20261123.bz2", "bzip2", "x-json.log-20261124.lz4", "lz4 -q"),
    ]

    @Test(arguments: pairs.indices)
    func `a record goes on from part to part`(index: Int) throws {
        let (older, olderTool, newer, newerTool) = Self.pairs[index]
        let start = record(#"one\n"#) + record("token " + token.prefix(20))
        let end = record(token.dropFirst(20) + #" end\n"#) + record(#"two\n"#)
        try write(start, to: older, by: olderTool)
        try write(end, to: newer, by: newerTool)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors == "blot: 2 files copied, 1 secret replaced\n")
        func open(_ tool: String) -> String { tool == "cat" ? "cat" : tool + " -dc" }
        let first = try place.run("\(open(olderTool)) < 'out/\(older)'")
        let second = try place.run("\(open(newerTool)) < 'out/\(newer)'")
        try expectNoTrace(of: first + second)
        #expect(first.hasPrefix(record(#"one\n"#)) && second.hasSuffix(record(#"two\n"#)))
        #expect(first.split(separator: "\n").count == 2)
        #expect(second.split(separator: "\n").count == 2)
        #expect(try place.fates() == [older: "redacted", newer: "redacted"])
        #expect(try place.manifest()["unchanged"] as? Int == 0)
    }

    @Test func `the parts of the kubelet`() throws {
        func line(_ text: String, _ flag: String) -> String {
            "2026-11-24T10:00:00.000000000Z stdout \(flag) \(text)\n"
        }
        try write(line("tok " + token.prefix(20), "P"), to: "0.log.20261124-100000.gz", by: "gzip")
        try write(line(String(token.dropFirst(20)), "F"), to: "0.log")
        #expect(try place.copy().status == 0)
        try expectNoTrace(of: place.run("zcat out/*.gz; cat out/0.log"))
    }

    @Test func `a line goes on, and a key`() throws {
        try write("aa token " + token.prefix(20), to: "p.log.1.gz", by: "gzip")
        try write(token.dropFirst(20) + " ok\n", to: "p.log")
        let body = ["MIIEpAIBAAKCAQEA0Z3VS5JJcds3", "aFDrBz9vFqU4yK8pWb1QwF3nV5tZ"]
            .map { $0 + "xfn9ygWyF8PbnGy0AHB7MhgHcTz6sE2I2yPB\n" }
        let dashes = String(repeating: "-", count: 5)
        try write(
            "\(dashes)BEGIN RSA PRIVATE KEY\(dashes)\n" + body[0], to: "k.log.1.gz", by: "gzip")
        try write(
            body[1] + "\(dashes)END RSA PRIVATE KEY\(dashes)\nafter\n", to: "k.log.gz",
            by: "gzip")
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        try expectNoTrace(of: place.run("zcat out/p.log.1.gz; cat out/p.log"))
        let key = try place.run("zcat out/k.log.1.gz out/k.log.gz")
        #expect(!key.contains("MIIEpAIB") && !key.contains("aFDrBz9v"), "\(key)")
        #expect(try place.run("zcat out/k.log.gz").hasSuffix("\nafter\n"))
    }

    @Test func `a part in which nothing changes is the same, byte for byte`() throws {
        try place.run(
            """
            (seq 90000; echo "x $TOKEN"; seq 10) | gzip > in/m.log.3.gz
            seq 90000 | gzip -9 > in/m.log.2.gz; seq 9 | xz > in/m.log.1.xz; echo z > in/m.log
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            try place.run("for f in m.log.2.gz m.log.1.xz m.log; do cmp in/$f out/$f; done") == "")
        #expect(
            try place.run("diff <(zcat in/m.log.3.gz) <(zcat out/m.log.3.gz) || true") == """
                90001c90001
                < x \(token)
                ---
                > x \(Sample.label)

                """)
        #expect(try place.fates() == ["m.log.3.gz": "redacted"])
        #expect(try place.manifest()["unchanged"] as? Int == 3)
    }

    @Test func `a part that is damaged is left out, the others are not`() throws {
        try place.run(
            """
            echo "a $TOKEN" | gzip > in/a.log.2.gz; seq 9999 | gzip | head -c 9000 > in/a.log.1.gz
            echo "b $TOKEN" > in/a.log; (seq 9 | gzip; echo more) > in/b.log.1.gz; echo b > in/b.log
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("blot: a.log.1.gz: gzip data ends too early\n"))
        #expect(outcome.errors.contains("blot: b.log.1.gz: more stands behind its compressed data"))
        #expect(
            try place.run("zcat out/a.log.2.gz; cat out/a.log")
                == "a \(Sample.label)\nb \(Sample.label)\n")
        #expect(try place.fates()["a.log.1.gz"] == "leftOut")
    }

    @Test func `an archive among parts is none`() throws {
        try place.run(
            """
            mkdir d; echo "t $TOKEN" > d/f; tar czf in/a.log.2.gz d; echo "a $TOKEN" > in/a.log.1
            head -c 9000 /bin/ls | gzip > in/a.log
            """)
        let outcome = try place.copy()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            try place.run("tar xzOf out/a.log.2.gz; cat out/a.log.1")
                == "t \(Sample.label)\na \(Sample.label)\n")
        #expect(try place.fates()["a.log"] == "skipped")
    }

    @Test func `in place, too`() throws {
        try write(record("token " + token.prefix(20)), to: "x-json.log.2.gz", by: "gzip")
        try write(record(token.dropFirst(20) + #" end\n"#), to: "x-json.log.1.gz", by: "gzip")
        try write(record(#"clean\n"#), to: "x-json.log.gz", by: "gzip")
        let outcome = try Command(["redact", place.path + "/in", "--in-place"]).finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        try expectNoTrace(of: place.run("zcat in/*.gz"))
        #expect(
            try place.run("ls in/*.orig") == "in/x-json.log.1.gz.orig\nin/x-json.log.2.gz.orig\n")
    }
}
