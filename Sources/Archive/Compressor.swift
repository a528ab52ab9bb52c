import CArchive

/// Compresses one stream of bytes.
///
/// Not thread-safe. A stream that is not finished is not whole.
public final class Compressor {
    private let handle: OpaquePointer
    private let bridge: OutputBridge
    private var isFinished = false

    /// Prepares to write.
    ///
    /// - Parameters:
    ///   - filter: How to compress.
    ///   - write: Receives the bytes, in order; they are valid during the call only.
    /// - Throws: ``ArchiveError/Code/unwritable``.
    public init(
        _ filter: CompressionFilter, to write: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws(ArchiveError) {
        guard let handle = archive_write_new() else {
            throw ArchiveError(.output, "there is no memory to compress with")
        }
        self.handle = handle
        bridge = OutputBridge(write)
        // A warning means that it would run a program.
        guard archive_write_set_format_raw(handle) == ARCHIVE_OK,
            archive_write_add_filter(handle, filter.code) == ARCHIVE_OK
        else { throw ArchiveError(.unwritable, "\(filter.rawValue) cannot be written") }
        // The same bytes whenever they are written.
        if filter == .gzip {
            archive_write_set_filter_option(handle, "gzip", "timestamp", nil)
        }
        archive_write_set_bytes_in_last_block(handle, 1)
        guard bridge.open(handle) == ARCHIVE_OK, let entry = archive_entry_new() else {
            throw failure()
        }
        defer { archive_entry_free(entry) }
        archive_entry_set_filetype(entry, 0o100000)
        guard archive_write_header(handle, entry) == ARCHIVE_OK else { throw failure() }
    }

    deinit {
        if !isFinished { archive_write_fail(handle) }
        archive_write_free(handle)
    }

    /// Compresses bytes.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        var rest = bytes[...]
        while let start = rest.isEmpty ? nil : bytes.baseAddress.map({ $0 + rest.startIndex }) {
            let count = archive_write_data(handle, start, rest.count)
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
    }

    /// Completes the stream.
    public func finish() throws(ArchiveError) {
        guard archive_write_close(handle) == ARCHIVE_OK else { throw failure() }
        isFinished = true
    }

    private func failure() -> ArchiveError {
        archiveError(of: handle, bridge.error, as: .unfit, thrownCode: .output)
    }
}
