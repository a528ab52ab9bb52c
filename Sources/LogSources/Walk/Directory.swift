#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The names in a directory.
enum Directory {
    /// The names, sorted by their bytes; calls `opendir(3)` and `readdir(3)`.
    static func names(_ path: BytePath) throws(SourceError) -> [[UInt8]] {
        guard let stream = path.withCString({ opendir($0) }) else {
            throw SourceError(name: path.text, operation: "open", code: errno)
        }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno == 0 { break }
                throw SourceError(name: path.text, operation: "read", code: errno)
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                Array(bytes.prefix { $0 != 0 })
            }
            if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
