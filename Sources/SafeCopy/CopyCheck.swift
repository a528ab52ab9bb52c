import LeakDetection
import LogSources

/// Scans a copy as if it were a source: nothing must be found in it, nor in its names.
struct CopyCheck {
    private let options: CopyOptions
    private let chain: ScannerChain
    private let names: NameRedactor

    /// - Parameter chain: Knows the secrets of the sources.
    init(_ detector: Detector, options: CopyOptions, knowing chain: ScannerChain) {
        self.options = options
        self.chain = chain
        names = NameRedactor(detector, options: options.scan)
    }

    /// - Parameters:
    ///   - root: The copy.
    ///   - source: The path that allowances are asked about, for one in the copy.
    /// - Returns: The paths in the copy in which something is found, or which cannot be scanned.
    func run(_ root: BytePath, source: (BytePath) -> BytePath) throws -> Set<BytePath> {
        var leaking: Set<BytePath> = []
        var failure: (any Error)?
        Walk.run([root]) { item in
            do {
                if options.isInterrupted() { throw Interrupted() }
                switch item {
                case .directory(let file): check(file.relative.name, of: file, &leaking)
                case .symlink(let file):
                    check(file.relative.name, of: file, &leaking)
                    for part in try file.path.symlinkTarget().split(separator: UInt8(ascii: "/")) {
                        check(part, of: file, &leaking)
                    }
                case .log(let files):
                    for file in files {
                        check(file.relative.name, of: file, &leaking)
                        let path = source(file.relative).text
                        if try !isClean(file, path: path) { leaking.insert(file.relative) }
                    }
                case .special(let file): leaking.insert(file.relative)
                case .failure(let path, _): leaking.insert(path)
                }
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        return leaking
    }

    /// The files of a walk in which something is found.
    ///
    /// - Parameter isWanted: Whether a file is looked at.
    func files(
        _ roots: [BytePath], _ walk: Walk.Options, isWanted: (WalkedFile) -> Bool
    ) throws -> Set<BytePath> {
        var leaking: Set<BytePath> = []
        var failure: (any Error)?
        Walk.run(roots, options: walk) { item in
            guard case .log(let files) = item else { return true }
            do {
                for file in files where isWanted(file) {
                    if try !isClean(file, path: file.path.text) { leaking.insert(file.path) }
                }
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        return leaking
    }

    private func check(
        _ name: ArraySlice<UInt8>, of file: WalkedFile, _ leaking: inout Set<BytePath>
    ) {
        if names.redacted(Array(name)) != Array(name) { leaking.insert(file.relative) }
    }

    private func isClean(_ file: WalkedFile, path: String) throws -> Bool {
        guard let source = try? SourceFile(file), let bytes = try? source.bytes() else {
            return false
        }
        var isClean = true
        let unpacker = Unpacker(limits: options.limits) { if $0.isFailure { isClean = false } }
        try unpacker.forEachStream(of: bytes) { stream in
            if let member = stream.member, isClean {
                isClean = member.names.allSatisfy { name in
                    name.split(separator: UInt8(ascii: "/")).allSatisfy {
                        names.redacted(Array($0)) == Array($0)
                    }
                }
            }
            guard isClean else { return }
            let log = OpenLog(chain.next(path), threads: 1)
            log.begin(path)
            var count = 1
            while count > 0, isClean {
                if options.isInterrupted() { throw Interrupted() }
                count = log.buffer.fill { space throws(Never) in stream.read(into: space) }
                log.consume(
                    log.scan(isFinal: count == 0, sink: { _ in }, report: { _ in isClean = false }))
            }
        }
        return isClean
    }
}
