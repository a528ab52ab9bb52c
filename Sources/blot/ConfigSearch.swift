#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Looks for the configuration of what is scanned: `blot.yml` there, or in a directory above.
enum ConfigSearch {
    private static let name = "blot.yml"

    /// The nearest configuration, as an absolute path; nil without one, and for `-`.
    ///
    /// The search ends with the first directory that has a `.git`, and with the user's home: what
    /// lies above is another project, or another user's. It ends before a directory that everybody
    /// may write to, such as `/tmp`. For the same reason a file above the scanned directory counts
    /// only if it is the user's, or root's.
    ///
    /// - Parameter path: What is scanned.
    static func file(near path: String) -> String? {
        guard path != "-", let real = realPath(path) else { return nil }
        let home = getenv("HOME").flatMap { realPath(String(cString: $0)) }
        var directory = kind(of: real) == S_IFDIR ? real : parent(of: real)
        var isAbove = false
        while true {
            let place = directory == "/" ? "" : directory
            let file = "\(place)/\(name)"
            if isFile(file) {
                if !isAbove || isTrusted(file) { return file }
                Terminal.complain(
                    "blot: \(file) belongs to another user and is not used; "
                        + "--config \(file) uses it")
            }
            if directory == "/" || directory == home || kind(of: "\(place)/.git") != nil {
                return nil
            }
            directory = parent(of: directory)
            isAbove = true
            if isEverybodys(directory) { return nil }
        }
    }

    /// The path without symbolic links, `.` and `..`; nil for what is not there. Calls
    /// `realpath(3)`.
    static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The directory of an absolute path without a slash at its end.
    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// Whether there is a regular file: one that is read without waiting for anybody.
    static func isFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

    /// What sort of file is there, `S_IFREG` and the like; calls `stat(2)`.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Whether everybody may write to a directory; calls `stat(2)`.
    private static func isEverybodys(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IWOTH != 0
    }

    private static func isTrusted(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && (status.st_uid == geteuid() || status.st_uid == 0)
    }
}
