#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file in the systemd journal's own format, read through its own tool: `journalctl -o export`.
public final class JournalFile {
    private let path: BytePath
    private let process: ChildProcess
    private var isEnded = false

    /// - Throws: What hinders reading: there may be no journalctl.
    public init(_ path: BytePath) throws(SourceError) {
        self.path = path
        // A name that is no UTF-8 would be another when it is handed over.
        guard let text = String(validating: path.bytes, as: UTF8.self) else {
            throw SourceError(name: path.text, operation: "open", code: EILSEQ)
        }
        process = try ChildProcess(
            "journalctl", ["--file=\(text)", "--output=export", "--no-pager", "--quiet"])
    }

    deinit {
        if !isEnded { _ = process.end() }
    }

    /// Reads the entries, in the journal's export format.
    ///
    /// - Returns: The number of bytes; 0 at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        try process.read(into: buffer)
    }

    /// Ends reading.
    ///
    /// - Returns: Why not all entries were read; nil when they were.
    public func end() -> String? {
        isEnded = true
        let status = process.end()
        return status == 0
            ? nil : "journalctl could not read it, and ended with status \(status)"
    }
}
