import Testing

@testable import PCRE2

@Suite struct RegexTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let pattern: String
        let code: Int32
        let offset: Int

        var testDescription: String { pattern }
    }

    // Codes from pcre2.h: 106 and 114 for what is not closed, 109 for a quantifier after nothing,
    // 122 for `)`.
    @Test(arguments: [
        Mistake(pattern: "(abc", code: 114, offset: 4),
        Mistake(pattern: "abc)", code: 122, offset: 3),
        Mistake(pattern: "ab[c", code: 106, offset: 4),
        Mistake(pattern: "*a", code: 109, offset: 0),
        Mistake(pattern: "é(", code: 114, offset: 3),
        Mistake(pattern: "(?<secret>a)(?P=nothing)", code: 115, offset: 16),
    ])
    func `a mistake is reported with its code and its offset in bytes`(_ mistake: Mistake) throws {
        let error = try #require(throws: RegexError.self) { try Regex(mistake.pattern) }
        #expect(error.code == mistake.code)
        #expect(error.offset == mistake.offset)
        #expect(!error.description.isEmpty)
    }

    @Test(arguments: [
        "a", #"(?<secret>[0-9a-f]{32})"#, #"(?<=x)\w+(?!y)"#, #"(a|b)*+\K(?i)c"#, "x{0,400}?y",
    ])
    func `the JIT compiles what rules are made of`(pattern: String) throws {
        #expect(try Regex(pattern).isJITCompiled)
    }

    @Test func `a pattern that forbids the JIT is matched without it`() throws {
        let regex = try Regex("(*NO_JIT)a+")
        #expect(!regex.isJITCompiled)
        #expect(search(regex, Array("baab".utf8)) == .found([1..<3]))
    }

    @Test func `a named group has its number`() throws {
        let regex = try Regex(#"(x)(?<secret>y)(?<other>z)"#)
        #expect(regex.groups(named: "secret") == [2])
        #expect(regex.groups(named: "other") == [3])
        #expect(regex.groups(named: "secre") == [])
        #expect(regex.groups(named: "") == [])
        #expect(regex.groupCount == 3)
    }

    @Test func `a name may be used twice, and both numbers are given in order`() throws {
        let regex = try Regex(#""(?<secret>[^"]+)"|(?<quote>')(?<secret>[^']+)'|(?<secret>\w+)"#)
        #expect(regex.groups(named: "secret") == [1, 3, 4])
        #expect(regex.groups(named: "quote") == [2])
        #expect(search(regex, Array("'ab'".utf8)) == .found([0..<4, nil, 0..<1, 1..<3, nil]))
        #expect(search(regex, Array("ab".utf8)) == .found([0..<2, nil, nil, nil, 0..<2]))
    }

    @Test func `names that begin alike are kept apart`() throws {
        let regex = try Regex("(?<secrets>a)(?<secret>b)(?<secret2>c)(?<secret>d)")
        #expect(regex.groups(named: "secret") == [2, 4])
    }

    @Test(arguments: [("abc", 3), ("a*", 0), ("a?b{2,9}", 2), (#"(?<=xyz)a"#, 1), ("é", 2)])
    func `the least length of a match is known`(pattern: String, length: Int) throws {
        #expect(try Regex(pattern).minimumLength == length)
    }

    @Test func `a dot is one byte and no byte is invalid`() throws {
        let everything = (0...255).map { UInt8($0) }
        #expect(search(try Regex("(?s).{256}"), everything) == .found([0..<256]))
        #expect(search(try Regex(#"[\x80-\xff]+"#), [0x61, 0xFF, 0xC3, 0x28]) == .found([1..<3]))
        #expect(search(try Regex("é"), [0xFE, 0xC3, 0xA9, 0x61]) == .found([1..<3]))
        // One byte of a character of two.
        #expect(search(try Regex("^.$"), [0xC3]) == .found([0..<1]))
        #expect(search(try Regex("^.$"), Array("é".utf8)) == .none)
    }

    @Test func `a letter is an ASCII letter`() throws {
        #expect(search(try Regex(#"\w+"#), Array("éa_9é".utf8)) == .found([2..<5]))
        #expect(search(try Regex("(?i)É"), Array("é".utf8)) == .none)
    }

    @Test func `an anchored pattern matches only where the search begins`() throws {
        let regex = try Regex("b", options: .anchored)
        #expect(search(regex, Array("abb".utf8)) == .none)
        #expect(search(regex, Array("abb".utf8), from: 1) == .found([1..<2]))
        #expect(search(regex, Array("abb".utf8), from: 3) == .none)
    }

    @Test func `one pattern is used by several workers at once`() async throws {
        let regex = try Regex("(?<secret>b+)c")
        let counts = await withTaskGroup(of: Int.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    let scratch = MatchScratch()
                    let text = Array(repeating: UInt8(ascii: "b"), count: worker + 1) + [0x63]
                    return (0..<500).count { _ in
                        text.withUnsafeBytes {
                            regex.firstMatch(in: $0, from: 0, scratch: scratch) == .matched
                                && scratch.range(of: 1) == 0..<(worker + 1)
                        }
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 500, count: 8))
    }
}
