import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A directory that is written to, by its descriptor: no symlink on the way is ever followed.
final class OutputDirectory {
    let number: Int32
    /// What messages call it.
    let name: String

    private init(number: Int32, name: String) {
        self.number = number
        self.name = name
    }

    deinit {
        close(number)
    }

    /// Opens a directory, which the user has named; calls `open(2)`.
    static func open(_ path: BytePath) throws(SourceError) -> OutputDirectory {
        #if canImport(Glibc)
            let number = path.withCString { Glibc.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        #else
            let number = path.withCString { Musl.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        #endif
        guard number >= 0 else {
            throw SourceError(name: path.text, operation: "open", code: errno)
        }
        return OutputDirectory(number: number, name: path.text)
    }

    /// Opens a directory in it, and makes it if it is not there; calls `mkdirat(2)`, `openat(2)`.
    func directory(_ component: [UInt8]) throws(SourceError) -> OutputDirectory {
        let path = self.path(component)
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let opened = BytePath(component).withCString { name in
            if mkdirat(number, name, 0o700) != 0, errno != EEXIST { return Int32(-1) }
            return openat(number, name, flags)
        }
        guard opened >= 0 else { throw SourceError(name: path, operation: "write", code: errno) }
        return OutputDirectory(number: opened, name: path)
    }

    /// What messages call something in it.
    func path(_ component: [UInt8]) -> String { name + "/" + shownName(component) }

    /// Whether something of this name is there; calls `fstatat(2)`.
    func holds(_ component: [UInt8]) -> Bool {
        var status = stat()
        return BytePath(component).withCString {
            fstatat(number, $0, &status, AT_SYMLINK_NOFOLLOW) == 0
        }
    }

    /// Creates a file that nobody else can read; one that is there already is an error. Calls
    /// `openat(2)`.
    func create(_ component: [UInt8]) throws(SourceError) -> Descriptor {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let opened = BytePath(component).withCString { openat(number, $0, flags, 0o600) }
        guard opened >= 0 else {
            throw SourceError(name: path(component), operation: "write", code: errno)
        }
        return Descriptor(number: opened, name: path(component))
    }

    /// Gives something in it another name; calls `renameat(2)`.
    func rename(_ component: [UInt8], to new: [UInt8]) throws(SourceError) {
        let result = BytePath(component).withCString { from in
            BytePath(new).withCString { renameat(number, from, number, $0) }
        }
        guard result == 0 else {
            throw SourceError(name: path(new), operation: "write", code: errno)
        }
    }

    /// Opens a file in it for reading; calls `openat(2)`.
    func read(_ component: [UInt8]) throws(SourceError) -> Descriptor {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let opened = BytePath(component).withCString { openat(number, $0, flags) }
        guard opened >= 0 else {
            throw SourceError(name: path(component), operation: "read", code: errno)
        }
        return Descriptor(number: opened, name: path(component))
    }

    /// Removes a file from it; calls `unlinkat(2)`.
    ///
    /// - Returns: Whether it was there, and is gone.
    @discardableResult
    func remove(_ component: [UInt8]) -> Bool {
        BytePath(component).withCString { unlinkat(number, $0, 0) == 0 }
    }

    /// Makes a symlink in it; calls `symlinkat(2)` and `utimensat(2)`.
    func addSymlink(_ component: [UInt8], to target: [UInt8], modified: Int) throws(SourceError) {
        let result = BytePath(target).withCString { target in
            BytePath(component).withCString { name in
                guard symlinkat(target, number, name) == 0 else { return Int32(-1) }
                _ = utimensat(number, name, Times(modified).pair, AT_SYMLINK_NOFOLLOW)
                return 0
            }
        }
        guard result == 0 else {
            throw SourceError(name: path(component), operation: "write", code: errno)
        }
    }

    /// Sets the mode and the time of the directory itself; calls `fchmod(2)`, `futimens(3)`.
    func finish(mode: UInt32, modified: Int) throws(SourceError) {
        guard fchmod(number, mode) == 0, futimens(number, Times(modified).pair) == 0 else {
            throw SourceError(name: name, operation: "write", code: errno)
        }
    }
}

/// The times of a file, as the system takes them.
struct Times {
    /// Of access, which stays, and of modification.
    let pair: [timespec]

    /// - Parameter modified: Nanoseconds since 1970.
    init(_ modified: Int) {
        // UTIME_OMIT of linux/stat.h.
        let kept = timespec(tv_sec: 0, tv_nsec: 0x3FFF_FFFE)
        let second = 1_000_000_000
        let seconds = modified >= 0 ? modified / second : (modified - second + 1) / second
        pair = [kept, timespec(tv_sec: seconds, tv_nsec: modified - seconds * second)]
    }
}
