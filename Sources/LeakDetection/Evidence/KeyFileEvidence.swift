import LeakRules

/// Weighs a path: does it name a private key or a file of credentials?
enum KeyFileEvidence {
    static func weigh(_ path: UnsafeRawBufferPointer) -> Evidence? {
        let lower = String(decoding: path.map(\.lowercased), as: UTF8.self)
        if lower.hasSuffix(".pub") { return nil }
        // Trust anchors that every machine has.
        if lower.hasPrefix("/etc/ssl/certs/") || lower.hasPrefix("/usr/share/")
            || lower.hasPrefix("/etc/pki/tls/certs/") || lower.hasPrefix("/etc/apt/")
        {
            return nil
        }
        let name = lower.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        let isPath = name.utf8.count < lower.utf8.count
        // A bare word is a file only when it has the ending of one.
        guard isPath || endings.contains(where: name.hasSuffix) else { return nil }
        // `/1`, `/a`: fields of something else.
        guard name.utf8.count > 2 || lower.utf8.count > 8 else { return nil }
        return Evidence(kind: "path", note: "names a file that holds a key", weight: 0.1)
    }

    /// Endings of files that hold keys, certificates or credentials.
    private static let endings = [
        ".pem", ".key", ".crt", ".cer", ".p12", ".pfx", ".jks", ".json", ".conf", ".kdbx", ".ppk",
        ".keytab", ".keystore", ".truststore", ".cert", ".der", ".p8", "id_rsa", "id_ed25519",
        "id_ecdsa", "id_dsa", ".netrc", ".pgpass", "kubeconfig", ".yaml", ".yml", ".txt", ".jceks",
        "wallet.dat", ".git-credentials", ".htpasswd", ".s3cfg", ".boto", ".my.cnf", ".vault-token",
        ".terraformrc", ".pypirc", "_key", ".ovpn", ".kbx", ".gpg", ".asc", ".pkcs12",
    ]
}
