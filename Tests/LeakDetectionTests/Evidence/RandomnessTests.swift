import TestSupport
import Testing

@testable import LeakDetection

@Suite struct RandomnessTests {
    /// How many of 1000 strings drawn from an alphabet are taken for random.
    private func hits(_ alphabet: String, length: Int) -> Int {
        var generator = SeededGenerator(seed: UInt64(length))
        let letters = Array(alphabet.utf8)
        return (0..<1000).count { _ in
            let text = (0..<length).map { _ in
                letters[Int.random(in: 0..<letters.count, using: &generator)]
            }
            return text.withUnsafeBytes(Randomness.isLikely)
        }
    }

    private static let base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    // The documented rates (Scoring) are 99.9 % and 99.7 %.
    @Test(arguments: [16, 20, 32, 40])
    func `what a machine drew is random`(length: Int) {
        #expect(hits(Self.base62, length: length) >= 990)
        #expect(hits("0123456789abcdef", length: length) >= 980)
    }

    @Test(arguments: [
        "jobTokenSecretManager", "postgres_exporter", "com.acme.auth.TokenService",
        "authentication",
        "container-runtime-monitor", "kubernetes", "internal_server_error", "access_token_expired",
        "SecurityContextHolder", "application/json",
    ])
    func `what people name things is not`(name: String) {
        #expect(!name.withBytes(Randomness.isLikely))
    }

    @Test func `nothing is not random`() {
        #expect(!"".withBytes(Randomness.isLikely))
    }
}
