import LeakRules

/// Weighs an address: does it give away where infrastructure is?
enum EndpointEvidence {
    /// Ports of etcd: clients, peers (IANA), and those of etcd 0.4, which old clusters still use.
    private static let etcdPorts = [":2379", ":2380", ":4001", ":7001"]

    /// - Returns: nil for an ordinary web address that the line does not tie to etcd.
    static func weigh(_ context: MatchContext) -> Evidence? {
        let text = String(decoding: context.value.map(\.lowercased), as: UTF8.self)
        if etcdPorts.contains(where: { text.contains($0) }) {
            return Evidence(kind: "value", note: "has a port of etcd", weight: 0.2)
        }
        let line = String(decoding: context.frame.map(\.lowercased), as: UTF8.self)
        guard line.contains("etcd") || line.contains("initial-cluster") else { return nil }
        return Evidence(kind: "context", note: "the line is about etcd", weight: 0.1)
    }
}
