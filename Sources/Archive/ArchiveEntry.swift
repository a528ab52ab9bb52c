import CArchive

/// A member of an archive: what is said about it.
public struct ArchiveEntry: Sendable {
    public enum Kind: Sendable {
        case file, directory, symbolicLink, hardLink, pipe, device, socket, other
    }

    /// Its name as it stands in the archive: any bytes but NUL.
    public let path: [UInt8]
    public let kind: Kind
    /// Bytes of data, if the archive says so.
    public let size: Int?
    /// The permissions, 0…0o7777.
    public let mode: UInt32
    /// When it was modified, in seconds since 1970, and nanoseconds.
    public let modified: (seconds: Int, nanoseconds: Int)?
    /// Where a link leads to.
    public let linkTarget: [UInt8]?
    /// Whether its data cannot be read without a password.
    public let isEncrypted: Bool
    /// The names of its owner and its group, if the archive has them.
    public let owner: [UInt8]?
    public let group: [UInt8]?
    /// Whether more is said of it than has a place here: extended attributes, lists of who may
    /// access it, flags, a description for other systems.
    public let hasMore: Bool

    /// Whether it would be unpacked somewhere else: an absolute path, or one that goes up.
    public var leadsOut: Bool {
        path.first == UInt8(ascii: "/")
            || path.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
    }

    init(_ entry: OpaquePointer) {
        path =
            Self.bytes(
                archive_entry_pathname(entry), archive_entry_pathname_utf8(entry),
                archive_entry_pathname_w(entry)) ?? []
        let hardLink = Self.bytes(
            archive_entry_hardlink(entry), archive_entry_hardlink_utf8(entry),
            archive_entry_hardlink_w(entry))
        let symbolicLink = Self.bytes(
            archive_entry_symlink(entry), archive_entry_symlink_utf8(entry),
            archive_entry_symlink_w(entry))
        kind = hardLink == nil ? Kind(archive_entry_filetype(entry)) : .hardLink
        linkTarget = hardLink ?? symbolicLink
        size = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
        mode = archive_entry_perm(entry) & 0o7777
        modified =
            archive_entry_mtime_is_set(entry) != 0
            ? (archive_entry_mtime(entry), archive_entry_mtime_nsec(entry)) : nil
        isEncrypted = archive_entry_is_encrypted(entry) != 0
        owner = Self.bytes(
            archive_entry_uname(entry), archive_entry_uname_utf8(entry),
            archive_entry_uname_w(entry)
        ).flatMap { $0.isEmpty ? nil : $0 }
        group = Self.bytes(
            archive_entry_gname(entry), archive_entry_gname_utf8(entry),
            archive_entry_gname_w(entry)
        ).flatMap { $0.isEmpty ? nil : $0 }
        hasMore = Self.hasMore(entry)
    }

    private static func hasMore(_ entry: OpaquePointer) -> Bool {
        var (set, clear, count) = (UInt(), UInt(), 0)
        archive_entry_fflags(entry, &set, &clear)
        _ = archive_entry_mac_metadata(entry, &count)
        return archive_entry_xattr_count(entry) > 0 || set != 0 || clear != 0 || count > 0
            || archive_entry_acl_types(entry) != 0
    }

    /// The bytes of a name: as they stand in the archive, or UTF-8 of what the format has instead.
    private static func bytes(
        _ raw: UnsafePointer<CChar>?, _ utf8: UnsafePointer<CChar>?, _ wide: UnsafePointer<wchar_t>?
    ) -> [UInt8]? {
        if let text = raw ?? utf8 {
            return UnsafeBufferPointer(start: text, count: length(of: text)).map {
                UInt8(bitPattern: $0)
            }
        }
        guard let wide else { return nil }
        var name: [UInt8] = []
        var at = wide
        while at.pointee != 0 {
            let scalar = UInt32(exactly: at.pointee).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
            name += String(Character(scalar)).utf8
            at += 1
        }
        return name
    }

    private static func length(of text: UnsafePointer<CChar>) -> Int {
        var end = text
        while end.pointee != 0 { end += 1 }
        return end - text
    }
}

extension ArchiveEntry.Kind {
    /// - Parameter type: The bits of stat(2) that tell the type of a file.
    fileprivate init(_ type: UInt32) {
        self =
            switch type {
            case 0o100000, 0: .file
            case 0o040000: .directory
            case 0o120000: .symbolicLink
            case 0o010000: .pipe
            case 0o020000, 0o060000: .device
            case 0o140000: .socket
            default: .other
            }
    }
}
