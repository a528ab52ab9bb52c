import Foundation
import Testing

/// Histories as programs write them that are not at hand here, or not so easily.
@Suite struct RecordedHistoryTests {
    private static let password = Sample.whole("hunt·er22x")

    /// A history, and what must come of it.
    struct History: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// With `%` for the password.
        let text: String
        /// With `%` for what stands in its place.
        let redacted: String
        /// Of each finding in order.
        let rules: [String]
        var times: [String?] = []

        init(
            _ name: String, _ text: String, _ rules: [String], redacted: String? = nil,
            times: [String?] = []
        ) {
            testDescription = name
            self.text = text
            self.rules = rules
            self.redacted = redacted ?? text
            self.times = times.isEmpty ? rules.map { _ in nil } : times
        }
    }

    private static func hexadecimal(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    /// An argument in hexadecimal with the password, and with its replacement.
    private static func hexadecimal(_ text: String, _ rule: String) -> (String, String) {
        let parts = text.split(separator: "%").map { hexadecimal(String($0)) }
        return (
            parts.joined(separator: hexadecimal(password)),
            parts.joined(separator: hexadecimal("[REDACTED:\(rule)]"))
        )
    }

    private static let script = hexadecimal("mysql --password=% shop", "generic.password")
    private static let title = hexadecimal(
        "mysql\0-u\0root\0-p%\0shop", "command.user-password")

    static let histories = [
        History(
            "bash",
            "#1700000000\necho one\n#1700000060\nmysql -u root -p% shop\n#1700000061\necho two\n",
            ["command.user-password"], times: ["2023-11-14T22:14:20Z"]),
        History(
            "bash, lines of one command",
            "#1700000060\nfor i in 1 2; do\n  mysql -u root -p% shop\ndone\n#1700000061\nls\n",
            ["command.user-password"], times: ["2023-11-14T22:14:20Z"]),
        History(
            "zsh", ": 1700000000:0;echo one\n: 1700000060:7;mysql -u root -p% shop\n",
            ["command.user-password"], times: ["2023-11-14T22:14:20Z"]),
        History(
            "zsh, continued", ": 1700000060:0;curl \\\\\n-u bob:% https://db.acme.io/x\n",
            ["command.curl-user"], times: ["2023-11-14T22:14:20Z"]),
        History(
            "fish",
            "- cmd: echo one\n  when: 1700000000\n- cmd: mysql -u root -p% shop\n  "
                + "when: 1700000060\n  paths:\n    - shop\n",
            ["command.user-password"], times: ["2023-11-14T22:14:20Z"]),
        History(
            "fish, continued",
            #"- cmd: curl \\\n-u bob:% https://db.acme.io/x"# + "\n  when: 1700000060\n",
            ["command.curl-user"], times: ["2023-11-14T22:14:20Z"]),
        History(
            "audit, arguments",
            #"type=EXECVE msg=audit(1700000060.123:45): argc=4 a0="mysql" a1="-u" a2="root""#
                + #" a3="-p%""# + "\n",
            ["command.user-password"], times: ["2023-11-14T22:14:20.123000Z"]),
        History(
            "audit, arguments in hexadecimal",
            #"type=EXECVE msg=audit(1700000060.123:45): argc=3 a0="sh" a1="-c" a2=\#(script.0)"#
                + "\n", ["generic.password"],
            redacted:
                #"type=EXECVE msg=audit(1700000060.123:45): argc=3 a0="sh" a1="-c" a2=\#(script.1)"#
                + "\n", times: ["2023-11-14T22:14:20.123000Z"]),
        History(
            "audit, title",
            "type=PROCTITLE msg=audit(1700000060.123:45): proctitle=\(title.0)\n",
            ["command.user-password"],
            redacted: "type=PROCTITLE msg=audit(1700000060.123:45): proctitle=\(title.1)\n",
            times: ["2023-11-14T22:14:20.123000Z"]),
        History(
            "mysql",
            #"""
            _HiStOrY_V2_
            select\0401;
            ALTER\040USER\040'bob'@'%%'\040IDENTIFIED\040BY\040'%';

            """#, ["sql.identified-by"]),
        History(
            "psql",
            #"""
            _HiStOrY_V2_
            \\connect\040postgresql://bob:%@db.acme.io/shop
            ALTER\040USER\040bob\012\040\040PASSWORD\040'%';
            select\0401;

            """#, ["http.url-password", "generic.password"]),
        History(
            "PowerShell",
            """
            cd shop\r
            $env:DB_PASSWORD = '%'\r
            curl.exe ``
              -u bob:% ``
              https://db.acme.io/x\r
            Connect-Shop @{`
              User = 'bob'`
              Password = '%'`
            }\r
            ls\r

            """, ["generic.password", "command.curl-user", "generic.password"]),
    ]

    private static func filled(_ text: String, with values: [String]) -> String {
        var values = values[...]
        return text.replacingOccurrences(of: "%%", with: "\u{1}").split(
            separator: "%", omittingEmptySubsequences: false
        ).reduce("") { result, part in
            result.isEmpty ? "\(part)" : result + (values.popFirst() ?? "") + part
        }.replacingOccurrences(of: "\u{1}", with: "%")
    }

    @Test(arguments: histories)
    func `only the secrets of a history are replaced`(history: History) throws {
        let scratch = try Scratch()
        let report = scratch.path("report.jsonl")
        let count = history.rules.count
        let input = Self.filled(
            history.text, with: Array(repeating: Self.password, count: count))
        let outcome = try Command.run(["--report", "jsonl=\(report)"], on: input)
        #expect(outcome.status == 0)
        #expect(
            outcome.text
                == Self.filled(history.redacted, with: history.rules.map { "[REDACTED:\($0)]" }))
        let findings = try scratch.read("report.jsonl").split(separator: "\n").map { line in
            try #require(
                JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(findings.compactMap { $0["rule"] as? String } == history.rules)
        #expect(
            findings.map { ($0["origin"] as? [String: Any])?["timestamp"] as? String }
                == history.times)
    }
}
