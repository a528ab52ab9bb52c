import Foundation
import Testing

/// Little input that decodes to much, or deep: it costs bounded time and memory, and what was not
/// decoded to its end is withheld and told.
@Suite(.serialized) struct DecodeBombTests {
    private static let isLong = ProcessInfo.processInfo.environment["BLOT_LONG"] != nil

    /// KiB: the contract's 64 MiB.
    private static let most = 64 << 10

    /// Each level is a third longer: thirty of a token are a quarter of a megabyte.
    @Test(arguments: [5, 30]) func `base64 of base64`(levels: Int) throws {
        var text = Array(Sample.token.utf8)
        for _ in 0..<levels { text = Array(Data(text).base64EncodedString().utf8) }
        let outcome = try Command.run(["-q"], on: text + Array("\nnext\n".utf8))
        #expect(outcome.text.hasSuffix("\nnext\n"))
        let isWithheld = outcome.text.contains("[REDACTED:unscanned]")
        #expect(isWithheld == (levels > 10) && outcome.status == (levels > 10 ? 2 : 0))
    }

    @Test func `percent signs encoded over and over`() throws {
        let text = "a%" + String(repeating: "25", count: 40) + "41 \(Sample.token)\nnext\n"
        let outcome = try Command.run(["-q"], on: text)
        #expect(outcome.status == 2)
        #expect(outcome.text.hasSuffix("\nnext\n"))
        #expect(!outcome.text.contains(Sample.token))
    }

    /// 64 MB with `BLOT_LONG=1`.
    @Test func `a line of nothing but encoded percent signs`() throws {
        let piece = Array(String(repeating: "%25", count: 20_000).utf8)
        let command = try Command(["-q"], output: .file("/dev/null"))
        for _ in 0..<(Self.isLong ? 1_070 : 35) { try command.send(piece, seconds: 600) }
        let peak = try command.peakMemory()
        #expect(peak < Self.most, "\(peak) KiB")
        #expect(try command.finish(within: 60).status == 0)
    }

    @Test func `a gigabyte of zeros in gzip in base64`() throws {
        let outcome = try Command(
            shell: """
                ulimit -v 1000000
                { printf 'x '; head -c 1G /dev/zero | gzip -1 | base64 -w0; printf '\\nnext\\n'; } |
                    $BLOT -q > /dev/null; echo $?
                """
        ).finish(within: 120)
        // Zeros are no text, and a line of megabytes comes in windows: only the cost is bounded.
        #expect(["0\n", "2\n"].contains(outcome.text), "\(outcome.text) \(outcome.errors)")
    }

    @Test func `a text that inflates to more than is looked at is withheld`() throws {
        let outcome = try Command(
            shell: """
                { printf 'x '; yes 'all work and no play' | head -c 20M | gzip -9 | base64 -w0
                  printf ' y\\nnext\\n'; } | $BLOT -q; echo $?
                """
        ).finish(within: 120)
        #expect(outcome.text.hasSuffix("\nnext\n2\n"), "\(outcome.text.suffix(100))")
        #expect(outcome.text.contains("[REDACTED:unscanned]"))
    }
}
