/// Goes through files and directories, the same way whenever the tree is the same.
///
/// Names are taken in the order of their bytes, files of a directory before its directories.
/// Hidden files are files as others: histories are. Symlinks are not followed, but where the user
/// names one, with ``Options/followsSymlinks``, and in the links that the kubelet keeps in
/// `/var/log/containers`; what a link leads to is handed over once.
///
/// Memory: the names of the directories that are open, each at most once.
public struct Walk {
    /// How to walk.
    public struct Options: Sendable {
        /// Whether a path below a named directory is wanted; a directory that is not is not
        /// entered. What the user names is always wanted.
        public var admits: @Sendable (_ relative: BytePath, _ isDirectory: Bool) -> Bool = { _, _ in
            true
        }

        /// How deep to go: 0 for what is named only, 1 for what stands in a named directory.
        public var maximumDepth: Int?

        public var followsSymlinks = false

        /// Whether a symlink whose target is handed over elsewhere is handed over as a symlink: for
        /// a copy, in which it has its place, too.
        public var keepsLinks = false

        /// Directories that are not entered, and files that are not handed over, wherever they are:
        /// where a copy or a report is written to, keys.
        public var avoided: Set<FileStatus.Identity> = []

        public init() {}
    }

    /// What a walk comes upon.
    public enum Item: Sendable {
        /// A directory, before what is in it.
        case directory(WalkedFile)
        /// Regular files: one, or the parts of a rotated log, the oldest first.
        case log([WalkedFile])
        /// A symlink that is not followed.
        case symlink(WalkedFile)
        /// A FIFO, a socket or a device, which is not opened.
        case special(WalkedFile)
        /// What cannot be read, and why.
        case failure(BytePath, reason: String)
    }

    private let options: Options
    private let roots: [BytePath]
    private let body: (Item) -> Bool
    /// The named directories without symlinks, in the order of the roots; nil for what is none.
    private var directories: [BytePath?] = []
    /// Files that are named, and what symlinks led to.
    private var seen: Set<FileStatus.Identity> = []
    private var isStopped = false

    /// Walks.
    ///
    /// - Parameters:
    ///   - roots: What the user named.
    ///   - body: Receives each item; false ends the walk.
    public static func run(
        _ roots: [BytePath], options: Options = Options(), _ body: (Item) -> Bool
    ) {
        withoutActuallyEscaping(body) { body in
            var walk = Walk(options: options, roots: roots, body: body)
            walk.run()
        }
    }

    private init(options: Options, roots: [BytePath], body: @escaping (Item) -> Bool) {
        self.options = options
        self.roots = roots
        self.body = body
    }

    private mutating func run() {
        var found: [FileStatus?] = []
        for root in roots {
            do throws(SourceError) {
                let status = try FileStatus(of: root, followsSymlink: true)
                found.append(status)
                directories.append(status.kind == .directory ? root.resolved : nil)
            } catch {
                found.append(nil)
                directories.append(nil)
                hand(over: .failure(root, reason: error.sentence))
            }
        }
        for case let status? in found where status.kind == .file { seen.insert(status.identity) }
        seen.formUnion(options.avoided)
        let logs = namedLogs(found)
        for (index, root) in roots.enumerated() where !isStopped {
            guard let status = found[index] else { continue }
            switch status.kind {
            case .directory:
                // What is named twice, or lies in what is named, is walked once.
                let isRepeated = directories.indices.contains { other in
                    guard other != index, let outer = directories[other],
                        let inner = directories[index]
                    else { return false }
                    return inner == outer ? other < index : inner.isWithin(outer)
                }
                if isRepeated { continue }
                let top = WalkedFile(
                    path: root, relative: BytePath([]), root: index, status: status,
                    isNamed: true, isLinked: true)
                enter(top, depth: 0)
            case .file:
                guard let log = logs.first(where: { $0.first == index }) else { continue }
                let parts = log.parts.compactMap { part in
                    found[part].map { named(part, $0) }
                }
                hand(over: .log(parts))
            case .fifo, .socket, .device, .symlink: hand(over: .special(named(index, status)))
            }
        }
    }

