import Testing

@testable import PCRE2

@Suite struct MatchScratchTests {
    /// PCRE2_ERROR_MATCHLIMIT and PCRE2_ERROR_JIT_STACKLIMIT of pcre2.h.
    private static let matchLimit: Int32 = -47
    private static let stackLimit: Int32 = -46

    private static let manyAs = Array(repeating: UInt8(ascii: "a"), count: 64) + [0x21]

    @Test(arguments: ["(a+)+$", "(?:a|aa)+$", "(*NO_JIT)(a+)+$", "(?<secret>(?:a*)*)[bc]"])
    func `a search that takes too many steps is given up, which is not "no match"`(
        pattern: String
    ) throws {
        let regex = try Regex(pattern)
        #expect(
            search(regex, Self.manyAs, limits: MatchLimits(steps: 10_000))
                == .gaveUp(Self.matchLimit))
    }

    @Test func `a search within its limits ends with an answer`() throws {
        let regex = try Regex("(a+)+$")
        let few = Array("aaaa!".utf8)
        #expect(search(regex, few, limits: MatchLimits(steps: 10_000)) == .none)
        #expect(
            search(regex, few.dropLast(), limits: MatchLimits(steps: 10_000))
                == .found([0..<4, 0..<4]))
    }

    @Test func `a search that runs out of stack is given up`() throws {
        let regex = try Regex("(?:(a)|(b))*[cd]")
        #expect(regex.isJITCompiled)
        let text = Array(repeating: UInt8(ascii: "a"), count: 200_000)
        #expect(
            search(regex, text, limits: MatchLimits(steps: .max, stackBytes: 32 << 10))
                == .gaveUp(Self.stackLimit))
    }

    @Test func `scratch is as good as new after a search was given up`() throws {
        let scratch = MatchScratch(limits: MatchLimits(steps: 1000))
        let slow = try Regex("(a+)+$")
        let quick = try Regex("!")
        Self.manyAs.withUnsafeBytes { text in
            let outcome = slow.firstMatch(in: text, from: 0, scratch: scratch)
            #expect(outcome == .gaveUp(RegexError(code: Self.matchLimit)))
            #expect(quick.firstMatch(in: text, from: 0, scratch: scratch) == .matched)
            #expect(scratch.range(of: 0) == 64..<65)
        }
    }

    @Test func `a search begins where it is told and looks behind`() throws {
        let regex = try Regex("(?<=a)b")
        let text = Array("ab ab".utf8)
        #expect(search(regex, text, from: 1) == .found([1..<2]))
        #expect(search(regex, text, from: 2) == .found([4..<5]))
        #expect(search(regex, text, from: 5) == .none)
    }

    @Test func `a group that took no part has no range`() throws {
        #expect(search(try Regex("(a)|(b)"), [0x62]) == .found([0..<1, nil, 0..<1]))
        #expect(search(try Regex("(a)|b"), [0x62]) == .found([0..<1, nil]))
    }

    @Test func `an empty text has no match`() throws {
        #expect(search(try Regex("a"), []) == .none)
        let scratch = MatchScratch()
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        #expect(try Regex("a?").firstMatch(in: nothing, from: 0, scratch: scratch) == .noMatch)
    }

    @Test func `a pattern with more groups than are kept still matches`() throws {
        let groups = MatchScratch.pairs + 10
        let regex = try Regex(String(repeating: "(a)", count: groups))
        let scratch = MatchScratch()
        Array(repeating: UInt8(ascii: "a"), count: groups).withUnsafeBytes { text in
            #expect(regex.firstMatch(in: text, from: 0, scratch: scratch) == .matched)
            #expect(scratch.range(of: 0) == 0..<groups)
            #expect(scratch.range(of: MatchScratch.pairs - 1) != nil)
            #expect(scratch.range(of: MatchScratch.pairs) == nil)
        }
    }
}
