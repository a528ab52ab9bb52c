import CArchive

/// A family of archive formats, as its first bytes tell it.
public enum ArchiveFamily: String, Sendable, CaseIterable {
    case tar, zip
    case sevenZip = "7z"
    case cpio, ar, rar, cab

    /// Makes a handle read archives of this family, and no others.
    func enable(on handle: OpaquePointer) {
        switch self {
        case .tar: archive_read_support_format_tar(handle)
        case .zip: archive_read_support_format_zip(handle)
        case .sevenZip: archive_read_support_format_7zip(handle)
        case .cpio: archive_read_support_format_cpio(handle)
        case .ar: archive_read_support_format_ar(handle)
        case .rar:
            archive_read_support_format_rar(handle)
            archive_read_support_format_rar5(handle)
        case .cab: archive_read_support_format_cab(handle)
        }
    }
}

/// The dialect of an archive: a number of the library, and what the library calls it.
public struct ArchiveFormat: Sendable, Equatable {
    let code: Int32
    /// `GNU tar format`, `ZIP 2.0 (deflation)`.
    public let name: String

    /// Whether the library can write archives of this dialect.
    public var isWritable: Bool { (try? prepare(nil)) != nil }

    /// The formats of the library that this one may be written in.
    ///
    /// - Parameter handle: Made to write it; nil only asks whether it can be.
    func prepare(_ handle: OpaquePointer?) throws(ArchiveError) {
        let set: (OpaquePointer) -> Int32
        // An archive need not use what its format allows: one in pax format looks like ustar until
        // a long name comes. The restricted form does the same.
        switch code {
        case ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE: set = archive_write_set_format_pax
        case ARCHIVE_FORMAT_TAR_GNUTAR: set = archive_write_set_format_gnutar
        case ARCHIVE_FORMAT_CPIO_SVR4_NOCRC, ARCHIVE_FORMAT_CPIO_SVR4_CRC:
            set = archive_write_set_format_cpio_newc
        case ARCHIVE_FORMAT_CPIO_BIN_LE: set = archive_write_set_format_cpio_bin
        case ARCHIVE_FORMAT_CPIO_POSIX: set = archive_write_set_format_cpio_odc
        case ARCHIVE_FORMAT_AR_BSD: set = archive_write_set_format_ar_bsd
        case ARCHIVE_FORMAT_AR, ARCHIVE_FORMAT_AR_GNU: set = archive_write_set_format_ar_svr4
        default:
            switch code & ARCHIVE_FORMAT_BASE_MASK {
            case ARCHIVE_FORMAT_TAR: set = archive_write_set_format_pax_restricted
            case ARCHIVE_FORMAT_ZIP: set = archive_write_set_format_zip
            case ARCHIVE_FORMAT_7ZIP: set = archive_write_set_format_7zip
            default:
                throw ArchiveError(.unwritable, "archives in \(name) cannot be written")
            }
        }
        guard let handle else { return }
        guard set(handle) == ARCHIVE_OK else {
            throw ArchiveError(.unwritable, "archives in \(name) cannot be written")
        }
    }

    /// Whether blocks of a tape are filled up: what tar does.
    var isBlocked: Bool {
        [ARCHIVE_FORMAT_TAR, ARCHIVE_FORMAT_CPIO].contains(code & ARCHIVE_FORMAT_BASE_MASK)
    }

    /// Whether hard links are told by the number of the inode alone: what cpio does.
    var linksByNumber: Bool { code & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_CPIO }

    /// Whether it is an archive of ar, whose members named `/` and `//` are its tables.
    public var isAr: Bool { code & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_AR }

    /// Whether it is a zip.
    public var isZip: Bool { code & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_ZIP }

    /// Whether the entry that this format was asked for is stored as it is, in a zip.
    var isStored: Bool { name.hasSuffix("(uncompressed)") }
}
