import LogSources

/// The container that a log belongs to, as its path tells it.
///
/// Sources: Kubernetes' kubelet (`pods/<namespace>_<pod>_<uid>/<container>/<n>.log`,
/// `containers/<pod>_<namespace>_<container>-<id>.log`), Docker
/// (`containers/<id>/<id>-json.log`, `containers/<id>/local-logs/container.log`).
enum ContainerPath {
    /// The container's name, or the beginning of its id as docker shows it; nil for other paths.
    static func container(of path: BytePath) -> String? {
        let parts = path.bytes.split(separator: UInt8(ascii: "/")).map { shownBytes($0) }
        guard let file = parts.last, parts.count >= 2 else { return nil }
        if let pods = parts.lastIndex(of: "pods"), pods + 3 < parts.count {
            let pod = parts[pods + 1].split(separator: "_")
            if pod.count == 3 { return "\(pod[0])/\(pod[1])/\(parts[pods + 2])" }
        }
        if parts[parts.count - 2] == "containers", file.hasSuffix(".log") {
            let names = file.dropLast(4).split(separator: "_")
            if names.count == 3, let dash = names[2].lastIndex(of: "-") {
                return "\(names[1])/\(names[0])/\(names[2][..<dash])"
            }
        }
        for part in parts.dropLast().suffix(2)
        where part.utf8.count == 64 && part.allSatisfy(\.isHexDigit) {
            return String(part.prefix(12))
        }
        return nil
    }
}
