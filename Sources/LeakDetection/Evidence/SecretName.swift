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
        guard let kind = name.withNameWords({ Self.kind(of: $0) }) else { return nil }
        self.kind = kind
    }

    private static func kind(of words: NameWords) -> Kind? {
        var at = words.count - 1
        while at >= 0 {
            if let kind = kind(of: words, at: at) { return isSecret(words, at: at) ? kind : nil }
            at -= 1
        }
        return nil
    }

    /// Whether a name that holds a word for a secret means the secret itself.
    private static func isSecret(_ words: NameWords, at index: Int) -> Bool {
        if index > 0, countingHeads.contains(words[index - 1]) { return false }
        // What follows the word says whether this is the secret, or about one.
        return words[(index + 1)...].allSatisfy(isHarmless)
    }

    private static func isHarmless(_ word: UnsafeRawBufferPointer) -> Bool {
        harmlessTails.contains(word) || word.allSatisfy(\.isDigit)
    }

    /// Whether a name can hold a credential once its issuer is known: `ALGOLIA_KEY`, but not
    /// `ALGOLIA_KEY_NAME`.
    static func mayHoldKey(_ name: UnsafeRawBufferPointer) -> Bool {
        name.withNameWords { words in
            guard let at = words.lastIndex(where: issuerTails.endsAny) else { return false }
            return words[(at + 1)...].allSatisfy(isHarmless)
        }
    }

    /// What names of credentials end in.
    private static let issuerTails = WordList([
        "key", "keys", "token", "tokens", "secret", "auth", "pat", "credential", "credentials",
        "password", "pass", "authorization", "apikey", "bearer", "creds", "webhook", "dsn", "jwt",
    ])

    private static func kind(of words: NameWords, at index: Int) -> Kind? {
        var word = words[index]
        // `password1`, `token2`.
        while word.count > 1, word[word.count - 1].isDigit { word = word.slice(0..<word.count - 1) }
        if passwords.contains(word) || passwordSuffixes.endsAny(word) { return .password }
        // Before the endings of tokens: a `csrftoken` is a session's.
        if sessions.contains(word) { return .session }
        if tokens.contains(word) || tokenSuffixes.endsAny(word) { return .token }
        let before = index > 0 ? words[index - 1] : UnsafeRawBufferPointer(rebasing: word[..<0])
        switch word.count {
        case 2 where word.reads("id"): return sessions.contains(before) ? .session : nil
        case 3 where word.reads("key"), 4 where word.reads("keys"):
            return secretKeys.contains(before) ? .token : nil
        case 4 where word.reads("auth"):
            return words.count == 1 || authHeads.contains(before) ? .session : nil
        case 4 where word.reads("word") || word.reads("code"), 6 where word.reads("phrase"):
            // `PassWord`
            return before.reads("pass") ? .password : nil
        case 3 where word.reads("api"): return before.reads("chiave") ? .token : nil
        case 6 where word.reads("string"): return before.reads("connection") ? .token : nil
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
