import LeakDetection
import LogSources

/// Scans a copy as if it were a source: nothing must be found in it, nor in its names.
struct CopyCheck {
    /// Paths.
    struct Leaks {
        /// In which something is found.
        var found: Set<BytePath> = []
        /// Which cannot be scanned in full.
        var unreadable: Set<BytePath> = []

        var all: Set<BytePath> { found.union(unreadable) }
    }

    private let context: CopyContext

    /// - Parameter context: Knows the secrets of the sources.
    init(_ context: CopyContext) {
        self.context = context
    }

    /// - Parameters:
    ///   - root: The copy.
    ///   - source: The path that allowances are asked about, for one in the copy.
    /// - Returns: Paths in the copy.
    func run(_ root: BytePath, source: (BytePath) -> BytePath) throws -> Leaks {
        var leaks = Leaks()
        let rescan = Rescan(options: context.options, knowing: context.chain) { _ in true }
        var paths: [BytePath: BytePath] = [:]
        try forEachItem(of: [root], Walk.Options()) { item in
            switch item {
            case .directory(let file): check(file.relative.name, of: file, &leaks)
            case .symlink(let file):
                check(file.relative.name, of: file, &leaks)
                for part in file.symlinkTarget.split(separator: UInt8(ascii: "/")) {
                    check(part, of: file, &leaks)
                }
            case .log(let files):
                for file in files {
                    check(file.relative.name, of: file, &leaks)
                    paths[file.path] = file.relative
                }
                try rescan.scan(
                    files, path: { source($0.relative).text }, isClean: isClean)
                // Most files are clean.
                paths = paths.filter {
                    rescan.found.contains($0.key) || rescan.unreadable.contains($0.key)
                }
            case .special(let file): leaks.unreadable.insert(file.relative)
            case .failure(let path, _):
                let below = path.isWithin(root) ? path.bytes.dropFirst(root.bytes.count) : []
                let relative = Array(below.drop { $0 == UInt8(ascii: "/") })
                leaks.unreadable.insert(relative.isEmpty ? path : BytePath(relative))
            }
        }
        leaks.found.formUnion(rescan.found.compactMap { paths[$0] })
        leaks.unreadable.formUnion(rescan.unreadable.compactMap { paths[$0] })
        return leaks
    }

    /// Scans the text of files where they are; what is a strong secret is known from then on.
    ///
    /// - Returns: Paths as the walk tells them.
    func scan(_ roots: [BytePath], _ walk: Walk.Options) throws -> Leaks {
        var isNamed = false
        let rescan = Rescan(options: context.options, knowing: context.chain) { stream in
            context.reasonToLeaveOut(stream, isNamed: isNamed) == nil
        }
        try forEachItem(of: roots, walk) { item in
            guard case .log(let files) = item else { return }
            isNamed = files.contains(where: \.isNamed)
            try rescan.scan(files, path: { $0.path.text }, isClean: isClean)
        }
        return Leaks(found: rescan.found, unreadable: rescan.unreadable)
    }

    private func forEachItem(
        of roots: [BytePath], _ walk: Walk.Options, _ body: (Walk.Item) throws -> Void
    ) throws {
        var failure: (any Error)?
        Walk.run(roots, options: walk) { item in
            do {
                try context.checkInterrupt()
                try body(item)
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
    }

    private func check(_ name: ArraySlice<UInt8>, of file: WalkedFile, _ leaks: inout Leaks) {
        if context.names.redacted(Array(name)) != Array(name) { leaks.found.insert(file.relative) }
    }

    private func isClean(_ member: MemberPath) -> Bool {
        member.names.allSatisfy { name in
            name.split(separator: UInt8(ascii: "/")).allSatisfy {
                context.names.redacted(Array($0)) == Array($0)
            }
        }
    }
}
