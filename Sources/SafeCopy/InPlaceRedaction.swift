public import LeakDetection
public import LogSources

/// Redacts files where they are: each is replaced by its redacted copy at once, and kept as it was
/// beside it, for its owner only.
///
/// Files in which nothing is found are not touched. Names are not changed. What cannot be scanned
/// in full stays as it is, and is told.
public final class InPlaceRedaction {
    private let roots: [BytePath]
    private let suffix: [UInt8]
    private let detector: Detector
    private let options: CopyOptions
    private let context: CopyContext

    /// - Parameters:
    ///   - suffix: What is put behind the names of the files as they were.
    ///   - report: Receives what was found.
    public init(
        _ roots: [BytePath], keeping suffix: String, _ detector: Detector, options: CopyOptions,
        report: @escaping CopyReport
    ) {
        self.roots = roots
        self.suffix = Array(suffix.utf8)
        self.detector = detector
        self.options = options
        context = CopyContext(detector, options: options, report: report)
    }

    /// Redacts everything, and looks whether anything is left.
    public func run() -> CopyOutcome {
        do {
            try redact()
            let leaking = try check()
            return context.finish(
                isPartial: false, leaking: leaking.map(shown).sorted())
        } catch {
            return context.finish(isPartial: true, leaking: [])
        }
    }

    private func redact() throws {
        var failure: (any Error)?
        let copier = LogCopier(context)
        Walk.run(roots, options: options.walk) { item in
            do {
                try context.checkInterrupt()
                switch item {
                case .directory(let file), .symlink(let file): checkName(of: file)
                case .special(let file): leave(file.path, "is no regular file: not read")
                case .failure(let path, let reason): leave(path, reason)
                case .log(let files): try copier.copy(files.compactMap(target))
                }
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
    }

    /// Where a file is, and what is known of it; nil for one that stays as it is.
    private func target(_ file: WalkedFile) -> (WalkedFile, Destination, CopiedFile)? {
        guard !isBackup(file) else { return nil }
        checkName(of: file)
        // What a symlink leads to is replaced, not the symlink.
        let path = file.isLinked ? file.path.resolved ?? file.path : file.path
        let parent = path.parent.bytes.isEmpty ? BytePath(".") : path.parent
        do throws(SourceError) {
            let directory = try OutputDirectory.open(parent)
            return (
                file,
                Destination(directory: directory, name: Array(path.name), backupSuffix: suffix),
                CopiedFile(path: shown(file.path))
            )
        } catch {
            leave(file.path, error.sentence)
            return nil
        }
    }

    /// Whether a file is one as it was before an earlier run.
    private func isBackup(_ file: WalkedFile) -> Bool {
        guard file.path.name.suffix(suffix.count).elementsEqual(suffix),
            file.path.name.count > suffix.count, file.status.mode == 0o600
        else { return false }
        let original = BytePath(Array(file.path.bytes.dropLast(suffix.count)))
        guard (try? FileStatus(of: original, followsSymlink: false))?.kind == .file else {
            return false
        }
        var record = CopiedFile(path: shown(file.path))
        record.leaveOut("the backup of an earlier run, which holds secrets", isFailure: false)
        context.add(record, bytes: 0)
        return true
    }

    private func checkName(of file: WalkedFile) {
        let name = Array(file.relative.name)
        guard context.names.redacted(name) != name else { return }
        leave(file.path, "a secret is in its name: rename it")
    }

    private func leave(_ path: BytePath, _ reason: String) {
        var record = CopiedFile(path: shown(path))
        record.leaveOut(reason)
        context.add(record, bytes: 0)
    }

    private func shown(_ path: BytePath) -> String { context.shown(path.bytes) }

    private func check() throws -> Set<BytePath> {
        let check = CopyCheck(detector, options: options, knowing: context.chain)
        var redacted: Set<String> = []
        for file in context.outcome.files where file.fate == .redacted {
            redacted.insert(file.path)
        }
        return try check.files(roots, options.walk) { redacted.contains(shown($0.path)) }
    }

    /// Writes the account into the directory, if exactly one was named.
    ///
    /// - Returns: The names of the files that were written.
    public func write(_ manifest: Manifest) throws -> [String] {
        guard roots.count == 1,
            try FileStatus(of: roots[0], followsSymlink: true).kind == .directory
        else { return [] }
        return try manifest.write(to: OutputDirectory.open(roots[0]), detector, options: options)
    }
}
