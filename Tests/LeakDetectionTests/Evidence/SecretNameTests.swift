import TestSupport
import Testing

@testable import LeakDetection

@Suite struct SecretNameTests {
    private func kind(_ name: String) -> SecretName.Kind? {
        name.withBytes { SecretName($0)?.kind }
    }

    @Test(arguments: [
        "password", "PASSWORD", "Password", "passwd", "pwd", "pass", "passphrase", "db_password",
        "DB_PASSWORD", "dbPassword", "DBPassword", "db.password", "db-password",
        "spring.datasource.password",
        "MYSQL_ROOT_PASSWORD", "PGPASSWORD", "mysql_pwd", "userPassword", "user_passwd", "smtpPass",
        "rootpass", "keystorePassword", "ssl_key_passphrase", "password1", "PASSWORD2",
        "password_2",
        "password_value",
        "newPassword", "old_password", "password_confirmation", "admin_password_plain", "$password",
        "--password", "LDAP_BIND_PW", "passwort", "kennwort", "contraseña", "senha", "mdp",
        "wachtwoord",
        "hasło", "heslo", "пароль", "ПАРОЛЬ", "密码", "パスワード", "비밀번호", "用户密码",
    ])
    func `a name for a password`(name: String) {
        #expect(kind(name) == .password)
    }

    @Test(arguments: [
        "token", "TOKEN", "access_token", "accessToken", "ACCESS_TOKEN", "refresh_token",
        "id_token",
        "auth-token", "X-Auth-Token", "github.token", "GITHUB_TOKEN", "NPM_TOKEN", "bot_token",
        "secret", "client_secret", "clientSecret", "CLIENT_SECRET", "client.secret", "app_secret",
        "secret_key", "SECRET_KEY", "secretKey", "SECRET_KEY_BASE", "AWS_SECRET_ACCESS_KEY",
        "api_key", "apiKey", "APIKey", "apikey", "API_KEY", "x-api-key", "X-API-Key", "api-key",
        "access_key", "private_key", "privateKey", "encryption_key", "signing_key", "master_key",
        "accountKey", "AccountKey", "shared_key", "credentials", "credential", "creds",
        "authorization", "Authorization", "bearer", "jwt", "license_key", "deploy_key",
        "token_value", "token2", "secret_base64", "api_key_prod", "stripeSecretKey",
        "HTTP_AUTHORIZATION",
    ])
    func `a name for a token or a key`(name: String) {
        #expect(kind(name) == .token)
    }

    @Test(arguments: [
        "session", "session_id", "sessionId", "sessionid", "sid", "PHPSESSID", "JSESSIONID",
        "cookie",
        "csrf", "csrftoken", "signature", "sig", "otp", "hmac", "ticket",
    ])
    func `a name for a session or a signature`(name: String) {
        #expect(kind(name) == .session)
    }

    @Test(arguments: [
        "", "_", "user", "username", "name", "host", "port", "url", "path", "file", "key", "keys",
        "keyboard", "monkey", "foreign_key", "cache_key", "sort_key", "row_key",
        "keyword",
        "passing", "passenger", "bypass", "compass", "passport", "passive", "tokenizer", "tokenize",
        "secretary", "password_file", "PASSWORD_FILE", "passwordFile", "password_length",
        "password_policy",
        "password_hint", "password_expiry", "passwordEncoder", "passwordResetUrl",
        "password_hash_rounds",
        "token_type", "tokenType", "token_expiry", "token_endpoint", "tokenUri", "token_count",
        "secret_name", "secretName", "secret_arn", "secretRef", "credential_type",
        "credentials_file",
        "max_tokens", "maxTokens", "total_tokens", "num_tokens", "completion_tokens",
        "reset_password",
        "forgot_password", "next_token", "nextPageToken", "has_password", "require_password",
        "public_key", "publicKey", "key_id", "access_key_id_count", "session_timeout",
        "cookie_domain", "signature_algorithm", "author", "authority", "authenticated", "idea",
    ])
    func `a name for something else`(name: String) {
        #expect(kind(name) == nil)
    }

    @Test(arguments: [
        ("dbPassword", ["db", "password"]), ("DBPassword", ["db", "password"]),
        ("DB_PASSWORD", ["db", "password"]), ("x-api-key", ["x", "api", "key"]),
        ("a.b$c", ["a", "b", "c"]), ("--flag", ["flag"]),
        ("HTTPServer2Key", ["http", "server2", "key"]),
        ("__", []), ("", []), ("ПАРОЛЬ", ["пароль"]), ("oauth2Token", ["oauth2", "token"]),
    ])
    func `a name is parted by signs and by capitals`(name: String, words: [String]) {
        let parted = name.withBytes { name in
            name.withNameWords { $0.map { String(decoding: $0, as: UTF8.self) } }
        }
        #expect(parted == words)
    }
}
