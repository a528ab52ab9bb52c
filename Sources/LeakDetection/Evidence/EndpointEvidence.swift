import LeakRules

/// Weighs an address: does it give away where infrastructure is?
enum EndpointEvidence {
    /// Ports of etcd: clients and peers (IANA), and the same with a 1 before, as second clusters
    /// and tests use.
    private static let etcdPorts: [StaticString] = [":2379", ":2380", ":12379", ":12380"]

    private static func isAboutEtcd(_ text: UnsafeRawBufferPointer) -> Bool {
        text.contains("etcd") || text.contains("initial-cluster")
    }

    /// - Returns: nil for an ordinary web address that the line does not tie to etcd.
    static func weigh(_ context: MatchContext) -> Evidence? {
        if etcdPorts.contains(where: { context.value.contains($0) }) {
            return Evidence(kind: "value", note: "has a port of etcd", weight: 0.2)
        }
        // What blot wrote itself does not count: a second pass must find nothing.
        guard context.frame.withLowercased(isAboutEtcd),
            RedactionMarker.removed(from: context.frame).withUnsafeBytes({
                $0.withLowercased(isAboutEtcd)
            })
        else { return nil }
        return Evidence(kind: "context", note: "the line is about etcd", weight: 0.1)
    }
}
