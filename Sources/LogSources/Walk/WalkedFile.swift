#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file, directory or symlink that a walk came upon.
public struct WalkedFile: Sendable {
    /// As the user would open it.
    public let path: BytePath
    /// Its path below the directory that was named; of a file that was named, its name.
    public let relative: BytePath
    /// Which of the named paths it is below.
    public let root: Int
    public let status: FileStatus
    /// Whether the user named it, rather than a directory that it is in.
    public let isNamed: Bool
    /// Whether a symlink led to it.
    public let isLinked: Bool

    /// What a symlink says; nothing for anything else. Calls `readlink(2)`.
    public var symlinkTarget: [UInt8] {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = path.withCString { readlink($0, &target, target.count) }
        return target.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    }

    /// Opens a regular file for reading.
    ///
    /// What was put in its place since the walk saw it is refused: neither a symlink nor a device
    /// is opened, and a FIFO does not block. Calls `open(2)` and `fstat(2)`.
    public func open() throws(SourceError) -> Descriptor {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (isLinked ? 0 : O_NOFOLLOW)
        #if canImport(Glibc)
            let number = path.withCString { Glibc.open($0, flags) }
        #else
            let number = path.withCString { Musl.open($0, flags) }
        #endif
        guard number >= 0 else {
            throw SourceError(name: path.text, operation: "open", code: errno)
        }
        let file = Descriptor(number: number, name: path.text)
        do throws(SourceError) {
            guard try file.status().kind == .file else {
                throw SourceError(name: path.text, operation: "open", code: EINVAL)
            }
        } catch {
            file.shut()
            throw error
        }
        return file
    }
}
