import Prefilter
import TestSupport
import Testing

@Suite struct KernelTests {
    /// Random text in which literals, and what is nearly one, stand everywhere.
    private static func text(
        of literals: [Literal], bytes count: Int, using generator: inout SeededGenerator
    ) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < count {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                text += (0..<Int.random(in: 1...20, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
            case 1:
                text += (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                    UInt8.random(in: 0x20...0x7E, using: &generator)
                }
            default:
                var bytes = literals[Int.random(in: 0..<literals.count, using: &generator)].bytes
                if Bool.random(using: &generator) {
                    let at = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[at] ^= Bool.random(using: &generator) ? 0x20 : 0x80
                }
                text += bytes.prefix(Int.random(in: 1...bytes.count, using: &generator))
            }
        }
        return text
    }

    private static func literals(
        _ count: Int, using generator: inout SeededGenerator
    ) -> [Literal] {
        (0..<count).map { _ in
            Literal(
                (0..<Int.random(in: 3...20, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator) & 0x7F
                }, ignoresCase: Bool.random(using: &generator))
        }
    }

    /// A million buffers in all, of every length and alignment.
    @Test(arguments: [1, 7, 60, 1400], [UInt64(1), 2])
    func `all kernels find the same, in the same order`(count: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed << 16 | UInt64(count))
        let literals = Self.literals(count, using: &generator)
        let kernels = Kernel.allCases.filter(\.isSupported)
        let sets = kernels.map { LiteralSet(literals, kernel: $0) }
        let lists = kernels.map { _ in CandidateList() }
        let text = Self.text(of: literals, bytes: 1 << 16, using: &generator)
        var total = 0
        text.withUnsafeBytes { bytes in
            for _ in 0..<125_000 {
                // Most are as long as the widest kernel's step, give or take some.
                let length =
                    Int.random(in: 0..<16, using: &generator) == 0
                    ? Int.random(in: 0...3000, using: &generator)
                    : Int.random(in: 0...200, using: &generator)
                let start = Int.random(in: 0...(bytes.count - length), using: &generator)
                let buffer = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)])
                for (set, list) in zip(sets, lists) {
                    list.removeAll()
                    set.search(buffer, into: list)
                }
                total += lists[0].count
                guard let odd = lists.firstIndex(where: { $0 != lists[0] }) else { continue }
                Issue.record("\(kernels[odd]) and \(kernels[0]) at \(start), \(length) bytes")
                return
            }
        }
        #expect(total > 10_000)
    }

    @Test func `the environment names the kernel that is used`() {
        #expect(Kernel.chosen.isSupported)
        #expect(Kernel.portable.isSupported && Kernel.scalar.isSupported)
    }
}
