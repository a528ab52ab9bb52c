import BuiltinPatterns
import LeakDetection
import LeakRules
import TestSupport
import Testing

/// Histories that are plain lines, as readline writes them: psql, redis-cli, Python, Node and
/// shells without time stamps.
@Suite struct HistoryTests {
    private static let detector = Detector(BuiltinPatterns.ruleSet())

    @Test(arguments: [
        "ALTER USER bob PASSWORD 'hunt·er22';", "CREATE ROLE bob LOGIN PASSWORD 'hunt·er22';",
        "ALTER USER 'bob'@'%' IDENTIFIED BY 'hunt·er22';",
        "CREATE USER 'bob'@'localhost' IDENTIFIED BY 'hunt·er22';",
        "SET PASSWORD FOR 'bob' = PASSWORD('hunt·er22');",
        "GRANT ALL ON *.* TO 'bob'@'%' IDENTIFIED BY 'hunt·er22';",
        #"\connect postgresql://bob:hunt·er22@db.acme.io/shop"#,
        #"\c "host=db user=bob password=hunt·er22""#,
        "CREATE SUBSCRIPTION s CONNECTION 'host=db user=bob password=hunt·er22' PUBLICATION p;",
        "AUTH hunt·er22", "AUTH default hunt·er22", "auth hunt·er22",
        "CONFIG SET requirepass hunt·er22", "config set masterauth hunt·er22",
        "ACL SETUSER bob on >hunt·er22 ~* +@all", "HELLO 3 AUTH bob hunt·er22",
        #"client = Client(api_key="a8Kq2Lx9Vb4·Nw8Rt6Yp1")"#,
        #"requests.get(url, auth=("bob", "hunt·er22"))"#,
        #"const t = "ghp_·8kMF9750wkGqcYWQRPhN09HdMJA1FK32aorY""#,
        #"db.auth("bob", "hunt·er22")"#,
        #"db.createUser({user: "bob", pwd: "hunt·er22", roles: []})"#,
        "printf %s hunt·er22 | docker login -u bob --password-stdin",
        "docker login -u bob --password-stdin <<< 'hunt·er22'",
    ])
    func `secrets of interactive tools are found`(line: String) {
        let text = splintered(line) + "\n"
        let secrets = [splintered("hunt·er22"), splintered("a8Kq2Lx9Vb4·Nw8Rt6Yp1"), "ghp_8"]
        let output = String(
            decoding: redact(Array(text.utf8), with: Self.detector).output, as: UTF8.self)
        #expect(output != text)
        for secret in secrets { #expect(!output.contains(secret), "\(output)") }
    }

    @Test(arguments: [
        #"\password bob"#, #"\connect shop bob"#, "SELECT password FROM users;", "AUTH",
        "CONFIG GET requirepass", "import getpass; pw = getpass.getpass()",
        "const t = process.env.TOKEN", "docker login -u bob --password-stdin < token",
        "ALTER USER bob WITH PASSWORD NULL;",
    ])
    func `what only names a secret is left alone`(line: String) {
        let text = Array(line.utf8)
        #expect(redact(text, with: Self.detector).output == text)
    }
}
