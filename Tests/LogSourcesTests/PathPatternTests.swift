import LogSources
import Testing

@Suite struct PathPatternTests {
    private func matches(_ pattern: String, _ path: String) throws -> Bool {
        let isDirectory = path.hasSuffix("/")
        return try PathPattern(pattern).matches(
            (isDirectory ? String(path.dropLast()) : path).utf8, isDirectory: isDirectory)
    }

    /// As gitignore(5) has it.
    static let matching: [(pattern: String, paths: [String], others: [String])] = [
        ("*.log", ["a.log", "x/y/a.log", ".log", "a.log/"], ["a.logs", "a.log/b", "alog"]),
        ("/*.log", ["a.log"], ["x/a.log"]),
        ("tmp/", ["tmp/", "a/tmp/"], ["tmp", "a/tmp", "tmp/a"]),
        ("a/b", ["a/b", "a/b/"], ["x/a/b", "a/b/c", "ab"]),
        ("a/*", ["a/b"], ["a/b/c", "a"]),
        ("**/a", ["a", "x/a", "x/y/a"], ["a/x", "xa"]),
        ("**/a/b", ["a/b", "x/y/a/b"], ["a/x/b"]),
        ("a/**", ["a/b", "a/b/c", "a/b/"], ["a/", "x/a/b", "ab"]),
        ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb", "x/a/b"]),
        ("a/**/**/b", ["a/b", "a/x/y/b"], ["a"]),
        ("**", ["a", "a/b", "a/"], []),
        ("a**b", ["ab", "axxb"], ["a/b"]),
        ("?.txt", ["a.txt", "x/b.txt"], ["ab.txt", ".txt"]),
        ("[a-cx].y", ["a.y", "c.y", "x.y"], ["d.y", "-.y"]),
        ("[!a-c]", ["d", "-"], ["a", "b"]),
        ("[^a]", ["b"], ["a"]),
        ("[]a]", ["]", "a"], ["b"]),
        ("[a-]", ["-", "a"], ["b"]),
        (#"[\]]"#, ["]"], [#"\"#]),
        (#"\*.log"#, ["*.log"], ["a.log"]),
        (#"\!a"#, ["!a"], ["a"]),
        ("./a", ["a"], ["x/a"]),
        ("*a*a*a*b", ["aaab", "xaxaxaxb"], ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]),
    ]

    @Test(arguments: matching.indices)
    func `a pattern matches as a line of a gitignore does`(index: Int) throws {
        let (pattern, paths, others) = Self.matching[index]
        for path in paths { #expect(try matches(pattern, path), "\(pattern) \(path)") }
        for path in others { #expect(try !matches(pattern, path), "\(pattern) \(path)") }
    }

    @Test func `names need not be text`() throws {
        let name: [UInt8] = [0x61, 0xFF, 0xFE, 0x2E, 0x7A]
        #expect(try PathPattern("a*.z").matches(name, isDirectory: false))
        #expect(try PathPattern("a??.z").matches(name, isDirectory: false))
        #expect(try !PathPattern("a?.z").matches(name, isDirectory: false))
    }

    @Test(arguments: ["", "/", "!", "!/", "[a", "[", "[]", #"a\"#, "[z-a]"])
    func `what matches nothing is no pattern`(text: String) {
        #expect(throws: PathPattern.Mistake.self) { try PathPattern(text) }
    }

    @Test func `the last pattern of a list decides`() throws {
        let list = PathPatterns(
            try ["*.log", "!keep.log", "/x/keep.log"].map { text throws(PathPattern.Mistake) in
                try PathPattern(text)
            })
        #expect(list.matches("a.log".utf8, isDirectory: false))
        #expect(!list.matches("keep.log".utf8, isDirectory: false))
        #expect(list.matches("x/keep.log".utf8, isDirectory: false))
        #expect(!PathPatterns().matches("a".utf8, isDirectory: false))
    }

    @Test func `what is in a directory that matches is covered`() throws {
        let list = PathPatterns([try PathPattern("tmp/"), try PathPattern("!tmp/a")])
        #expect(list.covers("x/tmp/y/a".utf8))
        #expect(list.covers("tmp/a".utf8))
        #expect(!list.covers("x/tmp".utf8))
    }
}
