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

    /// Begins an entry like the one that a reader is at.
    ///
    /// Besides what is given here, its type, permissions, time of modification and the numbers of
    /// its owner and group are written, and nothing else: attributes, lists of access, comments and
    /// records of other programs may hold anything.
    ///
    /// - Parameters:
    ///   - reader: The reader.
    ///   - path: Its new name.
    ///   - linkTarget: Where it leads to now, if it is a link.
    ///   - owner: The name of its owner, if it is to be there.
    ///   - group: The name of its group.
    ///   - size: Bytes of the data to come.
    public func begin(
        like reader: ArchiveReader, path: [UInt8], linkTarget: [UInt8]?, owner: [UInt8]? = nil,
        group: [UInt8]? = nil, size: Int
    ) throws(ArchiveError) {
        guard let current = reader.current, let entry = archive_entry_new() else {
            throw ArchiveError(.unfit, "there is no entry to write")
        }
        defer { archive_entry_free(entry) }
        locale.with {
            archive_entry_copy_pathname(entry, Self.text(path))
            // What ar holds says that it is a file by saying nothing.
            let type = archive_entry_filetype(current)
            archive_entry_set_filetype(entry, type == 0 ? 0o100000 : type)
            archive_entry_set_perm(entry, archive_entry_perm(current))
            if let linkTarget {
                if ArchiveEntry(current).kind == .hardLink {
                    archive_entry_copy_hardlink(entry, Self.text(linkTarget))
                } else {
                    archive_entry_copy_symlink(entry, Self.text(linkTarget))
                }
            }
            archive_entry_set_uid(entry, archive_entry_uid(current))
            archive_entry_set_gid(entry, archive_entry_gid(current))
            if let owner { archive_entry_copy_uname(entry, Self.text(owner)) }
            if let group { archive_entry_copy_gname(entry, Self.text(group)) }
        }
        if archive_entry_mtime_is_set(current) != 0 {
            archive_entry_set_mtime(
                entry, archive_entry_mtime(current), archive_entry_mtime_nsec(current))
        }
        if format.linksByNumber, archive_entry_nlink(current) > 1 {
            archive_entry_set_nlink(entry, archive_entry_nlink(current))
            archive_entry_set_ino64(entry, archive_entry_ino64(current))
            archive_entry_set_dev(entry, archive_entry_dev(current))
        }
        archive_entry_set_size(entry, Int64(size))
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

    private static func text(_ bytes: [UInt8]) -> [CChar] {
        bytes.map { CChar(bitPattern: $0) } + [0]
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
