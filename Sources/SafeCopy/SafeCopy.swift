public import LeakDetection
public import LogSources

/// Makes copies of files and trees in which secrets are replaced.
///
/// The copy has the same layout, names, modes, times, compression and archive formats. What cannot
/// be scanned in full is not in it. Nothing but redacted bytes is ever written, no symlink is
/// followed where it is written to, and each file appears there when it is complete.
public final class SafeCopy {
    private let detector: Detector
    private let options: CopyOptions
    private let context: CopyContext
    private let layout: CopyLayout

    /// - Parameters:
    ///   - roots: What the user named: one directory is copied into the target itself, anything
    ///     else gets its name there.
    ///   - target: A directory that is empty.
    ///   - report: Receives what was found.
    /// - Throws: When the target cannot be opened.
    public init(
        _ roots: [BytePath], to target: BytePath, _ detector: Detector, options: CopyOptions,
        report: @escaping CopyReport
    ) throws(SourceError) {
        self.detector = detector
        var options = options
        let status = try FileStatus(of: target, followsSymlink: true)
        options.walk.avoided.insert(status.identity)
        options.walk.keepsLinks = true
        self.options = options
        context = CopyContext(detector, options: options, report: report)
        layout = try CopyLayout(roots, target: target, names: context.names)
    }

    /// Reads everything for the secrets in it, as one may show only in a later file that it is one;
    /// copies everything; looks whether anything is left, and copies again what it was left in.
    public func run() -> CopyOutcome {
        do {
            _ = try CopyCheck(context).scan(layout.roots, options.walk)
            try copy(nil)
            var leaks = try self.check()
            if !leaks.all.isEmpty {
                try copy(leaks.all)
                leaks = try self.check()
            }
            remove(&leaks.found, "something is still found in it")
            remove(&leaks.unreadable, "could not be scanned again")
            finishDirectories()
            return context.finish(leaks)
        } catch {
            finishDirectories()
            return context.finish(isPartial: true)
        }
    }

    /// Removes from the copy what must not be in it; what cannot be removed stays in the set.
    private func remove(_ paths: inout Set<BytePath>, _ reason: String) {
        for path in paths where layout.remove(path) {
            paths.remove(path)
            context.leaveOut(shownName(path.bytes), reason + ": removed from the copy")
        }
    }

    private func finishDirectories() {
        for (path, reason) in layout.finishDirectories() { leaveOut(path, reason) }
    }

    /// - Parameter again: The paths in the copy that are written again; nil for all, at first.
    private func copy(_ again: Set<BytePath>?) throws {
        var failure: (any Error)?
        let copier = LogCopier(context)
        Walk.run(layout.roots, options: options.walk) { item in
            do {
                try context.checkInterrupt()
                try copy(item, with: copier, again)
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
    }

    private func copy(
        _ item: Walk.Item, with copier: LogCopier, _ again: Set<BytePath>?
    ) throws {
        switch item {
        case .directory(let file):
            if again == nil { attempt(file) { try layout.addDirectory(file) } }
        case .symlink(let file):
            guard isWanted([layout.path(of: file)], again) else { return }
            attempt(file) {
                var record = try layout.addSymlink(file, isAgain: again != nil)
                record.isRenamed = record.isRenamed || layout.isRenamed(file)
                context.add(record, bytes: 0)
            }
        case .special(let file):
            if again == nil { leaveOut(layout.path(of: file), "is no regular file: not read") }
        case .failure(let path, let reason):
            if again == nil { leaveOut(layout.path(ofSource: path), reason) }
        case .log(let files):
            let paths = files.map { layout.path(of: $0) }
            guard isWanted(paths, again) else { return }
            var all: [(WalkedFile, Destination, CopiedFile)] = []
            for (file, path) in zip(files, paths) {
                attempt(file) {
                    var record = CopiedFile(path: shownName(path.bytes))
                    record.isRenamed = layout.isRenamed(file)
                    let place = try layout.destination(of: path, isAgain: again != nil)
                    all.append((file, place, record))
                }
            }
            try copier.copy(all)
        }
    }

    /// Whether files that belong together are written; takes note if it is again.
    private func isWanted(_ paths: [BytePath], _ again: Set<BytePath>?) -> Bool {
        guard let again else { return true }
        guard paths.contains(where: again.contains) else { return false }
        for path in paths { context.forget(shownName(path.bytes)) }
        return true
    }

    private func leaveOut(_ path: BytePath, _ reason: String) {
        var record = CopiedFile(path: shownName(path.bytes))
        record.leaveOut(reason)
        context.add(record, bytes: 0)
    }

    /// Takes down what cannot be written.
    private func attempt(_ file: WalkedFile, _ body: () throws -> Void) {
        do {
            try body()
        } catch {
            leaveOut(
                layout.path(of: file), (error as? SourceError)?.sentence ?? "cannot be written")
        }
    }

    private func check() throws -> CopyCheck.Leaks {
        try CopyCheck(context).run(layout.target) { layout.source(ofCopy: $0) }
    }

    /// Writes the account of the copy into it.
    ///
    /// - Returns: The names of the files that were written.
    /// - Throws: When they cannot be written.
    public func write(_ manifest: Manifest) throws -> [String] {
        try layout.write(manifest, detector, options: options)
    }
}
