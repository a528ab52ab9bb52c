import CArchive

/// A compression of one stream of bytes.
public enum CompressionFilter: String, Sendable, CaseIterable {
    case gzip, xz, bzip2, zstd, lz4, lzip, lzma, compress

    var code: Int32 {
        switch self {
        case .gzip: ARCHIVE_FILTER_GZIP
        case .xz: ARCHIVE_FILTER_XZ
        case .bzip2: ARCHIVE_FILTER_BZIP2
        case .zstd: ARCHIVE_FILTER_ZSTD
        case .lz4: ARCHIVE_FILTER_LZ4
        case .lzip: ARCHIVE_FILTER_LZIP
        case .lzma: ARCHIVE_FILTER_LZMA
        case .compress: ARCHIVE_FILTER_COMPRESS
        }
    }

    /// What sets a reader up for it.
    var support: (OpaquePointer) -> Int32 {
        switch self {
        case .gzip: archive_read_support_filter_gzip
        case .xz: archive_read_support_filter_xz
        case .bzip2: archive_read_support_filter_bzip2
        case .zstd: archive_read_support_filter_zstd
        case .lz4: archive_read_support_filter_lz4
        case .lzip: archive_read_support_filter_lzip
        case .lzma: archive_read_support_filter_lzma
        case .compress: archive_read_support_filter_compress
        }
    }
}
