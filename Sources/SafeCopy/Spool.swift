import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Redacted bytes whose number must be known before they are written: in memory, and when they grow
/// in a file without a name.
final class Spool {
    private let directory: OutputDirectory
    private var memory: [UInt8] = []
    private var file: Descriptor?
    private(set) var count = 0

    /// Bytes that are held in memory.
    private static let mostMemory = 1 << 20

    /// - Parameter directory: Where the file is made, if there is need of one.
    init(in directory: OutputDirectory) {
        self.directory = directory
    }

    deinit {
        file?.shut()
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        count += bytes.count
        if file == nil, memory.count + bytes.count <= Self.mostMemory {
            memory += bytes
            return
        }
        let file = try self.file ?? open()
        self.file = file
        if !memory.isEmpty {
            try memory.withUnsafeBytes { try file.write($0) }
            memory = []
        }
        try file.write(bytes)
    }

    /// A file without a name; calls `openat(2)` with `O_TMPFILE`, or removes the name at once where
    /// the file system cannot do that.
    private func open() throws(SourceError) -> Descriptor {
        // O_TMPFILE of asm-generic/fcntl.h.
        let temporary: Int32 = 0o20000000 | O_DIRECTORY
        let number = openat(directory.number, ".", temporary | O_RDWR | O_CLOEXEC, 0o600)
        if number >= 0 { return Descriptor(number: number, name: directory.name) }
        let name = Array(".blot-\(UInt64.random(in: .min ... .max)).tmp".utf8)
        let file = try directory.create(name)
        directory.remove(name)
        return file
    }

    /// Hands over all bytes, in order.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard let file else {
            try memory.withUnsafeBytes { if !$0.isEmpty { try body($0) } }
            return
        }
        guard lseek(file.number, 0, SEEK_SET) == 0 else {
            throw SourceError(name: file.name, operation: "read", code: errno)
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try file.read(into: buffer)
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
