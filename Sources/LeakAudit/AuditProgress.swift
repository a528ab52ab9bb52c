import Synchronization

/// How far an audit has come; may be read while it goes on.
public final class AuditProgress: Sendable {
    private let filesFound = Atomic<Int>(0)
    private let bytesFound = Atomic<Int>(0)
    private let filesDone = Atomic<Int>(0)
    private let bytesDone = Atomic<Int>(0)
    private let findings = Atomic<Int>(0)
    private let isWalked = Atomic<Bool>(false)

    public init() {}

    /// The figures of a moment.
    public struct Figures: Sendable, Equatable {
        public var files: Int
        /// Bytes as they are on disk.
        public var bytes: Int
        public var findings: Int
        /// What there is in all; nil as long as the walk goes on.
        public var allFiles: Int?
        public var allBytes: Int?
    }

    public var figures: Figures {
        let isWalked = isWalked.load(ordering: .acquiring)
        return Figures(
            files: filesDone.load(ordering: .relaxed), bytes: bytesDone.load(ordering: .relaxed),
            findings: findings.load(ordering: .relaxed),
            allFiles: isWalked ? filesFound.load(ordering: .relaxed) : nil,
            allBytes: isWalked ? bytesFound.load(ordering: .relaxed) : nil)
    }

    func found(bytes: Int) {
        filesFound.add(1, ordering: .relaxed)
        bytesFound.add(bytes, ordering: .relaxed)
    }

    func walked() { isWalked.store(true, ordering: .releasing) }

    /// Counts bytes that were read.
    public func read(bytes: Int) { bytesDone.add(bytes, ordering: .relaxed) }

    /// Counts a file that is done with.
    public func finishedFile() { filesDone.add(1, ordering: .relaxed) }

    /// Counts findings.
    public func noted(findings count: Int) { findings.add(count, ordering: .relaxed) }
}
