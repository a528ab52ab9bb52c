import LeakRules
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct AssignmentEvidenceTests {
    /// A rule for passwords and one for tokens, as generic ones are built.
    private static let detector = Detector(
        RuleSet(
            [
                ("toy.password", "pass", LeakRules.Category.password),
                ("toy.secret", "token", .token),
            ].map {
                .toy(
                    $0, category: $2, severity: .high, specificity: .generic, prefilter: [$1],
                    anchor: .literal,
                    pattern: "(?i)" + $1
                        + #"\w*["'\]]*\s*(?:=>|[=:,]|is)?\s*["']?(?<secret>[^\s"',}]+)"#,
                    validators: [.assignment])
            }))

    private func check(_ marked: String) throws {
        let example = try RuleExample(marked: marked)
        let result = scan(example.text, with: Self.detector)
        #expect(result.findings.map(\.span) == example.secrets)
    }

    @Test(arguments: [
        "password=«hunter22»", "PASSWORD=«hunter22»", "db_password = «hunter22»",
        "\"password\": \"«hunter22»\"",
        "password: «hunter22»", "password:«correcthorse»", "password => '«correcthorse»'",
        "DB_PASSWORD_PROD=«hunter22»", "password2=«hunter22»", "mysql --password «hunter22»",
        "password is «hunter22»", "password: «correcthorse»", #"\npassword=«hunter22»"#,
        "\u{1B}[36mpassword=«hunter22»", "token=«9f86d081·884c7d659a2feaa0c55ad015»",
        "access_token: «Zx3Vb9Qm2Lk7·Tn4Rw8Yp1Sd6»", "\"token\":\"«Zx3Vb9Qm2Lk7·Tn4Rw8Yp1Sd6»\"",
        "pass=«hunter22»", "password=«1234»",
    ])
    func `a secret that is assigned to a name is found`(marked: String) throws {
        try check(marked)
    }

    @Test(arguments: [
        "password_file=/run/x", "password_file=hunter22", "passwordPolicy=strong8chars",
        "max_tokens=4096",
        "token_type=bearer", "token=12345678", "token: refresh", "token=CancellationToken",
        "pass=12",
        "password: expired", "password: the one you chose", "password=null",
        "password=${DB_PASSWORD}",
        "password=********", "password=<password>", "password expired", "password is incorrect",
        "next_token=Zx3Vb9Qm2Lk7Tn4Rw8Yp1Sd6", "password --help", "password=/run/secrets/db",
        "tokenizer=Zx3Vb9Qm2Lk7Tn4Rw8Yp1Sd6", "passenger=hunter22", "password=abc",
    ])
    func `what is no secret is let through`(line: String) throws {
        try check(line)
    }

    @Test(arguments: [
        ("db.password=x", 3, 0..<11), ("a password b", 2, 2..<10), ("x-api-key: y", 6, 0..<9),
        ("{\"password\":1}", 2, 2..<10), (#"\npassword=x"#, 2, 2..<10), ("密码：x", 0, 0..<6),
        ("$password=x", 1, 0..<9),
    ])
    func `a name is what stands around the match`(line: String, offset: Int, name: Range<Int>) {
        #expect(line.withBytes { AssignmentEvidence.nameRange(in: $0, around: offset) } == name)
    }

    @Test func `a name has an end`() {
        let line = String(repeating: "a", count: 1000)
        let name = line.withBytes { AssignmentEvidence.nameRange(in: $0, around: 500) }
        #expect(name == 436..<564)
    }

    @Test(arguments: [
        ("password", "password", true), ("PassWord", "password", true),
        ("passwor", "password", false),
        ("passwork", "password", false), ("", "", true),
    ])
    func `a text is compared in any case`(text: String, word: String, isEqual: Bool) {
        let equal = text.withBytes { bytes in
            word.isEmpty ? bytes.lowercasedEquals("") : bytes.lowercasedEquals("password")
        }
        #expect(equal == isEqual)
    }
}
