import LeakDetection
import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Which path in the copy each file of the source has, and the directories there.
final class CopyLayout {
    let roots: [BytePath]
    let target: BytePath
    private let book: NameBook
    private let top: OutputDirectory
    /// What each root is called in the copy; empty for the only directory.
    private var names: [[UInt8]] = []
    /// The directories that were made, with the mode and the time of their sources.
    private var directories: [(path: BytePath, status: FileStatus)] = []
    /// The directory that was written to last.
    private var last: (path: BytePath, directory: OutputDirectory)?
    /// The source's path of each path in the copy that is another.
    private var sources: [BytePath: BytePath] = [:]

    init(_ roots: [BytePath], target: BytePath, names: NameRedactor) throws(SourceError) {
        self.roots = roots
        self.target = target
        book = NameBook(names)
        top = try .open(target)
        let isAlone =
            roots.count == 1
            && (try? FileStatus(of: roots[0], followsSymlink: true))?.kind == .directory
        var taken: Set<[UInt8]> = []
        for root in roots where !isAlone {
            let own = Array(root.name)
            let isOdd = own.isEmpty || own == Array(".".utf8) || own == Array("..".utf8)
            let name = isOdd ? Array((root.resolved ?? root).name) : own
            let base = name.isEmpty ? Array("root".utf8) : name
            var free = base
            var number = 2
            while !taken.insert(free).inserted {
                free = base + Array("~\(number)".utf8)
                number += 1
            }
            self.names.append(free)
        }
        if isAlone { self.names.append([]) }
        book.isInSource = { [unowned self] in isInSource($0) }
    }

    /// Whether there is something in the source whose path in the copy would be this if names
    /// stayed.
    private func isInSource(_ raw: [UInt8]) -> Bool {
        let path: BytePath
        if names == [[]] {
            path = roots[0].appending(raw)
        } else {
            let slash = raw.firstIndex(of: UInt8(ascii: "/"))
            guard let slash else { return names.contains(raw) }
            guard let index = names.firstIndex(of: Array(raw[..<slash])) else { return false }
            path = roots[index].appending(raw[(slash + 1)...])
        }
        return (try? FileStatus(of: path, followsSymlink: false)) != nil
    }

    /// The path in the copy before names are redacted.
    private func rawPath(of file: WalkedFile) -> BytePath {
        let name = names[file.root]
        if name.isEmpty { return file.relative }
        let isRoot = file.isNamed || file.relative.bytes.isEmpty
        return isRoot ? BytePath(name) : BytePath(name).appending(file.relative.bytes)
    }

    /// The path in the copy.
    func path(of file: WalkedFile) -> BytePath {
        let raw = rawPath(of: file)
        let path = BytePath(book.redacted(raw.bytes))
        if path != raw { sources[path] = file.path }
        return path
    }

    /// The path in the copy of something that the walk could not look at.
    func path(ofSource path: BytePath) -> BytePath {
        for (root, prefix) in zip(roots, names) where path.isWithin(root) {
            let below = path.bytes.dropFirst(root.bytes.count).drop { $0 == UInt8(ascii: "/") }
            let parts = [prefix, Array(below)].filter { !$0.isEmpty }
            // The only directory that is copied has no name in the copy.
            if parts.isEmpty { break }
            return BytePath(book.redacted(Array(parts.joined(separator: [UInt8(ascii: "/")]))))
        }
        return BytePath(book.redacted(path.bytes))
    }

    /// The path in the source, which allowances are asked about.
    func source(ofCopy path: BytePath) -> BytePath {
        if let known = sources[path] { return known }
        for (root, name) in zip(roots, names) {
            if name.isEmpty { return root.appending(path.bytes) }
            if path.bytes == name { return root }
            if path.isWithin(BytePath(name)) {
                return root.appending(path.bytes.dropFirst(name.count + 1))
            }
        }
        return path
    }

    /// Whether the name of a file has changed.
    func isRenamed(_ file: WalkedFile) -> Bool {
        path(of: file).name != rawPath(of: file).name
    }

    /// - Parameter isAgain: Whether what has that path is replaced.
    func destination(of path: BytePath, isAgain: Bool) throws(SourceError) -> Destination {
        Destination(
            directory: try directory(path.parent), name: Array(path.name), mayReplace: isAgain)
    }

    /// Removes a file or a symlink.
    ///
    /// - Returns: Whether it is gone.
    func remove(_ path: BytePath) -> Bool {
        (try? directory(path.parent))?.remove(Array(path.name)) ?? false
    }

    /// A directory in the copy; made where it is not there yet.
    private func directory(_ path: BytePath) throws(SourceError) -> OutputDirectory {
        if path.bytes.isEmpty { return top }
        if let last, last.path == path { return last.directory }
        var directory = top
        for part in path.bytes.split(separator: UInt8(ascii: "/")) {
            directory = try directory.directory(Array(part))
        }
        last = (path, directory)
        return directory
    }

    func addDirectory(_ file: WalkedFile) throws(SourceError) {
        let path = path(of: file)
        guard !path.bytes.isEmpty else { return }
        _ = try directory(path)
        directories.append((path, file.status))
    }

    /// Gives directories the modes and times of their sources, once nothing more is written there.
    ///
    /// - Returns: Those for which that could not be done, and why.
    func finishDirectories() -> [(path: BytePath, reason: String)] {
        var failures: [(path: BytePath, reason: String)] = []
        last = nil
        for (path, status) in directories.reversed() {
            do throws(SourceError) {
                try directory(path).finish(mode: status.mode, modified: status.modified)
            } catch {
                failures.append((path, error.sentence))
            }
            last = nil
        }
        directories = []
        return failures
    }

    /// Makes a symlink like one in the source.
    ///
    /// - Parameter isAgain: Whether what has its path is replaced.
    func addSymlink(_ file: WalkedFile, isAgain: Bool) throws -> CopiedFile {
        let path = path(of: file)
        var record = CopiedFile(path: shownName(path.bytes))
        let target = try file.path.symlinkTarget()
        let redacted = book.redacted(target: target, in: rawPath(of: file).parent.bytes)
        let place = try destination(of: path, isAgain: isAgain)
        if isAgain, place.directory.holds(place.name) { place.directory.remove(place.name) }
        try place.directory.addSymlink(
            place.name, to: redacted, modified: file.status.modified)
        record.isRenamed = redacted != target
        return record
    }

    /// Writes the account of the copy.
    func write(
        _ manifest: Manifest, _ detector: Detector, options: CopyOptions
    ) throws -> [String] {
        try manifest.write(to: top, detector, options: options)
    }
}

extension BytePath {
    /// Where a symlink leads to; calls `readlink(2)`.
    func symlinkTarget() throws(SourceError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = withCString { path in
            buffer.withUnsafeMutableBytes { bytes in
                bytes.bindMemory(to: CChar.self).baseAddress.map { readlink(path, $0, bytes.count) }
                    ?? -1
            }
        }
        guard count >= 0 else { throw SourceError(name: text, operation: "read", code: errno) }
        return Array(buffer[..<count])
    }
}
