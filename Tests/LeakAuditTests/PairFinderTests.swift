import LeakDetection
import LeakRules
import TestSupport
import Testing

@testable import LeakAudit

@Suite struct PairFinderTests {
    private static let rules = RuleSet([
        .toy(
            "cloud.access-key-id", prefilter: ["id="], pattern: "id=(?<secret>[A-Z]+[0-9]+)"),
        .toy(
            "cloud.secret-access-key", prefilter: ["key="], pattern: "key=(?<secret>[a-z]+[0-9]+)"),
        .toy(
            "other.client-secret", prefilter: ["other="],
            pattern: "other=(?<secret>[a-z]+[0-9]+)"),
        .toy(
            "etcd.url", category: .endpoint, prefilter: ["etcd="],
            pattern: "etcd=(?<secret>[a-z]+[0-9]+)"),
        .toy(
            "file.key", category: .keyFilePath, prefilter: ["file="],
            pattern: "file=(?<secret>[a-z/]+[0-9]+)"),
    ])

    /// The pairs in a text, by the ends of their rules' ids and their lines.
    private func pairs(_ text: String) -> [String] {
        let found = redact(Array(text.utf8), with: Detector(Self.rules)).events
        var finder = PairFinder()
        var names: [String: String] = [:]
        var result: [String] = []
        for case .finding(let finding) in found {
            names[finding.fingerprint] =
                "\(finding.rule.id.split(separator: ".")[0])\(finding.line)"
            for pair in finder.add(finding) {
                result.append("\(names[pair.first] ?? "") \(names[pair.second] ?? "")")
            }
        }
        return result
    }

    @Test func `a key id and its secret`() {
        #expect(pairs("id=ABC123 key=abc123") == ["cloud1 cloud1"])
        #expect(pairs("key=abc123\nid=ABC123") == ["cloud1 cloud2"])
        #expect(pairs("id=ABC123\nx\nx\nkey=abc123") == ["cloud1 cloud4"])
    }

    @Test func `far away, of another issuer, alone`() {
        #expect(pairs("id=ABC123\nx\nx\nx\nx\nkey=abc123") == [])
        #expect(pairs("id=ABC123 other=abc123") == [])
        #expect(pairs("id=ABC123 id=ABD123\nkey=abc123\n").count == 1)
        #expect(pairs("etcd=abc123") == [])
    }

    @Test func `an endpoint and the key files of the nearest line`() {
        #expect(
            pairs("etcd=abc1\nfile=/a1 file=/b2") == ["etcd1 file2", "etcd1 file2"])
        #expect(pairs("etcd=abc1\netcd=abd1\nfile=/a1") == ["etcd2 file3"])
    }
}
