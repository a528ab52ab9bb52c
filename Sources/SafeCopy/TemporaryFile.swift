import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is being written: it gets its name when it is complete, and is gone if it never is.
///
/// Only redacted bytes are ever written to it, and nobody else can read it until it has its name.
final class TemporaryFile {
    private let directory: OutputDirectory
    private let temporaryName: [UInt8]
    private let file: Descriptor
    private let buffer: WriteBuffer
    private var isCommitted = false

    /// Creates it beside where it is to be.
    init(in directory: OutputDirectory) throws(SourceError) {
        self.directory = directory
        let number = UInt64.random(in: .min ... .max)
        temporaryName = Array(".blot-\(String(number, radix: 36)).tmp".utf8)
        file = try directory.create(temporaryName)
        buffer = WriteBuffer(to: file)
    }

    deinit {
        if !isCommitted { directory.remove(temporaryName) }
        file.shut()
    }

    /// Takes bytes.
    func write(_ bytes: UnsafeRawBufferPointer) throws(SourceError) {
        buffer.append(bytes)
        if let error = buffer.error { throw error }
    }

    /// Gives it its mode, its time and its name; what has the name is replaced. Calls `fchmod(2)`,
    /// `futimens(3)`, `renameat(2)`.
    ///
    /// - Parameter modified: Nanoseconds since 1970; nil for now.
    func commit(as name: [UInt8], mode: UInt32, modified: Int?) throws(SourceError) {
        buffer.flush()
        if let error = buffer.error { throw error }
        let isTimed = modified.map { futimens(file.number, Times($0).pair) == 0 } ?? true
        guard fchmod(file.number, mode) == 0, isTimed else {
            throw SourceError(name: directory.path(name), operation: "write", code: errno)
        }
        try directory.rename(temporaryName, to: name)
        isCommitted = true
    }
}
