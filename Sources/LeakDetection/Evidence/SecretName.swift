/// What the name of a setting says about its value.
struct SecretName: Equatable {
    /// What sort of secret the name promises.
    enum Kind: Equatable {
        case password
        /// Tokens, secrets, keys: made by machines.
        case token
        /// Sessions, signatures, cookies: a secret only when it looks like one.
        case session
    }

    let kind: Kind

    /// Reads a name such as `DB_PASSWORD`, `dbPassword`, `x-api-key` or `client.secret`.
    ///
    /// - Returns: nil where the name does not name a secret: `password_file`, `token_type`,
    ///   `max_tokens`, `keyboard`.
    init?(_ name: UnsafeRawBufferPointer) {
        let words = Self.words(of: name)
        guard let at = words.indices.last(where: { Self.kind(of: words, at: $0) != nil }),
            let kind = Self.kind(of: words, at: at)
        else { return nil }
        // What follows the word says whether this is the secret, or about one.
        for word in words[(at + 1)...]
        where !Self.harmlessTails.contains(word) && !word.allSatisfy(\.isDigit) {
            return nil
        }
        if at > 0, Self.countingHeads.contains(words[at - 1]) { return nil }
        self.kind = kind
    }

    /// Whether a name can hold a credential once its issuer is known: `ALGOLIA_KEY`, but not
    /// `ALGOLIA_KEY_NAME`.
    static func mayHoldKey(_ name: UnsafeRawBufferPointer) -> Bool {
        let words = words(of: name)
        guard let at = words.lastIndex(where: { word in issuerTails.endsAny(word) }) else {
            return false
        }
        return words[(at + 1)...].allSatisfy {
            harmlessTails.contains($0) || $0.allSatisfy(\.isDigit)
        }
    }

    /// What names of credentials end in.
    private static let issuerTails = WordList([
        "key", "keys", "token", "tokens", "secret", "auth", "pat", "credential", "credentials",
        "password", "pass", "authorization", "apikey", "bearer", "creds", "webhook", "dsn", "jwt",
    ])

