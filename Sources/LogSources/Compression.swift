/// Recognises compressed data and archives by their first bytes.
public enum Compression {
    /// Signatures: gzip RFC 1952, xz's file format 1.1, bzip2, Zstandard RFC 8878, LZ4 frame 1.6,
    /// ZIP's APPNOTE, 7z.
    private static let signatures: [(name: String, bytes: [UInt8])] = [
        ("gzip", [0x1F, 0x8B, 0x08]), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        ("bzip2", [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59]), ("zstd", [0x28, 0xB5, 0x2F, 0xFD]),
        ("lz4", [0x04, 0x22, 0x4D, 0x18]), ("zip", [0x50, 0x4B, 0x03, 0x04]),
        ("7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
    ]

    /// The format that data begins like, or nil.
    public static func kind(of bytes: UnsafeRawBufferPointer) -> String? {
        signatures.first { bytes.starts(with: $0.bytes) }?.name
    }
}
