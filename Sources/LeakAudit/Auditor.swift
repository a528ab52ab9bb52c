public import AuditStore
import Configuration
import KeyedHash
public import LeakDetection
import LeakReport
public import LogSources
import Synchronization

/// Scans trees with several threads, and takes down what is found in a store.
///
/// What is found does not depend on the threads: each log has its place in the walk, and all that
/// is found in it a number.
public final class Auditor: Sendable {
    let detector: Detector
    let options: AuditOptions
    let store: AuditStore
    public let run: Int
    public let progress = AuditProgress()
    private let queue = AuditQueue()
    private let outcome = Mutex(Outcome())
    private let names: Mutex<NameScanner>

    /// How an audit ended.
    public struct Outcome: Sendable {
        /// The indices of the allowances that were of use.
        public var usedAllowances: Set<Int> = []
        /// Logs that were taken over from an earlier audit.
        public var unchanged = 0
        /// What the store could not do; the audit ended with it.
        public var error: StoreError?
    }

    /// - Parameter run: See ``AuditStore/beginRun()``.
    public init(_ detector: Detector, options: AuditOptions, store: AuditStore, run: Int) {
        self.detector = detector
        self.options = options
        self.store = store
        self.run = run
        var scan = options.scan
        scan.allowlist = Allowlist(options.allowances, path: "")
        names = Mutex(NameScanner(detector, options: scan))
    }

    /// Audits what the user named.
    public func audit(_ roots: [BytePath]) -> Outcome {
        let names = roots.map { name(of: ($0.resolved ?? $0).text, BytePath([])) }
        let workers = Workers.start(options.threads) { self.work(names) }
        var ordinal = 0
        Walk.run(roots, options: options.walk) { item in
            ordinal += 1
            switch item {
            case .directory(let file):
                lookAtName(Array(file.relative.name), file, ordinal, root: names[file.root])
            case .symlink(let file):
                lookAtName(Array(file.relative.name), file, ordinal, root: names[file.root])
                for name in file.symlinkTarget.split(separator: UInt8(ascii: "/")) {
                    lookAtName(Array(name), file, ordinal, root: names[file.root])
                }
            case .log(let files):
                for file in files { progress.found(bytes: file.status.size) }
                queue.put(AuditUnit(ordinal: ordinal, files: files))
                // Where the system gives no thread.
                if workers.count == 0, let unit = queue.take() { audit(unit, below: names) }
            case .special(let file):
                note(
                    file.path, "is a \(file.status.kind.name): not read", ordinal,
                    root: names[file.root])
            case .failure(let path, let reason):
                note(path, reason, ordinal, root: "")
            }
            return !isOver
        }
        progress.walked()
        queue.close()
        workers.join()
        attempt {
            if !options.isInterrupted() { try store.forgetGone(below: names, run: run) }
            try store.commit()
        }
        return outcome.withLock { $0 }
    }

    /// Takes down what the walk could not read.
    private func note(_ path: BytePath, _ reason: String, _ ordinal: Int, root: String) {
        attempt {
            let source = try store.beginSource(nil, root: root, ordinal: ordinal, run: run)
            let note = AuditNote(kind: .failed, path: shown(path), reason: reason)
            try store.add([.note(note)], to: source, from: 0)
        }
    }

    // MARK: Names

    /// A path without the secrets in it.
    public func shown(_ path: BytePath) -> String { names.withLock { $0.shown(path.bytes) } }

    /// A member's path without the secrets in it.
    func shown(_ member: MemberPath) -> String {
        names.withLock { names in member.names.map(names.shown).joined(separator: "!") }
    }

    /// What is found in the name of a file.
    func findings(inName name: [UInt8]) -> [Finding] {
        names.withLock { $0.look(at: name).findings }
    }

    /// Names a source in every run, without telling its path.
    func name(of root: String, _ path: BytePath) -> String {
        let digest = Array(root.utf8).withUnsafeBytes { root in
            path.bytes.withUnsafeBytes { options.scan.hash.digest(root, $0) }
        }
        return Hexadecimal.text(digest.prefix(16))
    }

    /// Takes down what is found in the name of a directory, or of a symlink and its target.
    private func lookAtName(_ name: [UInt8], _ file: WalkedFile, _ ordinal: Int, root: String) {
        let thresholds = options.thresholds(file.path)
        let found = findings(inName: name).filter(thresholds.tells)
        guard !found.isEmpty else { return }
        progress.noted(findings: found.count)
        attempt {
            let source = try store.beginSource(nil, root: root, ordinal: ordinal, run: run)
            let events = found.map { finding in
                FoundEvent.place(
                    FoundPlace(
                        finding: finding, path: shown(file.path), member: nil, time: nil,
                        container: nil, account: nil, context: []))
            }
            try store.add(events, to: source, from: 0)
        }
    }

    /// Whether there is no point in going on.
    var isOver: Bool { options.isInterrupted() || outcome.withLock { $0.error != nil } }

    private func work(_ roots: [String]) {
        while let unit = queue.take() { audit(unit, below: roots) }
    }

    private func audit(_ unit: AuditUnit, below roots: [String]) {
        guard !isOver else { return }
        let source = SourceAudit(self, unit: unit, root: roots[unit.files[0].root])
        attempt { try source.run() }
        outcome.withLock {
            $0.usedAllowances.formUnion(source.usedAllowances)
            if source.isUnchanged { $0.unchanged += unit.files.count }
        }
    }

    /// Threads that have nothing more to do of their own.
    func borrowThreads() -> Int { queue.borrow() }

    func giveBackThreads(_ count: Int) { queue.giveBack(count) }

    private func attempt(_ body: () throws -> Void) {
        do {
            try body()
        } catch let error as StoreError {
            outcome.withLock { if $0.error == nil { $0.error = error } }
        } catch {
            preconditionFailure("an audit throws what its store throws: \(error)")
        }
    }
}

extension FileStatus.Kind {
    /// For people.
    var name: String {
        switch self {
        case .file: "file"
        case .directory: "directory"
        case .symlink: "symlink"
        case .fifo: "FIFO"
        case .socket: "socket"
        case .device: "device"
        }
    }
}
