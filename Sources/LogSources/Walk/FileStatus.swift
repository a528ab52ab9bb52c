#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the file system says of a file.
public struct FileStatus: Sendable, Equatable {
    public enum Kind: Sendable {
        case file, directory, symlink, fifo, socket, device
    }

    public let kind: Kind
    /// Bytes.
    public let size: Int
    /// Permission bits: the lower twelve of `st_mode`.
    public let mode: UInt32
    /// Nanoseconds since 1970.
    public let modified: Int
    /// When its contents or status changed last, which nobody can set: nanoseconds since 1970.
    public let changed: Int
    public let device: UInt64
    public let inode: UInt64
    /// How many names it has.
    public let links: Int
    /// The user and the group that it belongs to.
    public let owner: UInt32
    public let group: UInt32

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .symlink
            case S_IFIFO: .fifo
            case S_IFSOCK: .socket
            default: .device
            }
        size = Int(status.st_size)
        mode = UInt32(status.st_mode & 0o7777)
        func nanoseconds(_ time: timespec) -> Int {
            Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
        }
        modified = nanoseconds(status.st_mtim)
        changed = nanoseconds(status.st_ctim)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        links = Int(status.st_nlink)
        owner = status.st_uid
        group = status.st_gid
    }

    /// Asks for the status of a path; calls `lstat(2)`, or `stat(2)` to see through a symlink.
    public init(of path: BytePath, followsSymlink: Bool) throws(SourceError) {
        var status = stat()
        let result = path.withCString {
            followsSymlink ? stat($0, &status) : lstat($0, &status)
        }
        guard result == 0 else {
            throw SourceError(name: path.text, operation: "open", code: errno)
        }
        self.init(status)
    }

    /// Names the file, whatever it is called.
    public var identity: Identity { Identity(device: device, inode: inode) }

    public struct Identity: Hashable, Sendable {
        public let device: UInt64
        public let inode: UInt64
    }
}

extension Descriptor {
    /// What is open; calls `fstat(2)`.
    public func status() throws(SourceError) -> FileStatus {
        var status = stat()
        guard fstat(number, &status) == 0 else {
            throw SourceError(name: name, operation: "read", code: errno)
        }
        return FileStatus(status)
    }
}
