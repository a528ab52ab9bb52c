#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where bytes come from: a file, a pipe, memory.
public struct ByteSource {
    package let read: (UnsafeMutableRawBufferPointer) throws -> Int
    package let seek: ((Int) throws -> Void)?
    package let size: Int?

    /// - Parameters:
    ///   - size: Bytes in all, if that is known.
    ///   - seek: Goes on reading at a place, from the start; nil for a stream.
    ///   - read: Fills a buffer as far as it likes; 0 is the end.
    public init(
        size: Int? = nil, seek: ((Int) throws -> Void)? = nil,
        read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
    ) {
        self.read = read
        self.seek = size == nil ? nil : seek
        self.size = size
    }

    /// An open file, from where it stands; a regular one can be sought in. Calls `read(2)`,
    /// `fstat(2)`, `lseek(2)`.
    public init(_ file: Descriptor) {
        let size = file.fileSize
        self.init(
            size: size,
            seek: size == nil
                ? nil
                : { place in
                    guard lseek(file.number, place, SEEK_SET) == place else {
                        throw SourceError(name: file.name, operation: "read", code: errno)
                    }
                }, read: { try file.read(into: $0) })
    }
}
