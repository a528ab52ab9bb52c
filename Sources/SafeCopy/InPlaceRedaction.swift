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
    /// The files in which something was found before anything was replaced.
    private var holdsSecrets: Set<BytePath> = []

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

    /// Reads everything for the secrets in it, as one may show only in a later file that it is one;
    /// redacts everything, and looks whether anything is left.
    public func run() -> CopyOutcome {
        context.isInPlace = true
        do {
            holdsSecrets = try CopyCheck(context).scan(roots, options.walk).found
            try redact()
            let leaks = try CopyCheck(context).scan(roots, options.walk)
            return context.finish(withoutTold(leaks))
        } catch {
            return context.finish(isPartial: true)
        }
    }

    /// Takes out the files of which the account says that they hold secrets, or may: what stays as
    /// it was, and the backups of this run.
    private func withoutTold(_ leaks: CopyCheck.Leaks) -> CopyCheck.Leaks {
        var told: Set<String> = []
        var backedUp: Set<String> = []
        for file in context.outcome.files {
            // Of a name nothing is said about what is in the file.
            if file.fate == .leftOut, file.notes.contains(where: { $0.reason != Self.namedSo }) {
                told.insert(file.path)
            }
            if file.backup != nil { backedUp.insert(file.path) }
        }
        func isNews(_ path: BytePath) -> Bool {
            if told.contains(shown(path)) { return false }
            return !(original(ofBackup: path).map { backedUp.contains(shown($0)) } ?? false)
        }
        return CopyCheck.Leaks(
            found: leaks.found.filter(isNews), unreadable: leaks.unreadable.filter(isNews))
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
                Destination(
                    directory: directory, name: Array(path.name), mayReplace: true,
                    backupSuffix: suffix),
                CopiedFile(path: shown(file.path))
            )
        } catch {
            leave(file.path, error.sentence)
            return nil
        }
    }

    /// The path of the file of which one would be the backup, told by the name.
    private func original(ofBackup path: BytePath) -> BytePath? {
        guard path.name.count > suffix.count, path.name.suffix(suffix.count).elementsEqual(suffix)
        else { return nil }
        return BytePath(Array(path.bytes.dropLast(suffix.count)))
    }

    /// Whether a file that holds secrets looks like one as it was before an earlier run. It is left
    /// alone, and told: nothing but its name says what it is.
    private func isBackup(_ file: WalkedFile) -> Bool {
        guard !file.isNamed, holdsSecrets.contains(file.path),
            let original = original(ofBackup: file.path),
            (try? FileStatus(of: original, followsSymlink: false))?.kind == .file
        else { return false }
        leave(
            file.path, "is called like the backup of an earlier run: not redacted, it holds secrets"
        )
        return true
    }

    private func checkName(of file: WalkedFile) {
        let name = Array(file.relative.name)
        guard context.names.redacted(name) != name else { return }
        leave(file.path, Self.namedSo)
    }

    private static let namedSo = "a secret is in its name: rename it"

    private func leave(_ path: BytePath, _ reason: String) {
        var record = CopiedFile(path: shown(path))
        record.leaveOut(reason)
        context.add(record, bytes: 0)
    }

    private func shown(_ path: BytePath) -> String { context.shown(path.bytes) }

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
