import Configuration
import KeyedHash
import LeakRules
import PCRE2
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct StreamScannerTests {
    private static let detector = Detector(ToyRules.all)

    /// Checks the redacted text and that exactly the marked spans are reported.
    private func check(
        _ marked: String, _ expected: String, options: ScanOptions = ScanOptions(),
        detector: Detector = Self.detector
    ) throws {
        let example = try RuleExample(marked: marked)
        let result = scan(example.text, with: detector, options: options)
        #expect(result.text == expected)
        #expect(result.findings.map(\.span) == example.secrets)
        #expect(result.blindSpots == [])
    }

    @Test(arguments: [
        ("a «tok_·Ab3dEf6hIj9l» b\n", "a [REDACTED:toy.token] b\n"),
        ("«tok_·Ab3dEf6hIj9l»", "[REDACTED:toy.token]"),
        ("\r\n«tok_·Ab3dEf6hIj9l»\r\n", "\r\n[REDACTED:toy.token]\r\n"),
        ("secretword=«hunter22»\r\n", "secretword=[REDACTED:toy.assignment]\r\n"),
        (
            "secretword is unknown, tok_short, <<<>>>\n",
            "secretword is unknown, tok_short, <<<>>>\n"
        ),
        ("SECRETWORD=hunter22", "SECRETWORD=hunter22"),
        (
            "x «tok_·Ab3dEf6hIj9l»,«tok_·zzzzYYYY1111»",
            "x [REDACTED:toy.token],[REDACTED:toy.token]"
        ),
        ("<<<«abcd»>>> <<<«efgh»>>>", "<<<[REDACTED:toy.bracket]>>> <<<[REDACTED:toy.bracket]>>>"),
        ("secretword=[REDACTED:toy.token]", "secretword=[REDACTED:toy.token]"),
    ])
    func `what is marked is found, redacted, and nothing else`(marked: String, expected: String)
        throws
    {
        try check(marked, expected)
    }

    @Test func `a finding says what and where it is`() throws {
        var options = ScanOptions()
        options.hash = KeyedHash(key: [1])
        let text = Array("first\nsecond tok_Ab3dEf6hIj9l\n".utf8)
        let finding = try #require(scan(text, with: Self.detector, options: options).findings.first)
        #expect(finding.rule.id == "toy.token")
        #expect(finding.span == 13..<29)
        #expect(finding.line == 2 && finding.column == 8)
        #expect(finding.severity == .critical)
        #expect(finding.confidence == 0.9)
        #expect(finding.score == 89)
        #expect(finding.preview == "tok_…")
        #expect(finding.length == 16)
        #expect(finding.entropy == 4)
        #expect(finding.evidence.map(\.kind) == ["pattern"])
        #expect(finding.fingerprint.wholeMatch(of: /b1:[0-9a-f]{32}/) != nil)
        #expect(finding.layers == [])
    }

    @Test func `a fingerprint depends on the key, the rule and the secret`() {
        func fingerprint(_ text: String, key: UInt8 = 1) -> String? {
            var options = ScanOptions()
            options.hash = KeyedHash(key: [key])
            return scan(Array(text.utf8), with: Self.detector, options: options).findings.first?
                .fingerprint
        }
        let one = fingerprint("tok_Ab3dEf6hIj9l")
        #expect(one == fingerprint("\n\nmoved: tok_Ab3dEf6hIj9l"))
        #expect(one != fingerprint("tok_Ab3dEf6hIj9m"))
        #expect(one != fingerprint("tok_Ab3dEf6hIj9l", key: 2))
        #expect(one != fingerprint("<<<tok_Ab3dEf6hIj9l!>>>"))
    }

    @Test(arguments: [90, 100])
    func `what is below the least score is redacted, but not reported`(score: Int) {
        var options = ScanOptions()
        options.minimumScore = score
        let result = scan(Array("tok_Ab3dEf6hIj9l".utf8), with: Self.detector, options: options)
        #expect(result.text == "[REDACTED:toy.token]")
        #expect(result.events.isEmpty)
    }

    @Test func `what is below the least severity is redacted, but not reported`() {
        var options = ScanOptions()
        options.minimumSeverity = .high
        let text = Array("<<<abcd>>> tok_Ab3dEf6hIj9l".utf8)
        let result = scan(text, with: Self.detector, options: options)
        #expect(result.text == "<<<[REDACTED:toy.bracket]>>> [REDACTED:toy.token]")
        #expect(result.findings.map(\.rule.id) == ["toy.token"])
    }

    @Test func `what is below the least confidence is left alone`() throws {
        var options = ScanOptions()
        options.minimumConfidence = 0.6
        try check(
            "secretword=hunter22 <<<«abcd»>>>", "secretword=hunter22 <<<[REDACTED:toy.bracket]>>>",
            options: options)
    }

    @Test func `a strong secret is found again where no rule would match`() throws {
        try check(
            "tok=«tok_Ab3dEf6hIj9l»\nagain x«tok_Ab3dEf6hIj9l»9 and «tok_Ab3dEf6hIj9l»\n",
            "tok=[REDACTED:toy.token]\nagain x[REDACTED:toy.token]9 and [REDACTED:toy.token]\n")
    }

    @Test func `a doubtful or short secret is not`() throws {
        // The score of a toy assignment is 40.
        try check(
            "secretword=«hunter22hunter22»\nhunter22hunter22\n",
            "secretword=[REDACTED:toy.assignment]\nhunter22hunter22\n")
    }

    @Test func `overlapping matches are one redaction, called after the longest`() throws {
        try check(
            "<<<ab tok_Ab3dEf6hIj9l cd>>>".replacing("<<<", with: "<<<«").replacing(
                ">>>", with: "»>>>"),
            "<<<[REDACTED:toy.bracket]>>>")
    }

    @Test func `of two matches of the same bytes the more specific gives the name`() throws {
        let detector = Detector(
            RuleSet([
                .toy(
                    "toy.generic", specificity: .generic, prefilter: ["xyz"],
                    pattern: "(?<secret>xyz[0-9]+)"),
                .toy(
                    "toy.exact", specificity: .exact, prefilter: ["xyz"],
                    pattern: "(?<secret>xyz[0-9]+)"),
            ]))
        try check("a «xyz123»", "a [REDACTED:toy.exact]", detector: detector)
    }

    @Test func `a key is masked line by line until its end`() {
        let body = String(repeating: "QUJDRGVm", count: 8)
        let text =
            "log: -----BEGIN TOY KEY-----\nlog: \(body)\nlog: QUI=\n"
            + "log: -----END TOY KEY-----\nlog: QUJD\n"
        let result = scan(Array(text.utf8), with: Self.detector)
        #expect(
            result.text == """
                log: -----BEGIN TOY KEY-----
                log: [REDACTED:toy.key]
                log: [REDACTED:toy.key]
                log: -----END TOY KEY-----
                log: QUJD

                """)
        #expect(result.findings.map(\.rule.id) == ["toy.key"])
        #expect(result.findings.first?.line == 2)
        #expect(result.findings.first?.length == 68)
    }

    @Test func `a bare JSON number becomes a JSON string`() throws {
        try check(
            "{\"secretword\":«1234»}".replacing("»}", with: "» }"),
            "{\"secretword\":\"[REDACTED:toy.pin]\" }",
            detector: Detector(
                RuleSet([
                    .toy(
                        "toy.pin", prefilter: ["secretword"],
                        pattern: #"secretword":(?<secret>\d+)"#)
                ])))
    }

    @Test func `a line on which a rule gives up is withheld and reported`() {
        var options = ScanOptions()
        options.limits = MatchLimits(steps: 1000)
        let detector = Detector(RuleSet([.toy(pattern: "abc(?<secret>(a+)+)[!?]")]))
        let text = "before\nabc" + String(repeating: "a", count: 40) + "\r\nafter\n"
        let result = scan(Array(text.utf8), with: detector, options: options)
        #expect(result.text == "before\n[REDACTED:unscanned]\r\nafter\n")
        #expect(result.findings.isEmpty)
        #expect(
            result.blindSpots == [
                BlindSpot(
                    span: 7..<50, line: 2, reason: "rule toy.rule gave up: match limit exceeded")
            ])
    }

    @Test func `lines and bytes are counted`() {
        let scanner = StreamScanner(detector: Self.detector)
        Array("one\ntwo\nthr".utf8).withUnsafeBytes { bytes in
            let consumed = scanner.scan(bytes, isFinal: false, sink: { _ in }, report: { _ in })
            #expect(consumed == 8)
        }
        #expect(scanner.scannedLines == 2 && scanner.scannedBytes == 8)
    }

    @Test func `lines are not counted where they are not wanted`() {
        var options = ScanOptions()
        options.locatesLines = false
        let text = Array("one\ntok_Ab3dEf6hIj9l\n".utf8)
        let finding = scan(text, with: Self.detector, options: options).findings.first
        #expect(finding?.line == 0 && finding?.column == 0 && finding?.span == 4..<20)
    }

    @Test func `findings that are not described are the same for the rest`() throws {
        let text = Array("token tok_Ab3dEf6hIj9l\ntok_Ab3dEf6hIj9l\n".utf8)
        var options = ScanOptions()
        let described = scan(text, with: Self.detector, options: options)
        options.describesFindings = false
        let bare = scan(text, with: Self.detector, options: options)
        #expect(bare.output == described.output)
        #expect(described.findings.allSatisfy { !$0.evidence.isEmpty && $0.entropy > 0 })
        #expect(
            bare.findings.allSatisfy {
                $0.evidence == [] && $0.preview == "…" && $0.entropy == 0 && $0.fingerprint == ""
                    && $0.layers == []
            })
        for (one, other) in zip(bare.findings, described.findings) {
            #expect(one.rule === other.rule && one.span == other.span && one.line == other.line)
            #expect(one.confidence == other.confidence && one.length == other.length)
        }
        #expect(bare.findings.count == 2 && described.findings.count == 2)
    }

    @Test func `what is allowed is neither redacted nor reported, and its allowance is of use`()
        throws
    {
        let config = Config(
            Array(
                "allow:\n  - {rule: toy.token, reason: a toy}\n  - {rule: x.y, reason: none}".utf8),
            path: "blot.yml", isNamed: true)
        #expect(config.problems == [])
        var options = ScanOptions()
        options.allowlist = Allowlist(config[.allow]?.value ?? [], path: "app.log")
        try check(
            "tok_Ab3dEf6hIj9l secretword=«hunter22»",
            "tok_Ab3dEf6hIj9l secretword=[REDACTED:toy.assignment]", options: options)
        let scanner = StreamScanner(detector: Self.detector, options: options)
        "tok_Ab3dEf6hIj9l".withBytes {
            _ = scanner.scan($0, isFinal: true, sink: { _ in }, report: { _ in })
        }
        #expect(scanner.usedAllowances == [0])
    }

    @Test(arguments: [
        ("Password: ", "Password: "), ("tok_Ab3dEf6hIj9l? ", ""), ("secretword", ""),
        ("use tok_Ab3d", "use "), ("$ ", "$ "),
    ])
    func `a pause shows a prompt, and no part of a secret`(line: String, shown: String) {
        let scanner = StreamScanner(detector: Self.detector)
        var output: [UInt8] = []
        line.withBytes { bytes in
            #expect(
                scanner.scan(bytes, isFinal: false, sink: { output += $0 }, report: { _ in }) == 0)
            #expect(output.isEmpty)
            scanner.releasePrompt(bytes, sink: { output += $0 }, report: { _ in })
        }
        #expect(String(decoding: output, as: UTF8.self) == shown)
    }

    @Test(arguments: [
        "use tok%5f·Ab3dEf6hIj9l ok: ", "use tok%5f·Ab3dEf6hIj9l tok·_Zb3dEf6hIj9l",
        "use 61206b657920746f6b5f·4162336445663668496a396c20286f6e652074696d6529 ok: ",
    ])
    func `a pause shows no secret that is encoded`(line: String) {
        let text = Array(splintered(line + "\n").utf8)
        let options = ScanOptions()
        let whole = scan(text, with: Self.detector, options: options)
        #expect(whole.findings.count > 0)
        #expect(
            scan(
                text, inPiecesOf: [text.count - 1, 1], with: Self.detector, options: options,
                pauses: true)
                == whole)
        let prompt = Array("a%20b \u{1B}[1mName\u{1B}[0m: ".utf8)
        let scanner = StreamScanner(detector: Self.detector)
        var output: [UInt8] = []
        prompt.withUnsafeBytes { bytes in
            _ = scanner.scan(bytes, isFinal: false, sink: { output += $0 }, report: { _ in })
            scanner.releasePrompt(bytes, sink: { output += $0 }, report: { _ in })
        }
        #expect(output == prompt)
    }

    @Test func `a dump goes on from line to line behind a prefix`() {
        let text = """
            web-1 | 00000000: 7365 6520 746f 6b5f 4162 3364 4566 3668  see tok_Ab3dEf6h
            web-1 | 00000010: 496a 396c 206f 6b0a                      Ij9l ok.

            """
        let result = scan(Array(text.utf8), with: Self.detector)
        #expect(result.findings.count == 1)
        #expect(!result.text.contains("Ij9l"))
    }

    @Test(arguments: [
        #"{"log":"x\n","stream":"stdout"}"#, #"{"version":"1.1","short_message":"x"}"#,
        "2026-11-23T22:47:19Z stderr P part", "__CURSOR=s=1\nMESSAGE=x\n",
    ])
    func `a record in the middle of a key does not end it`(record: String) {
        // No text: a line that is text in base64 is joined with the next.
        let body = String(repeating: "gIGCg4SF", count: 8)
        for prefix in ["", "2026-11-23T22:47:19Z stdout F "] {
            let lines = ["-----BEGIN TOY KEY-----", body, record, body, "-----END TOY KEY-----"]
                .map { $0 == record ? $0 : prefix + $0 }
            let result = scan(Array(lines.joined(separator: "\n").utf8), with: Self.detector)
            #expect(!result.text.contains(body))
            #expect(result.findings.map(\.rule.id) == ["toy.key"])
        }
    }

    @Test(arguments: [
        (": 1700000000:0;ls tok·_Ab3dEf6hIj9l\n: 1700000001:0;pwd\n", 2),
        ("- cmd: ls tok·_Ab3dEf6hIj9l\n  when: 1700000000\n", 3),
        (#"{"version":"1.1","short_message":"m tok·_Ab3dEf6hIj9l"}"# + "\n", 52),
        (#"{"log":"m tok·_Ab3dEf6hIj9l\n","stream":"stdout"}"# + "\n", 30),
        ("2026-11-23T22:47:19Z stdout P is it? tok·_Ab3dEf6hIj9l\n", 37),
    ])
    func `what a pause shows of a record is not written again`(text: String, first: Int) {
        let text = Array(splintered(text).utf8)
        let whole = scan(text, with: Self.detector)
        #expect(whole.text.contains("[REDACTED:toy.token]"))
        for sizes in [[first, text.count], [1], [7]] {
            #expect(
                scan(text, inPiecesOf: sizes, with: Self.detector, pauses: true).text
                    == whole.text)
        }
    }

    @Test func `what is found is reported where a pause lets its record out`() {
        let head = "2026-11-23T22:47:19Z"
        let text = Array(
            splintered(
                "\(head) stdout P Go\n\(head) stderr F tok·_Ab3dEf6hIj9l\n"
                    + "\(head) stdout P  on? \n\(head) stdout F yes\n"
            ).utf8)
        let options = ScanOptions()
        let whole = scan(text, with: Self.detector, options: options)
        #expect(whole.findings.count == 1)
        let first = text.count - "\(head) stdout F yes\n".utf8.count
        #expect(
            scan(
                text, inPiecesOf: [first, text.count], with: Self.detector, options: options,
                pauses: true)
                == whole)
    }

    @Test func `a line that syslog has in two messages is one`() {
        let head = "<30>1 2026-11-23T22:14:15Z host app 12 - - "
        let secret = "tok_Ab3dEf6hIj9l"
        let line = String(repeating: ".", count: 4096 - 8) + secret + " tail"
        let text =
            "\(head)first\n\(head)\(line.prefix(4096))\n\(head)\(line.dropFirst(4096))\n"
        for sizes in [[text.utf8.count], [1000]] {
            let result = scan(Array(text.utf8), inPiecesOf: sizes, with: Self.detector)
            #expect(result.findings.count == 1)
            #expect(
                result.text.hasSuffix(
                    ".[REDACTED:toy.token]\n\(head)[REDACTED:toy.token] tail\n"))
        }
    }

    @Test(arguments: ["\u{1B}[1;31m", "\u{1B}[0m\n", "\t"])
    func `hex of a text that begins with a control sequence is decoded`(start: String) {
        let digits = Array((start + "it is tok_Ab3dEf6hIj9l").utf8).map {
            ($0 < 16 ? "0" : "") + String($0, radix: 16)
        }.joined()
        for text in [digits, digits.uppercased()] {
            #expect(scan(Array(text.utf8), with: Self.detector).findings.count == 1, "\(text)")
        }
    }

    @Test func `a gzip file that is longer than a window is withheld`() {
        let options = ScanOptions()
        let body = String(repeating: "Zm9vYmFy", count: options.frameBytes / 4)
        let text = "release: H4sIAAAAAAAA\(body) end\nnext\n"
        for sizes in [[text.utf8.count], [30_000]] {
            let result = scan(
                Array(text.utf8), inPiecesOf: sizes, with: Self.detector, options: options)
            #expect(result.text == "release: [REDACTED:unscanned] end\nnext\n")
            #expect(!result.blindSpots.isEmpty)
        }
    }

    @Test(arguments: [40, 100, 500, 2000, 4500])
    func `all secrets of a long line are found, however near to one another`(gap: Int) {
        // Searched for anywhere in the line, and not at its literal.
        let detector = Detector(
            RuleSet([
                .toy("toy.far", prefilter: ["far_"], pattern: "[a-z]{3}far_(?<secret>[0-9]{6})")
            ]))
        let filler = String(repeating: ".", count: gap)
        let line = (0..<(60_000 / gap)).map { "\(filler)abcfar_\(100_000 + $0)" }.joined()
        let result = scan(Array((line + "\n").utf8), with: detector)
        #expect(result.findings.count == 60_000 / gap)
        #expect(!result.text.contains("far_1"))
    }
}
