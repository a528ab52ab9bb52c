import LeakRules

/// Weighs a path: does it name a private key or a file of credentials?
enum KeyFileEvidence {
    static func weigh(_ path: UnsafeRawBufferPointer) -> Evidence? {
        let lower = path.map(\.lowercased)
        let text = String(decoding: lower, as: UTF8.self)
        if text.hasSuffix(".pub") || text.hasSuffix(".crt.pem") { return nil }
        // Trust anchors that every machine has.
        if text.hasPrefix("/etc/ssl/certs/") || text.hasPrefix("/usr/share/ca-certificates/") {
            return nil
        }
        return Evidence(kind: "path", note: "names a file that holds a key", weight: 0.1)
    }
}
