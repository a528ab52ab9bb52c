import CArchive

/// Reads an archive from its beginning to its end, one entry after the other.
///
/// Nothing is decompressed but what the format itself compresses (zip, 7z, rar, cab), nothing is
/// written, and nothing is known of paths. Not thread-safe.
public final class ArchiveReader {
    private let handle: OpaquePointer
    private let bridge: InputBridge
    private let locale = NameLocale()
    /// The entry that the library is at.
    private(set) var current: OpaquePointer?
    private var isAtEnd = false

    // The data of the entry.
    private var block = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Zero bytes that come before the block: a hole.
    private var hole = 0
    private var position = 0
    private var isDataAtEnd = true

    /// Prepares to read; looks at the first bytes.
    ///
    /// - Parameters:
    ///   - family: What the first bytes look like.
    ///   - input: The bytes. A 7z, and the directory of a zip, need to be sought in.
    /// - Throws: ``ArchiveError/Code/unrecognised`` when it is no such archive.
    public init(_ family: ArchiveFamily, from input: ArchiveInput) throws(ArchiveError) {
        guard let handle = archive_read_new() else {
            throw ArchiveError(.input, "there is no memory to read an archive with")
        }
        self.handle = handle
        bridge = InputBridge(input)
        family.enable(on: handle)
        guard locale.with({ bridge.open(handle) }) == ARCHIVE_OK else {
            throw failure(as: .unrecognised)
        }
    }

    deinit {
        archive_read_free(handle)
    }

    /// The dialect, as far as the entries so far tell; nil before the first.
    public var format: ArchiveFormat? {
        guard let name = archive_format_name(handle) else { return nil }
        return ArchiveFormat(code: archive_format(handle), name: String(cString: name))
    }

    /// Goes to the next entry; data of the last one that was not read is passed over.
    ///
    /// - Returns: Nil behind the last one.
    /// - Throws: An error that is final, or one of a single entry, after which the next may be
    ///   sound.
    public func next() throws(ArchiveError) -> ArchiveEntry? {
        guard !isAtEnd else { return nil }
        isDataAtEnd = true
        current = nil
        var entry: OpaquePointer?
        var status = ARCHIVE_RETRY
        var tries = 0
        while status == ARCHIVE_RETRY, tries < 16 {
            status = locale.with { archive_read_next_header(handle, &entry) }
            tries += 1
        }
        if status == ARCHIVE_EOF {
            isAtEnd = true
            return nil
        }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
            let isFinal = status != ARCHIVE_FAILED || bridge.error != nil
            isAtEnd = isFinal
            if archive_read_has_encrypted_entries(handle) > 0 {
                throw ArchiveError(.encrypted, "the names of the members are encrypted")
            }
            throw failure(as: isOpen ? .damaged : .unrecognised, isFinal: isFinal)
        }
        isOpen = true
        current = entry
        block = UnsafeRawBufferPointer(start: nil, count: 0)
        (hole, position) = (0, 0)
        isDataAtEnd = false
        return locale.with { ArchiveEntry(entry) }
    }

    private var isOpen = false

    /// Reads data of the entry; what is not stored of a sparse file is zeros.
    ///
    /// - Returns: The number of bytes; 0 at its end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        while true {
            if hole > 0 {
                let count = min(hole, buffer.count)
                UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
                    .initializeMemory(as: UInt8.self, repeating: 0)
                hole -= count
                position += count
                return count
            }
            if !block.isEmpty {
                let count = min(block.count, buffer.count)
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[..<count]))
                block = UnsafeRawBufferPointer(rebasing: block[count...])
                position += count
                return count
            }
            guard !isDataAtEnd, !isAtEnd else { return 0 }
            try readBlock()
        }
    }

    private func readBlock() throws(ArchiveError) {
        var start: UnsafeRawPointer?
        var count = 0
        var offset: Int64 = 0
        let status = archive_read_data_block(handle, &start, &count, &offset)
        switch status {
        case ARCHIVE_OK, ARCHIVE_EOF:
            hole = max(0, Int(offset) - position)
            block = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
            if status == ARCHIVE_EOF {
                isDataAtEnd = true
                // 7z gives the target of a symbolic link as one.
                if current.map(archive_entry_filetype) == 0o120000 { hole = 0 }
                block = UnsafeRawBufferPointer(start: nil, count: 0)
            }
        case ARCHIVE_RETRY: break
        default:
            isDataAtEnd = true
            let isFinal = status == ARCHIVE_FATAL || bridge.error != nil
            if isFinal { isAtEnd = true }
            throw failure(as: .damaged, isFinal: isFinal)
        }
    }

    /// Bytes of the input that were used so far.
    public var consumedBytes: Int { Int(archive_filter_bytes(handle, -1)) }

    /// What was read of the input behind the end of the archive; the rest comes from the input.
    ///
    /// Call it when ``next()`` gave nil. A format whose directory stands at its end has nothing
    /// behind it.
    /// - Returns: Nil if that cannot be told.
    public func unusedInput() -> [UInt8]? {
        bridge.unused(from: consumedBytes)
    }

    private func failure(as code: ArchiveError.Code, isFinal: Bool = true) -> ArchiveError {
        archiveError(of: handle, bridge.error, as: code, isFinal: isFinal)
    }
}

/// What the library says went wrong, or what a closure of the caller threw.
func archiveError(
    of handle: OpaquePointer, _ thrown: (any Error)?, as code: ArchiveError.Code,
    thrownCode: ArchiveError.Code = .input, isFinal: Bool = true
) -> ArchiveError {
    if let thrown { return ArchiveError(thrownCode, "\(thrown)", underlying: thrown) }
    let text = archive_error_string(handle).map { String(cString: $0) } ?? "it is damaged"
    let line = text.split(separator: "\n").first.map(String.init) ?? text
    // An abbreviation keeps its capitals.
    let isWord = line.dropFirst().first?.isLowercase ?? false
    return ArchiveError(
        code, isWord ? line.prefix(1).lowercased() + line.dropFirst() : line, isFinal: isFinal)
}
