#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads the first bytes of a regular file: 4 KiB at most; none of anything else, which would be
/// gone.
public func beginning(ofFile path: String) throws(SourceError) -> [UInt8] {
    let file = try Descriptor.reading(path)
    defer { file.shut() }
    guard file.fileSize != nil else { return [] }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let outcome: Result<Int, SourceError> = buffer.withUnsafeMutableBytes { bytes in
        Result { () throws(SourceError) in try file.read(into: bytes) }
    }
    return Array(buffer.prefix(try outcome.get()))
}

/// Reads a whole small file, such as a rule file or a key.
///
/// - Parameter limit: More bytes than this are an error (`EFBIG`).
public func contents(ofFile path: String, limit: Int = 16 << 20) throws(SourceError) -> [UInt8] {
    let file = try Descriptor.reading(path)
    defer { file.shut() }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let outcome: Result<Int, SourceError> = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(SourceError) in try file.read(into: bytes) }
        }
        let count = try outcome.get()
        if count == 0 { return result }
        result += buffer[..<count]
        if result.count > limit {
            throw SourceError(name: path, operation: "read", code: 27 /* EFBIG */)
        }
    }
}

/// Writes a whole small file so that at any time either the old one or the new one is there.
///
/// Calls `open(2)`, `fsync(2)` and `rename(2)`; a file that is replaced keeps its mode, a new one
/// is its owner's to write and everybody's to read, within the umask.
public func replace(file path: String, with bytes: [UInt8]) throws(SourceError) {
    var status = stat()
    let mode = stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o644
    let draft = "\(path).\(getpid()).new"
    let number = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard number >= 0 else { throw SourceError(name: path, operation: "write", code: errno) }
    let file = Descriptor(number: number, name: path)
    do throws(SourceError) {
        defer { file.shut() }
        let outcome: Result<Void, SourceError> = bytes.withUnsafeBytes { bytes in
            Result { () throws(SourceError) in try file.write(bytes) }
        }
        try outcome.get()
        guard fsync(number) == 0 else {
            throw SourceError(name: path, operation: "write", code: errno)
        }
    } catch {
        unlink(draft)
        throw error
    }
    guard rename(draft, path) == 0 else {
        let code = errno
        unlink(draft)
        throw SourceError(name: path, operation: "write", code: code)
    }
}