    /// The words of a name in lower case: parted by `_ - . $` and by capitals.
    static func words(of name: UnsafeRawBufferPointer) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        var previous: UInt8 = 0
        func finish() {
            guard !word.isEmpty else { return }
            // Cyrillic and Greek have capitals, too.
            if word.contains(where: { $0 >= 0x80 }) {
                word = Array(String(decoding: word, as: UTF8.self).lowercased().utf8)
            }
            words.append(word)
            word.removeAll(keepingCapacity: true)
        }
        for (index, byte) in name.enumerated() {
            guard byte.isIdentifier, byte != UInt8(ascii: "_") else {
                finish()
                previous = byte
                continue
            }
            let next = index + 1 < name.count ? name[index + 1] : 0
            if byte.isUpper
                && (previous.isLower || previous.isDigit || (previous.isUpper && next.isLower))
            {
                finish()
            }
            word.append(byte.lowercased)
            previous = byte
        }
        finish()
        return words
    }

    private static func kind(of words: [[UInt8]], at index: Int) -> Kind? {
        var word = words[index]
        // `password1`, `token2`.
        while word.count > 1, word[word.count - 1].isDigit { word.removeLast() }
        if passwords.contains(word) || passwordSuffixes.endsAny(word) { return .password }
        // Before the endings of tokens: a `csrftoken` is a session's.
        if sessions.contains(word) { return .session }
        if tokens.contains(word) || tokenSuffixes.endsAny(word) { return .token }
        let before = index > 0 ? words[index - 1] : []
        switch String(decoding: word, as: UTF8.self) {
        case "key", "keys": return secretKeys.contains(before) ? .token : nil
        case "id": return sessions.contains(before) ? .session : nil
        case "auth": return words.count == 1 || authHeads.contains(before) ? .session : nil
        case "word", "phrase", "code":
            // `PassWord`
            return before.elementsEqual("pass".utf8) ? .password : nil
        case "api": return before.elementsEqual("chiave".utf8) ? .token : nil
        case "string": return before.elementsEqual("connection".utf8) ? .token : nil
        default: return nil
        }
    }

    private static let passwords = WordList([
        "password", "passwd", "passphrase", "passcode", "pwd", "pass", "pw", "psw", "passw", "pswd",
        "passwort", "kennwort", "contraseña", "contrasena", "contrasenya", "clave", "senha", "mdp",
        "motdepasse", "passe", "wachtwoord", "haslo", "hasło", "heslo", "lozinka", "parola",
        "parole",
        "пароль", "密码", "密碼", "口令", "パスワード", "暗証番号", "비밀번호", "userpass", "geheimwort", "codeword",
        "passwords", "psk", "bindpw", "rootpw", "lösenord", "şifre", "sifre", "salasana",
        "adgangskode", "kodeord", "jelszó", "jelszo", "passord", "şifresi",
    ])
    private static let passwordSuffixes = WordList([
        "password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "senha", "userpwd",
        "dbpwd", "dbpass", "userpass", "rootpass", "adminpass", "ftppass", "smtppass", "mailpass",
        "sshpass", "storepass", "keypass", "mysqlpwd", "пароль", "密码", "密碼", "口令", "パスワード",
        "비밀번호", "contraseña", "パスワードは", "密码为", "密码是", "密碼為", "lösenord", "kennwort", "şifre",
    ])

    private static let tokens = WordList([
        "token", "secret", "secrets", "apikey", "apikeys", "tokens", "credential", "credentials",
        "creds", "cred",
        "authorization", "bearer", "jwt", "authkey", "psk", "privkey", "appkey", "appsecret",
        "accountkey", "licensekey", "密钥", "密鑰", "schlüssel",
    ])
    private static let sessions = WordList([
        "otp", "totp", "cookie", "sid", "session", "sessionid", "sessid", "phpsessid", "jsessionid",
        "csrf", "xsrf", "signature", "sig", "hmac", "assertion", "ticket", "sas", "webhook", "dsn",
        "cookies", "salt", "plaintext", "pat", "csrftoken", "xsrftoken", "csrfmiddlewaretoken",
        "aspsessionid",
    ])
    private static let authHeads = WordList(["rediscli", "basic", "proxy", "npm", "docker"])
    private static let tokenSuffixes = WordList([
        "token", "secret", "apikey", "secretkey", "accesskey", "authkey", "privatekey",
        "masterkey", "signingkey", "encryptionkey", "licensekey", "accountkey", "sharedkey",
        "credentials", "appkey",
    ])

    /// Words before `key` that make it a secret one.
    private static let secretKeys = WordList([
        "api", "access", "secret", "private", "auth", "encryption", "encrypt", "decryption",
        "crypto", "cipher", "validation", "decryption", "signing", "sign", "master", "shared",
        "account", "service", "license",
        "licence", "app", "application", "admin", "client", "server", "storage", "ssh", "deploy",
        "deployment", "subscription", "consumer", "integration", "ingest", "ingestion", "write",
        "live", "test", "personal", "root", "unseal", "recovery", "signature", "hmac", "jwt",
        "session", "cookie", "webhook", "rest", "developer", "dev", "prod", "production", "sandbox",
        "security", "aes", "des", "rsa", "wrapping", "transport", "management", "bot", "bearer",
        "token", "instrumentation", "functions", "function", "host", "system", "primary",
        "secondary",
        "registration", "activation", "publish", "subscribe", "customer", "partner", "merchant",
        "sdk", "project", "server", "edit", "read", "query", "search", "vault", "age", "pgp", "gpg",
    ])

    /// Words that may follow and still leave the secret itself: `token_value`, `password_plain`,
    /// `secret_base64`.
    private static let harmlessTails = WordList([
        "value", "plain", "plaintext", "text", "raw", "string", "base64", "b64", "hex", "key",
        "keys",
        "production", "prod", "staging", "stage", "dev", "development", "test", "live", "main",
        "primary", "secondary", "old", "new", "current", "previous", "default", "admin", "root",
        "user", "db", "database", "confirmation", "confirm", "again", "repeat", "data", "header",
        "env", "is", "was", "banco", "datos", "bd", "base", "chiave", "usuario", "servidor", "for",
        "base", "access", "refresh", "id",
    ])

    /// Words before the name that make it a number or a switch.
    private static let countingHeads = WordList([
        "max", "min", "num", "prompt", "input", "output", "cached", "reasoning", "no", "total",
        "count", "has", "is", "use", "with", "without", "require",
        "requires", "show", "hide", "reset", "forgot", "change", "skip", "disable", "enable",
        "allow",
        "prompt", "tokens", "completion", "remaining", "next", "page", "continuation", "sync",
        "last", "first", "number", "of", "cancellation", "unexpected", "invalid", "missing", "bad",
        "wrong", "expired", "syntax", "parse",
    ])
}
