import TestSupport
import Testing

@testable import LeakDetection

@Suite struct EntropyTests {
    @Test(arguments: [
        ("", 0), ("a", 0), ("aaaaaaaa", 0), ("ab", 1), ("aabb", 1), ("abcd", 2), ("abcdefgh", 3),
        ("0123456789abcdef", 4), ("aab", 0.918296), ("aaab", 0.811278), ("hello", 1.921928),
        ("mississippi", 1.823067),
    ])
    func `entropy is Shannon's`(text: String, bits: Double) {
        #expect(abs(text.withBytes(shannonEntropy) - bits) < 0.000_001)
    }

    @Test func `all bytes once are eight bits`() {
        let all = (0...255).map { UInt8($0) }
        #expect(all.withUnsafeBytes(shannonEntropy) == 8)
    }

    @Test func `the order of the bytes does not matter`() {
        #expect("abcabcaab".withBytes(shannonEntropy) == "aaaabbbcc".withBytes(shannonEntropy))
    }
}
