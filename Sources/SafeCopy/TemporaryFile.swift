import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is being written: it gets its name when it is complete, and is gone if it never is.
///
/// Nobody else can read it until it has its name.
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

    /// What it is given beside its name.
    struct Attributes {
        var mode: UInt32
        /// Nanoseconds since 1970; nil for now.
        var modified: Int?
        /// The user and the group that it is to belong to; nil for who runs this.
        var owner: (user: UInt32, group: UInt32)?
    }

    /// Gives it its owner, its mode, its time and its name. Calls `fchown(2)`, `fchmod(2)`,
    /// `futimens(3)`, `renameat(2)`.
    ///
    /// - Parameter mayReplace: Whether what has the name is replaced; it is an error otherwise.
    func commit(
        as name: [UInt8], _ attributes: Attributes, mayReplace: Bool
    ) throws(SourceError) {
        buffer.flush()
        if let error = buffer.error { throw error }
        if let owner = attributes.owner {
            let status = try file.status()
            guard
                status.owner == owner.user && status.group == owner.group
                    || fchown(file.number, owner.user, owner.group) == 0
            else {
                throw SourceError(
                    name: directory.path(name), operation: "be given to its owner", code: errno)
            }
        }
        let isTimed = attributes.modified.map { futimens(file.number, Times($0).pair) == 0 } ?? true
        guard fchmod(file.number, attributes.mode) == 0, isTimed else {
            throw SourceError(name: directory.path(name), operation: "write", code: errno)
        }
        guard mayReplace || !directory.holds(name) else {
            throw SourceError(name: directory.path(name), operation: "write", code: EEXIST)
        }
        try directory.rename(temporaryName, to: name)
        isCommitted = true
    }
}
