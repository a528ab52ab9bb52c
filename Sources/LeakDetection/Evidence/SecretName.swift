/// What the name of a setting says about its value.
struct SecretName: Equatable {
    /// What sort of secret the name promises.
    enum Kind: Equatable {
        case password
        /// Tokens, secrets, keys: made by machines.
        case token
    }

    let kind: Kind

    /// Reads a name such as `DB_PASSWORD`, `dbPassword`, `x-api-key` or `client.secret`.
    ///
    /// - Returns: nil where the name does not name a secret: `password_file`, `token_type`, `max_tokens`, `keyboard`.
    init?(_ name: UnsafeRawBufferPointer) {
        let words = Self.words(of: name)
        guard let at = words.indices.last(where: { Self.kind(of: words, at: $0) != nil }),
            let kind = Self.kind(of: words, at: at)
        else { return nil }
        for word in words[(at + 1)...] where !Self.harmlessTails.contains(word) {
            // What follows the word says that this is about a secret, not the secret.
            if !word.utf8.allSatisfy(\.isDigit) && !Self.qualifiers.contains(word) { return nil }
        }
        if at > 0, Self.countingHeads.contains(words[at - 1]) { return nil }
        self.kind = kind
    }

    /// The words of a name in lower case: parted by `_ - . $` and by capitals.
    static func words(of name: UnsafeRawBufferPointer) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var previous: UInt8 = 0
        func finish() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self).lowercased()) }
            word.removeAll(keepingCapacity: true)
        }
        for (index, byte) in name.enumerated() {
            guard byte.isIdentifier, byte != UInt8(ascii: "_") else {
                finish()
                previous = byte
                continue
            }
            let next = index + 1 < name.count ? name[index + 1] : 0
            if byte.isUpper && (previous.isLower || previous.isDigit || (previous.isUpper && next.isLower)) {
                finish()
            }
            word.append(byte.lowercased)
            previous = byte
        }
        finish()
        return words
    }

    private static func kind(of words: [String], at index: Int) -> Kind? {
        let word = words[index]
        if passwords.contains(word) || passwordSuffixes.contains(where: word.hasSuffix) {
            return .password
        }
        if tokens.contains(word) || tokenSuffixes.contains(where: word.hasSuffix) { return .token }
        let before = index > 0 ? words[index - 1] : ""
        if word == "key" || word == "keys" {
            return secretKeys.contains(before) ? .token : nil
        }
        if word == "id" && before == "session" { return .token }
        if word == "auth" && (words.count == 1 || before == "rediscli" || before == "basic") {
            return .token
        }
        if word == "string" && before == "connection" { return .token }
        return nil
    }

    private static let passwords: Set<String> = [
        "password", "passwd", "passphrase", "passcode", "pwd", "pass", "pw", "psw", "passw", "pswd",
        "passwort", "kennwort", "contraseña", "contrasena", "contrasenya", "clave", "senha", "mdp",
        "motdepasse", "passe", "wachtwoord", "haslo", "hasło", "heslo", "lozinka", "parola", "parole",
        "пароль", "密码", "密碼", "口令", "パスワード", "暗証番号", "비밀번호", "userpass", "geheimwort", "codeword",
    ]
    private static let passwordSuffixes = [
        "password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "senha", "userpwd",
        "dbpwd", "dbpass", "userpass", "rootpass", "adminpass", "ftppass", "smtppass", "mailpass",
        "sshpass", "storepass", "keypass", "mysqlpwd", "пароль", "密码", "密碼", "口令", "パスワード",
        "비밀번호", "contraseña",
    ]

    private static let tokens: Set<String> = [
        "token", "secret", "secrets", "apikey", "credential", "credentials", "creds", "cred",
        "authorization", "bearer", "jwt", "otp", "totp", "cookie", "sid", "session", "sessionid",
        "sessid", "phpsessid", "jsessionid", "csrf", "xsrf", "csrftoken", "xsrftoken", "signature",
        "sig", "hmac", "assertion", "ticket", "nonce", "sas", "webhook", "dsn", "authkey", "psk",
        "privkey", "appkey", "appsecret", "cookies", "salt", "pat", "accountkey", "licensekey",
    ]
    private static let tokenSuffixes = [
        "token", "secret", "apikey", "secretkey", "accesskey", "authkey", "privatekey", "sessionid",
        "masterkey", "signingkey", "encryptionkey", "licensekey", "accountkey", "sharedkey",
        "credentials", "sessid",
    ]

    /// Words before `key` that make it a secret one.
    private static let secretKeys: Set<String> = [
        "api", "access", "secret", "private", "auth", "encryption", "encrypt", "decryption",
        "crypto", "cipher", "signing", "sign", "master", "shared", "account", "service", "license",
        "licence", "app", "application", "admin", "client", "server", "storage", "ssh", "deploy",
        "deployment", "subscription", "consumer", "integration", "ingest", "ingestion", "write",
        "live", "test", "personal", "root", "unseal", "recovery", "signature", "hmac", "jwt",
        "session", "cookie", "webhook", "rest", "developer", "dev", "prod", "production", "sandbox",
        "security", "aes", "des", "rsa", "wrapping", "transport", "management", "bot", "bearer",
        "token", "instrumentation", "functions", "function", "host", "system", "primary", "secondary",
        "registration", "activation", "publish", "subscribe", "customer", "partner", "merchant",
        "sdk", "project", "server", "edit", "read", "query", "search", "vault", "age", "pgp", "gpg",
    ]

    /// Words that may follow and still leave the secret itself: `token_value`, `password_plain`, `secret_base64`.
    private static let harmlessTails: Set<String> = [
        "value", "plain", "plaintext", "text", "raw", "string", "base64", "b64", "hex", "key", "keys",
        "production", "prod", "staging", "stage", "dev", "development", "test", "live", "main",
        "primary", "secondary", "old", "new", "current", "previous", "default", "admin", "root",
        "user", "db", "database", "confirmation", "confirm", "again", "repeat", "data", "header",
        "env", "is", "was", "for", "base", "access", "refresh", "id",
    ]

    /// Words that may stand around a secret's name and change nothing.
    private static let qualifiers: Set<String> = [
        "password", "token", "secret", "api", "auth", "aws", "gcp", "azure", "github", "gitlab",
    ]

    /// Words before the name that make it a number or a switch.
    private static let countingHeads: Set<String> = [
        "max", "min", "num", "no", "total", "count", "has", "is", "use", "with", "without", "require",
        "requires", "show", "hide", "reset", "forgot", "change", "skip", "disable", "enable", "allow",
        "prompt", "tokens", "completion", "remaining", "next", "page", "continuation", "sync",
        "last", "first", "number", "of", "cancellation", "unexpected", "invalid", "missing", "bad",
        "wrong", "expired", "syntax", "parse",
    ]
}