    private func named(_ index: Int, _ status: FileStatus) -> WalkedFile {
        WalkedFile(
            path: roots[index], relative: BytePath(Array(roots[index].name)), root: index,
            status: status, isNamed: true, isLinked: true)
    }

    /// The files that are named, each once, the parts of a rotated log together; `first` is the one
    /// that was named first.
    private func namedLogs(_ found: [FileStatus?]) -> [(first: Int, parts: [Int])] {
        var handed = options.avoided
        let files = roots.indices.filter { index in
            guard let status = found[index], status.kind == .file else { return false }
            return handed.insert(status.identity).inserted
        }
        return RotatedLog.groups(of: files.map { roots[$0].text }).map { group in
            let parts = group.map { files[$0] }
            return (parts.min() ?? 0, parts)
        }
    }

    private mutating func hand(over item: Item) {
        if !isStopped { isStopped = !body(item) }
    }

    private mutating func enter(_ directory: WalkedFile, depth: Int) {
        guard !isStopped, !options.avoided.contains(directory.status.identity) else { return }
        hand(over: .directory(directory))
        if let most = options.maximumDepth, depth >= most { return }
        let names: [[UInt8]]
        do throws(SourceError) {
            names = try Directory.names(directory.path)
        } catch {
            hand(over: .failure(directory.path, reason: error.sentence))
            return
        }
        var files: [WalkedFile] = []
        var directories: [WalkedFile] = []
        for name in names where !isStopped {
            guard let file = look(at: name, in: directory) else { continue }
            switch file.status.kind {
            case .file: files.append(file)
            case .directory: directories.append(file)
            case .symlink: hand(over: .symlink(file))
            case .fifo, .socket, .device: hand(over: .special(file))
            }
        }
        for group in RotatedLog.groups(of: files.map { shownBytes($0.path.name) }) {
            hand(over: .log(group.map { files[$0] }))
        }
        files = []
        for directory in directories { enter(directory, depth: depth + 1) }
    }

    /// What stands in a directory, through a symlink if that is to be followed; nil for what is not
    /// wanted, or handed over elsewhere.
    private mutating func look(at name: [UInt8], in directory: WalkedFile) -> WalkedFile? {
        let path = directory.path.appending(name)
        let relative = directory.relative.appending(name)
        func file(_ status: FileStatus, isLinked: Bool) -> WalkedFile {
            WalkedFile(
                path: path, relative: relative, root: directory.root, status: status,
                isNamed: false, isLinked: isLinked)
        }
        do throws(SourceError) {
            let status = try FileStatus(of: path, followsSymlink: false)
            guard status.kind == .symlink else {
                guard options.admits(relative, status.kind == .directory) else { return nil }
                let isKnown = status.kind == .file && seen.contains(status.identity)
                return isKnown ? nil : file(status, isLinked: false)
            }
            guard options.followsSymlinks || KubeletLink.isName(name) else {
                return options.admits(relative, false) ? file(status, isLinked: false) : nil
            }
            let target = try FileStatus(of: path, followsSymlink: true)
            guard options.admits(relative, target.kind == .directory) else { return nil }
            guard let real = path.resolved else { return nil }
            if target.kind == .directory, let here = directory.path.resolved, here.isWithin(real) {
                hand(
                    over: .failure(
                        path, reason: "a symlink to a directory that it is in: not followed"))
                return nil
            }
            // What lies in a named directory is handed over there.
            if directories.contains(where: { $0.map(real.isWithin) ?? false })
                || !seen.insert(target.identity).inserted
            {
                return options.keepsLinks ? file(status, isLinked: false) : nil
            }
            return file(target, isLinked: true)
        } catch {
            hand(over: .failure(path, reason: error.sentence))
            return nil
        }
    }
}

/// The links that the kubelet keeps of the logs of running containers:
/// `/var/log/containers/<pod>_<namespace>_<container>-<64 hexadecimal digits>.log`.
enum KubeletLink {
    static func isName(_ name: [UInt8]) -> Bool {
        guard name.suffix(4).elementsEqual(".log".utf8) else { return false }
        let stem = name.dropLast(4)
        let id = stem.suffix(64)
        return id.count == 64 && stem.dropLast(64).last == UInt8(ascii: "-")
            && id.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            && stem.count { $0 == UInt8(ascii: "_") } >= 2
    }
}
