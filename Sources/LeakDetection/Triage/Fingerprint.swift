import KeyedHash
import LeakRules

/// Names a secret without giving it away.
enum Fingerprint {
    /// `b1:` and the first 16 bytes of the keyed hash of rule and secret, in hexadecimal.
    static func text(
        of secret: UnsafeRawBufferPointer, rule: Rule, key: KeyedHash
    ) -> String {
        let digest = Array(rule.id.utf8).withUnsafeBytes { key.digest($0, secret) }
        return "b1:" + Hexadecimal.text(digest.prefix(16))
    }
}
