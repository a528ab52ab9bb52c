import Configuration
import LogSources

/// The files of a run that are no input: its key, state, baseline and reports.
struct OwnFiles {
    /// What each is for people, and its path.
    private let files: [(role: String, path: String)]

    init(_ settings: Settings) {
        var files: [(role: String, path: String)] = []
        for path in settings.reports.compactMap(\.path) { files.append(("report", path)) }
        if let path = settings.keyFile { files.append(("key file", path)) }
        if let path = settings.state {
            files.append(("state", path))
            files.append(("state", path + "-journal"))
        }
        if let path = settings.baselineFile { files.append(("baseline", path)) }
        self.files = files
    }

    /// Refuses a report whose file is another's, too: one would destroy the other.
    ///
    /// - Throws: Status 64.
    func check() throws {
        for (index, file) in files.enumerated() where file.role == "report" {
            let twin = files.indices.first { other in
                other != index && Self.isSame(files[other].path, file.path)
            }
            guard let twin else { continue }
            Terminal.complain(
                "blot: \(file.path): is a report and the \(files[twin].role) of one run; "
                    + "name another file")
            throw Status.usage
        }
    }

    /// Whether two paths name one file; devices may be written to twice.
    private static func isSame(_ a: String, _ b: String) -> Bool {
        guard let first = status(a), let second = status(b) else { return a == b }
        return first.kind == .file && first.identity == second.identity
    }

    private static func status(_ path: String) -> FileStatus? {
        try? FileStatus(of: BytePath(path), followsSymlink: true)
    }

    /// What names them, as far as they are there: no walk hands them over.
    var identities: Set<FileStatus.Identity> {
        Set(files.compactMap { Self.status($0.path)?.identity })
    }
}
