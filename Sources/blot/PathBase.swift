#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A directory that paths are told from, whatever way they were named.
struct PathBase {
    private let directory: [UInt8]

    /// - Parameter path: A directory; where it is not there, paths stay as they are.
    init(_ path: String) {
        directory = ConfigSearch.realPath(path).map { Array($0.utf8) } ?? []
    }

    /// The path from the directory; of what lies elsewhere the path from the root.
    ///
    /// Calls `realpath(3)` for the directory that the path is in. A member of an archive, which has
    /// none, is taken as it is written.
    func relative(_ path: [UInt8]) -> [UInt8] {
        let absolute = Self.absolute(path)
        let prefix = directory + (directory.last == Self.slash ? [] : [Self.slash])
        guard !directory.isEmpty, absolute.starts(with: prefix) else { return absolute }
        return Array(absolute.dropFirst(prefix.count))
    }

    private static let slash = UInt8(ascii: "/")

    private static func absolute(_ path: [UInt8]) -> [UInt8] {
        let cut = path.lastIndex(of: slash)
        let name = cut.map { path[($0 + 1)...] } ?? path[...]
        var parent = cut.map { Array(path[..<$0]) } ?? Array(".".utf8)
        if cut == 0 { parent = [slash] }
        let terminated = (parent + [0]).map { CChar(bitPattern: $0) }
        guard let resolved = realpath(terminated, nil) else { return path }
        defer { free(resolved) }
        let real = UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))
        return (real.count == 1 ? [] : Array(real)) + [slash] + name
    }
}
