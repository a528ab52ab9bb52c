import LeakDetection
import LogSources

/// Scans files without writing: the parts of a rotated log as the one stream that they are.
final class Rescan {
    private let options: CopyOptions
    private let chain: ScannerChain
    private let isWanted: (UnpackedStream) -> Bool
    private var log: OpenLog?
    /// The files that the open log consists of.
    private var parts: [WalkedFile] = []
    /// The member of an archive that was scanned last, if something may go on in the next.
    private var lastMember: MemberPath?
    /// Files in which something is found, and files that could not be scanned in full, by their
    /// paths.
    private(set) var found: Set<BytePath> = []
    private(set) var unreadable: Set<BytePath> = []

    /// - Parameters:
    ///   - chain: Knows secrets, and learns those that are seen.
    ///   - isWanted: Whether a stream is scanned.
    init(
        options: CopyOptions, knowing chain: ScannerChain,
        isWanted: @escaping (UnpackedStream) -> Bool
    ) {
        self.options = options
        self.chain = chain
        self.isWanted = isWanted
    }

    /// Scans one log: a file, or the parts of a rotated one, the oldest first.
    ///
    /// - Parameters:
    ///   - path: What allowances are asked about.
    ///   - isClean: Whether the names of a member hold nothing.
    func scan(
        _ files: [WalkedFile], path: (WalkedFile) -> String, isClean: (MemberPath) -> Bool
    ) throws {
        for file in files {
            guard let source = try? SourceFile(file), let bytes = try? source.bytes() else {
                unreadable.insert(file.path)
                finish()
                continue
            }
            let unpacker = Unpacker(limits: options.limits) { [self] note in
                if note.isFailure { unreadable.insert(file.path) }
            }
            let wrapping = WrappingScan(chain, path: path(file))
            unpacker.watchesWrapping = { wrapping.watch() }
            try unpacker.forEachStream(of: bytes) { stream in
                if let member = stream.member, !isClean(member) { found.insert(file.path) }
                guard isWanted(stream) else { return finish() }
                try scan(stream, of: file, path: path(file))
            }
            if !wrapping.isClean { found.insert(file.path) }
            // What stands in an archive goes on nowhere else.
            if lastMember != nil { finish() }
        }
        finish()
    }

    private func scan(_ stream: UnpackedStream, of file: WalkedFile, path: String) throws {
        let last = lastMember
        if let log,
            stream.member.map({ last.map($0.follows) != true }) ?? (last != nil)
                || !stream.head.withUnsafeBytes({
                    log.scanner.goesOn(in: $0, after: log.buffer.bytes)
                })
        {
            finish()
        }
        let isLarge = (stream.size ?? 0) >= CopyContext.largeBytes
        let log =
            log ?? OpenLog(chain.next(path), threads: isLarge ? options.threads : 1)
        self.log = log
        parts.append(file)
        log.begin(path)
        while true {
            if options.isInterrupted() { throw Interrupted() }
            let count = log.buffer.fill { space throws(Never) in stream.read(into: space) }
            if count == 0 { break }
            scan(log, isFinal: false)
        }
        if stream.isBroken { unreadable.insert(file.path) }
        lastMember = stream.member
        if stream.isBroken, stream.member != nil { finish() }
    }

    private func scan(_ log: OpenLog, isFinal: Bool) {
        var isFound = false
        log.consume(log.scan(isFinal: isFinal, sink: { _ in }, report: { _ in isFound = true }))
        // What begins in one part may go on in all that follow.
        if isFound { found.formUnion(parts.map(\.path)) }
    }

    private func finish() {
        lastMember = nil
        guard let log else { return }
        scan(log, isFinal: true)
        self.log = nil
        parts = []
    }
}
