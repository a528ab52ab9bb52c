import LeakRules

/// Weighs an address: does it give away where infrastructure is?
enum EndpointEvidence {
    /// Ports of etcd: clients and peers (IANA), and the same with a 1 before, as second clusters
    /// and tests use.
    private static let etcdPorts = [":2379", ":2380", ":12379", ":12380"]

    /// - Returns: nil for an ordinary web address that the line does not tie to etcd.
    static func weigh(_ context: MatchContext) -> Evidence? {
        let text = String(decoding: context.value.map(\.lowercased), as: UTF8.self)
        if etcdPorts.contains(where: { text.contains($0) }) {
            return Evidence(kind: "value", note: "has a port of etcd", weight: 0.2)
        }
        // What blot wrote itself does not count: a second pass must find nothing.
        let line = RedactionMarker.removed(from: context.frame).map(\.lowercased)
        guard line.withUnsafeBytes({ $0.contains("etcd") || $0.contains("initial-cluster") }) else {
            return nil
        }
        return Evidence(kind: "context", note: "the line is about etcd", weight: 0.1)
    }
}
