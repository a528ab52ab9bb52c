import Configuration
import LeakDetection
import LeakReport
import LeakRules
import LogSources
import Testing

@Suite struct ConfigTests {
    private func read(
        _ text: String, path: String = "blot.yml", isNamed: Bool = true
    ) -> Config {
        Config(Array(text.utf8), path: path, isNamed: isNamed, home: "/home/ada")
    }

    private func glob(_ text: String) throws -> PathPattern { try PathPattern(text) }

    @Test func `every key is read`() throws {
        let config = read(
            """
            style: hash
            key-file: keys/blot
            min-score: 40
            min-severity: medium
            report: [text, 'json=out/leaks.json']
            fail-on: high
            baseline: /srv/baseline.json
            color: never
            progress: always
            threads: 2
            quiet: true
            verbose: false
            include: ['*.log', 'var/**']
            exclude: [tmp/, '!keep']
            max-depth: 0
            follow-symlinks: true
            binary: scan
            since: 2026-11-01
            until: 36h
            state: state.sqlite
            max-places: 5
            max-ratio: 200
            rules: [acme.yml, ~/rules/house.yml]
            only: ['github.*', acme.token]
            custom:
              issuer: House
              rules:
                - {id: house.key, name: House key, category: token, severity: low,
                   specificity: exact, prefilter: [house_], why: Opens the house.,
                   pattern: '(?<secret>house_[a-z]{8})', reach: 32,
                   leaks: ['open «house_abcdefgh» now'], clean: [house_abc]}
            allow:
              - {rule: a.b, reason: none}
            paths:
              - {path: '*.test', min-score: 80}
              - path: [fixtures/, '!fixtures/real']
                skip: true
                min-severity: high
                rules-off: ['generic.*']
            """, path: "/etc/acme/blot.yml")
        #expect(config.problems == [])
        for key in AnyConfigKey.all {
            #expect(config.line(of: key.name) != nil, "\(key.name) is in no test")
        }
        #expect(config[.style]?.value == .hash && config[.style]?.line == 1)
        #expect(config[.keyFile]?.value == "/etc/acme/keys/blot")
        #expect(config[.minimumScore]?.value == 40 && config[.minimumSeverity]?.value == .medium)
        #expect(
            config[.report]?.value == [
                ReportRequest(format: .text, path: nil),
                ReportRequest(format: .json, path: "/etc/acme/out/leaks.json"),
            ])
        #expect(config[.failOn]?.value == .level(.high))
        #expect(config[.baseline]?.value == "/srv/baseline.json")
        #expect(config[.color]?.value == .never && config[.progress]?.value == .always)
        #expect(config[.threads]?.value == 2)
        #expect(config[.quiet]?.value == true && config[.verbose]?.value == false)
        #expect(try config[.include]?.value == [glob("*.log"), glob("var/**")])
        #expect(try config[.exclude]?.value == [glob("tmp/"), glob("!keep")])
        #expect(config[.maximumDepth]?.value == 0 && config[.followSymlinks]?.value == true)
        #expect(config[.binary]?.value == .scan)
        #expect(config[.since]?.value == "2026-11-01" && config[.until]?.value == "36h")
        #expect(config[.state]?.value == "/etc/acme/state.sqlite")
        #expect(config[.maximumPlaces]?.value == 5 && config[.largestRatio]?.value == 200)
        #expect(
            config[.rules]?.value == ["/etc/acme/acme.yml", "/home/ada/rules/house.yml"])
        #expect(config[.only]?.value == ["github.*", "acme.token"])
        #expect(config[.custom]?.value.rules.map(\.rule.id) == ["house.key"])
        #expect(config[.allow]?.value.map(\.rule) == ["a.b"])
        #expect(config[.paths]?.value.map(\.line) == [35, 36])
    }

    @Test(arguments: ["", "# nothing\n", "---\n"])
    func `a configuration may be empty`(text: String) {
        #expect(read(text).problems == [])
        #expect(read(text)[.style] == nil)
    }

    @Test(arguments: ["blot.yml", "./blot.yml", "/blot.yml"])
    func `paths are relative to the directory of the configuration`(path: String) {
        let directory = path.dropLast("blot.yml".count)
        #expect(read("state: a/b", path: path)[.state]?.value == directory + "a/b")
    }

    static let mistakes: [(text: String, problem: String)] = [
        ("- x", "1:1: a configuration is a mapping of keys"),
        ("alow: []", "1:1: unknown key 'alow'; did you mean 'allow'?"),
        ("min-scor: 3", "1:1: unknown key 'min-scor'; did you mean 'min-score'?"),
        ("nonsense: 3", "1:1: unknown key 'nonsense'"),
        ("style: hash\nstyle: mask", "2:1: the key 'style' stands twice"),
        (
            "style: hsh",
            "1:8: style 'hsh' is none of label, hash, mask, partial; did you mean 'hash'?"
        ),
        ("style: [hash]", "1:8: 'style' is one value"),
        ("min-score: 101", "1:12: min-score '101' is no number from 0 to 100"),
        ("min-score: many", "1:12: min-score 'many' is no number from 0 to 100"),
        ("min-score:", "1:11: min-score '' is no number from 0 to 100"),
        ("threads: 0", "1:10: threads '0' is no number from 1 to 64"),
        ("max-depth: -1", "1:12: max-depth '-1' is no number from 0 on"),
        ("quiet: yes", "1:8: quiet 'yes' is neither true nor false"),
        (
            "fail-on: somtimes",
            "1:10: fail-on 'somtimes' is none of info, low, medium, high, critical, never"
        ),
        ("key-file: ''", "1:11: key-file '' is no path"),
        ("rules: acme.yml", "1:8: 'rules' is a list"),
        ("rules: [[a]]", "1:9: 'rules' is one value"),
        ("only: ['']", "1:8: only '' is empty"),
        (
            "since: soon",
            "1:8: since 'soon' is no time like 2026-11-24T10:00:00Z, 2026-11-24 or 36h"
        ),
        ("include: ['[a']", "1:11: include '[a' is no pattern: '[a' has a '[' without its ']'"),
        ("report: [json=]", "1:10: report 'json=' is no format and path: json has an empty path"),
        ("custom: {issuer: A}", "1:9: no rules: the file would add nothing"),
        ("custom:\n  issuer: A\n  rulez: []", "3:3: unknown key 'rulez'; did you mean 'rules'?"),
        ("paths: [a]", "1:9: an entry of 'paths' is a mapping"),
        ("paths: [{skip: true}]", "1:9: no path: say which files are meant"),
        ("paths: [{path: a, skp: true}]", "1:19: unknown key 'skp'; did you mean 'skip'?"),
        (
            "paths: [{path: a, min-score: -1}]",
            "1:30: min-score '-1' is no number from 0 to 100"
        ),
        ("a: [", "2:1: not a YAML document: did not find expected node content"),
    ]

    @Test(arguments: mistakes.indices)
    func `a mistake is told where it stands`(index: Int) {
        let (text, problem) = Self.mistakes[index]
        let parts = problem.split(separator: ": ", maxSplits: 1)
        let told = read(text).problems.map(\.description)
        #expect(told.contains("blot.yml:\(parts[0]): error: \(parts[1])"), "\(told)")
    }

    @Test func `all mistakes are told, in the order of the file`() {
        let config = read("paths: [{skip: 1, path: a}]\nstile: x\nquiet: 1\nmin-score: 7")
        #expect(config.problems.map(\.line) == [1, 2, 3])
        #expect(config[.minimumScore]?.value == 7)
    }

    @Test(arguments: ["key-file: k", "state: s", "report: ['json=a.log']"])
    func `a configuration that was found does not make files`(text: String) {
        #expect(read(text).problems == [])
        let found = read(text, isNamed: false)
        #expect(found.problems.map(\.message).allSatisfy { $0.contains("makes blot write a file") })
        #expect(found.problems.count == 1)
        #expect(found[.keyFile] == nil && found[.state] == nil && found[.report] == nil)
        #expect(read("report: [text]\nrules: [a]", isNamed: false).problems == [])
    }
}
