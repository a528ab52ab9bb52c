import CArchive

/// Decompresses one stream of bytes.
///
/// Parts that were compressed one by one and joined are read as one, where the format allows it.
/// Of damaged data up to 128 KiB may be missing that were sound; xz and zstd take what stands
/// behind their data for damage. Not thread-safe.
public final class Decompressor {
    private let handle: OpaquePointer
    private let bridge: InputBridge
    private var block = UnsafeRawBufferPointer(start: nil, count: 0)
    private var isOpen = false
    private var isAtEnd = false
    private let filter: CompressionFilter

    /// How often the data was compressed in this way: what was compressed twice is decompressed
    /// twice. 0 until something was read.
    public private(set) var layers = 0

    /// Prepares to read; looks at nothing yet.
    ///
    /// - Throws: ``ArchiveError/Code/unrecognised`` when the library is not able to.
    public init(_ filter: CompressionFilter, from input: ArchiveInput) throws(ArchiveError) {
        guard let handle = archive_read_new() else {
            throw ArchiveError(.input, "there is no memory to decompress with")
        }
        self.handle = handle
        self.filter = filter
        bridge = InputBridge(ArchiveInput(read: input.read))
        // A warning means that it would run a program.
        guard filter.support(handle) == ARCHIVE_OK,
            archive_read_support_format_raw(handle) == ARCHIVE_OK
        else { throw ArchiveError(.unrecognised, "\(filter.rawValue) cannot be decompressed") }
    }

    deinit {
        archive_read_free(handle)
    }

    /// Reads decompressed bytes.
    ///
    /// - Returns: The number of bytes; 0 at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        while block.isEmpty {
            guard !isAtEnd, try open() else { return 0 }
            var start: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            switch archive_read_data_block(handle, &start, &count, &offset) {
            case ARCHIVE_OK: block = UnsafeRawBufferPointer(start: start, count: count)
            case ARCHIVE_EOF: isAtEnd = true
            case ARCHIVE_RETRY: break
            default: throw failure()
            }
        }
        let count = min(block.count, buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[..<count]))
        block = UnsafeRawBufferPointer(rebasing: block[count...])
        return count
    }

    /// - Returns: Whether there is anything to read.
    private func open() throws(ArchiveError) -> Bool {
        guard !isOpen else { return true }
        isOpen = true
        guard bridge.open(handle) == ARCHIVE_OK else { throw failure() }
        var entry: OpaquePointer?
        switch archive_read_next_header(handle, &entry) {
        case ARCHIVE_OK, ARCHIVE_WARN:
            layers = Int(archive_filter_count(handle)) - 1
            guard layers > 0 else {
                isAtEnd = true
                throw ArchiveError(
                    .unrecognised, "the first bytes are not those of \(filter.rawValue)")
            }
            return true
        case ARCHIVE_EOF:
            isAtEnd = true
            return false
        default: throw failure()
        }
    }

    /// What was read of the input behind the end of the compressed data; the rest comes from the
    /// input. Nil if that cannot be told.
    public func unusedInput() -> [UInt8]? {
        let place = Int(archive_filter_bytes(handle, -1))
        guard filter == .lz4, let rest = bridge.unused(from: place), !rest.isEmpty else {
            return bridge.unused(from: place)
        }
        // The library takes four bytes to see that they do not belong to it.
        return bridge.unused(from: place - 4)
    }

    private func failure() -> ArchiveError {
        isAtEnd = true
        return archiveError(of: handle, bridge.error, as: .damaged)
    }
}
