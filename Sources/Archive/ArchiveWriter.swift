import CArchive

/// Writes an archive like one that is being read.
///
/// Not thread-safe. An archive that is not finished is not whole.
public final class ArchiveWriter {
    private let handle: OpaquePointer
    private let bridge: OutputBridge
    private let locale = NameLocale()
    private let format: ArchiveFormat
    private var isFinished = false

    /// Prepares to write.
    ///
    /// - Parameters:
    ///   - format: That of the archive that is read.
    ///   - write: Receives the bytes, in order; they are valid during the call only.
    /// - Throws: ``ArchiveError/Code/unwritable``.
    public init(
        _ format: ArchiveFormat, to write: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws(ArchiveError) {
        guard let handle = archive_write_new() else {
            throw ArchiveError(.output, "there is no memory to write an archive with")
        }
        self.handle = handle
        self.format = format
        bridge = OutputBridge(write)
        try format.prepare(handle)
        if !format.isBlocked { archive_write_set_bytes_in_last_block(handle, 1) }
        guard locale.with({ bridge.open(handle) }) == ARCHIVE_OK else { throw failure() }
    }

    deinit {
        // What is not finished stays so.
        if !isFinished { archive_write_fail(handle) }
        archive_write_free(handle)
    }

    /// Begins an entry like the one that a reader is at, with all that is known of it.
    ///
    /// - Parameters:
    ///   - reader: The reader.
    ///   - path: Its new name.
    ///   - linkTarget: Where it leads to now, if it is a link.
    ///   - size: Bytes of the data to come.
    public func begin(
        like reader: ArchiveReader, path: [UInt8], linkTarget: [UInt8]?, size: Int
    ) throws(ArchiveError) {
        guard let current = reader.current, let entry = archive_entry_clone(current) else {
            throw ArchiveError(.unfit, "there is no entry to write")
        }
        defer { archive_entry_free(entry) }
        locale.with {
            // Setting one form of a name forgets the others.
            if path != ArchiveEntry(entry).path {
                archive_entry_copy_pathname(entry, path.map { CChar(bitPattern: $0) } + [0])
            }
            if let linkTarget, linkTarget != ArchiveEntry(entry).linkTarget {
                let target = linkTarget.map { CChar(bitPattern: $0) } + [0]
                if archive_entry_hardlink(entry) != nil {
                    archive_entry_copy_hardlink(entry, target)
                } else {
                    archive_entry_copy_symlink(entry, target)
                }
            }
        }
        // What ar holds says that it is a file by saying nothing.
        if archive_entry_filetype(entry) == 0 { archive_entry_set_filetype(entry, 0o100000) }
        archive_entry_set_size(entry, Int64(size))
        archive_entry_sparse_clear(entry)
        if format.isZip {
            if reader.format?.isStored == true {
                archive_write_zip_set_compression_store(handle)
            } else {
                archive_write_zip_set_compression_deflate(handle)
            }
        }
        let status = locale.with { archive_write_header(handle, entry) }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure() }
    }

    /// Writes data of the entry that was begun last.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        var rest = bytes[...]
        while let start = rest.isEmpty ? nil : bytes.baseAddress.map({ $0 + rest.startIndex }) {
            let count = archive_write_data(handle, start, rest.count)
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
    }

    /// Completes the archive.
    public func finish() throws(ArchiveError) {
        guard locale.with({ archive_write_close(handle) }) == ARCHIVE_OK else { throw failure() }
        isFinished = true
    }

    private func failure() -> ArchiveError {
        archiveError(of: handle, bridge.error, as: .unfit, thrownCode: .output)
    }
}
