import LeakRules
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct KeyFileEvidenceTests {
    /// Weighs the path between `«` and `»`, matched from the beginning of the line.
    private func weigh(_ line: String) throws -> Evidence? {
        let example = try RuleExample(marked: line)
        let secret = try #require(example.secrets.first)
        let rule = try #require(ToyRules.all.rules.first)
        return example.text.withUnsafeBytes { bytes in
            KeyFileEvidence.weigh(
                MatchContext(
                    frame: bytes, match: 0..<secret.upperBound, secret: secret, rule: rule,
                    issuers: IssuerTable([])))
        }
    }

    @Test(arguments: [
        "open «/home/bob/.ssh/id_rsa»", "open «~/.ssh/id_ed25519»",
        "open «/etc/ssl/private/server.key»", "open «certs/tls.pem»",
        #"open «C:\Users\bob\key.ppk»"#, "using key «server.key»", "identity file «id_rsa»",
        "keystore = «keystore.jks»", "reading «.netrc»", "--key «client.pem»",
        "etcd --cert-file=«/etc/etcd/server.crt»",
    ])
    func `the path of a key is evidence`(line: String) throws {
        #expect(try weigh(line) != nil)
    }

    @Test(arguments: [
        "open «/home/bob/.ssh/id_rsa.pub»", "open «ID_RSA.PUB»", "open «/etc/ssl/certs/ca.pem»",
        "open «/etc/pki/tls/certs/ca.crt»", "using key «key»", "using key «secret»", "a «/1»",
        "--key «backups/db.tar.gz»", "ssl_certificate «/etc/nginx/site.crt»",
    ])
    func `a public key, a trust anchor, a certificate or a bare word is none`(line: String) throws {
        #expect(try weigh(line) == nil)
    }
}
