import TestSupport
import Testing

@testable import LeakDetection

@Suite struct KeyFileEvidenceTests {
    @Test(arguments: [
        "/home/bob/.ssh/id_rsa", "~/.ssh/id_ed25519", "/etc/ssl/private/server.key",
        "certs/tls.pem",
        #"C:\Users\bob\key.ppk"#, "server.key", "id_rsa", "keystore.jks", ".netrc",
        "/etc/kubernetes/pki/ca.key", "/run/secrets/db",
    ])
    func `the path of a key is evidence`(path: String) {
        #expect(path.withBytes(KeyFileEvidence.weigh) != nil)
    }

    @Test(arguments: [
        "/home/bob/.ssh/id_rsa.pub", "ID_RSA.PUB", "/etc/ssl/certs/ca.pem", "/usr/share/x/y.pem",
        "/etc/pki/tls/certs/ca.crt", "key", "secret", "/1", "",
    ])
    func `a public key, a trust anchor or a bare word is none`(path: String) {
        #expect(path.withBytes(KeyFileEvidence.weigh) == nil)
    }
}
