import Glibc
import Prefilter
import TestSupport
import Testing

@Suite struct LiteralSetTests {
    /// Alphabets in which literals occur often, overlap, and differ only in the bit that letters'
    /// case is in.
    private static let alphabets = [
        Array("ab".utf8), Array("aAbB".utf8), Array("abcdefghijklmnopqrstuvwxyz_-=:/+ABC0123".utf8),
        Array("@`[{_\u{7F}aA\u{1}!".utf8), [0x00, 0x20, 0x40, 0x60, 0x80, 0xA0, 0xC0, 0xE0, 0xFF],
        (0...255).map { UInt8($0) },
    ]

    @Test(arguments: 0..<6)
    func `it finds what a naive search finds`(alphabet: Int) {
        var generator = SeededGenerator(seed: UInt64(alphabet))
        let letters = Self.alphabets[alphabet]
        func random(_ lengths: ClosedRange<Int>) -> [UInt8] {
            (0..<Int.random(in: lengths, using: &generator)).map { _ in
                letters[Int.random(in: 0..<letters.count, using: &generator)]
            }
        }
        for _ in 0..<60 {
            let literals = (0..<Int.random(in: 1...40, using: &generator)).map { _ in random(3...20)
            }
            let set = LiteralSet(literals)
            for _ in 0..<10 {
                var text = random(0...160)
                // Literals in any case, also across one another and at both ends.
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    var literal = literals[Int.random(in: 0..<literals.count, using: &generator)]
                    for index in literal.indices where Bool.random(using: &generator) {
                        literal[index] = flippedCase(literal[index])
                    }
                    guard literal.count <= text.count else { continue }
                    let last = text.count - literal.count
                    let at = [0, last, Int.random(in: 0...last, using: &generator)]
                        .randomElement(using: &generator)
                    if let at { text.replaceSubrange(at..<(at + literal.count), with: literal) }
                }
                let found = search(set, text)
                let expected = naive(literals, text)
                #expect(found == expected, "\(literals) in \(text)")
                if found != expected { return }
            }
        }
    }

    @Test(arguments: 3...20)
    func `it finds a literal at every alignment and at both ends`(length: Int) {
        let literal = Array("sk_live-0123456789xyz".utf8.prefix(length))
        let set = LiteralSet([literal])
        for lead in 0..<24 {
            for tail in 0..<24 {
                let text =
                    Array(repeating: UInt8(ascii: "."), count: lead) + literal.map(flippedCase)
                    + Array(repeating: UInt8(ascii: "."), count: tail)
                // The buffer itself at every alignment, too.
                let padded = Array(repeating: UInt8(ascii: "."), count: lead % 8) + text
                padded.withUnsafeBytes { bytes in
                    let found = set.candidates(
                        in: UnsafeRawBufferPointer(rebasing: bytes[(lead % 8)...]))
                    #expect(found == [Candidate(offset: lead, literal: 0)])
                }
            }
        }
    }

    @Test func `it does not read past the end of the buffer`() throws {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let pages = try #require(
            mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        try #require(pages != MAP_FAILED)
        defer { munmap(pages, 2 * page) }
        memset(pages, Int32(UInt8(ascii: "a")), page)
        // Whoever touches the second page dies.
        mprotect(pages + page, page, PROT_NONE)
        let literals = ["aaa", "aaab", "aaaaaaaaaaaaaaaaaaaa"].map {
            Literal(Array($0.utf8), ignoresCase: true)
        }
        for kernel in Kernel.allCases where kernel.isSupported {
            let set = LiteralSet(literals, kernel: kernel)
            for count in 0..<200 {
                let found = set.candidates(
                    in: UnsafeRawBufferPointer(start: pages + (page - count), count: count))
                #expect(found.count == max(0, count - 2) + max(0, count - 19), "\(kernel)")
            }
        }
    }

    @Test func `literals inside one another are all found`() {
        let literals = ["pass", "password", "word", "ssw", "db_password"].map { Array($0.utf8) }
        #expect(
            search(LiteralSet(literals), Array("DB_Password=pass".utf8)) == [
                Hit(0, 4), Hit(3, 0), Hit(3, 1), Hit(5, 3), Hit(7, 2), Hit(12, 0),
            ])
    }

    @Test func `a literal given twice is found under both indices`() {
        let literals = ["tok_", "TOK_"].map { Array($0.utf8) }
        #expect(search(LiteralSet(literals), Array("tok_".utf8)) == [Hit(0, 0), Hit(0, 1)])
    }

    @Test(arguments: ["@@@", "[[[", "^^^", "```"])
    func `only letters have a case`(literal: String) {
        let twin = literal.utf8.map { $0 ^ 0x20 }
        #expect(search(LiteralSet([Array(literal.utf8)]), twin) == [])
    }

    @Test func `a literal that has a case is found in that case only`() {
        let set = LiteralSet(
            ["AKIA", "ghp_", "xoxb-0123456789-ABC"].map {
                Literal(Array($0.utf8), ignoresCase: false)
            })
        #expect(search(set, Array("AKIA akia Ghp_ ghp_".utf8)) == [Hit(0, 0), Hit(15, 1)])
        #expect(search(set, Array("xoxb-0123456789-abc".utf8)) == [])
        #expect(search(set, Array("xoxb-0123456789-ABC".utf8)) == [Hit(0, 2)])
    }

    @Test func `an empty set finds nothing`() {
        #expect(search(LiteralSet([Literal]()), Array("anything at all".utf8)) == [])
    }

    @Test func `candidates are added to those that are there`() {
        let found = CandidateList()
        for text in ["..abc", "abc"] {
            Array(text.utf8).withUnsafeBytes {
                LiteralSet([Array("abc".utf8)]).search($0, into: found)
            }
        }
        #expect(found.all == [Candidate(offset: 2, literal: 0), Candidate(offset: 0, literal: 0)])
    }

    @Test func `candidates on different lines are in the order of the lines`() {
        var generator = SeededGenerator(seed: 7)
        let literals = ["token", "authorization: bearer", "qzx", "key="].map { Array($0.utf8) }
        let set = LiteralSet(literals)
        var text: [UInt8] = []
        for _ in 0..<500 {
            text += literals[Int.random(in: 0..<literals.count, using: &generator)]
            text.append(Bool.random(using: &generator) ? 0x0A : 0x20)
        }
        let found = text.withUnsafeBytes { set.candidates(in: $0) }
        let lines = found.map { candidate in text[..<candidate.offset].count { $0 == 0x0A } }
        #expect(found.count >= 500)
        #expect(lines == lines.sorted())
    }

    /// A candidate in a form that sorts.
    private struct Hit: Comparable {
        let offset: Int
        let literal: Int

        init(_ offset: Int, _ literal: Int) {
            self.offset = offset
            self.literal = literal
        }

        static func < (a: Hit, b: Hit) -> Bool { (a.offset, a.literal) < (b.offset, b.literal) }
    }

    private func search(_ set: LiteralSet, _ text: [UInt8]) -> [Hit] {
        text.withUnsafeBytes { set.candidates(in: $0) }
            .map { Hit($0.offset, $0.literal) }.sorted()
    }

    private func naive(_ literals: [[UInt8]], _ text: [UInt8]) -> [Hit] {
        let folded = text.map(lowercased)
        var hits: [Hit] = []
        for (index, literal) in literals.enumerated() where literal.count <= text.count {
            let wanted = literal.map(lowercased)
            for at in 0...(text.count - literal.count)
            where folded[at..<(at + literal.count)].elementsEqual(wanted) {
                hits.append(Hit(at, index))
            }
        }
        return hits.sorted()
    }

    private func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
    }

    private func flippedCase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) ? byte ^ 0x20 : byte
    }
}

extension LiteralSet {
    func candidates(in text: UnsafeRawBufferPointer) -> [Candidate] {
        let list = CandidateList()
        search(text, into: list)
        return list.all
    }
}

extension CandidateList {
    var all: [Candidate] { (0..<count).map { self[$0] } }
}
