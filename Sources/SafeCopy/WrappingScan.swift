import LeakDetection
import LogSources

/// Scans what things inside a file are wrapped in, as the bytes are: a tar in its gzip, a gzip in
/// its tar. Headers, comments, padding and records of other programs may hold secrets, too.
final class WrappingScan {
    private let chain: ScannerChain
    private let path: String
    /// Whether nothing was found so far.
    private(set) var isClean = true

    /// - Parameters:
    ///   - chain: Knows the secrets of the sources.
    ///   - path: What allowances are asked about.
    init(_ chain: ScannerChain, path: String) {
        self.chain = chain
        self.path = path
    }

    /// Receives the bytes of one thing; none at its end.
    func watch() -> (UnsafeRawBufferPointer) -> Void {
        let log = OpenLog(chain.next(path), threads: 1)
        log.begin(path)
        return { [self] bytes in
            var rest = bytes
            repeat {
                guard isClean else { return }
                let count = log.buffer.fill { space throws(Never) in
                    let count = min(space.count, rest.count)
                    space.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
                    return count
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                log.consume(
                    log.scan(
                        isFinal: count == 0, sink: { _ in }, report: { _ in isClean = false }))
            } while !rest.isEmpty
        }
    }
}
