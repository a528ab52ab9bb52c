import LeakRules

/// Weighs a path: does it name a private key or a file of credentials?
enum KeyFileEvidence {
    static func weigh(_ context: MatchContext) -> Evidence? {
        let path = context.value
        let lower = String(decoding: path.map(\.lowercased), as: UTF8.self)
        if lower.hasSuffix(".pub") { return nil }
        // Trust anchors that every machine has.
        if lower.hasPrefix("/etc/ssl/certs/") || lower.hasPrefix("/usr/share/ca-certificates/")
            || lower.hasPrefix("/usr/share/keyrings/")
            || lower.hasPrefix("/etc/pki/tls/certs/") || lower.hasPrefix("/etc/apt/")
        {
            return nil
        }
        // Certificates are public; where those of a cluster's store lie is not everybody's
        // business.
        if isCertificate(lower), !isAboutCluster(context.frame) { return nil }
        let name = lower.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        let isPath = name.utf8.count < lower.utf8.count
        // A bare word is a file only when it has the ending of one.
        guard isPath || endings.contains(where: name.hasSuffix) else { return nil }
        // `--key` is the key of anything: an object, a column.
        let setting = context.frame.slice(context.match.lowerBound..<context.secret.lowerBound)
        if setting.count < 9, setting.contains("-key"), !keyEndings.contains(where: name.hasSuffix)
        {
            return nil
        }
        // Base64 has slashes, too: without a root, only the ending makes it a path.
        let isRooted =
            lower.hasPrefix("/") || lower.hasPrefix("~") || lower.hasPrefix(".")
            || lower.hasPrefix("$")
            || lower.dropFirst().hasPrefix(":")
        guard isRooted || endings.contains(where: { $0 != "_key" && name.hasSuffix($0) }) else {
            return nil
        }
        // `/1`, `/a`: fields of something else.
        guard name.utf8.count > 2 || lower.utf8.count > 8 else { return nil }
        return Evidence(kind: "path", note: "names a file that holds a key", weight: 0.1)
    }

    /// Endings of files that hold keys and nothing else.
    private static let keyEndings = [
        ".pem", ".key", ".p12", ".pfx", ".p8", "id_rsa", "id_ed25519", "key",
    ]

    private static func isCertificate(_ path: String) -> Bool {
        if path.contains("key") { return false }
        return path.hasSuffix(".crt") || path.hasSuffix(".cer") || path.hasSuffix("cert.pem")
            || path.hasSuffix("ca.pem") || path.hasSuffix("chain.pem")
            || path.hasSuffix("certs.pem")
    }

    private static func isAboutCluster(_ line: UnsafeRawBufferPointer) -> Bool {
        let lower = RedactionMarker.removed(from: line).map(\.lowercased)
        return lower.withUnsafeBytes { $0.contains("etcd") }
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
