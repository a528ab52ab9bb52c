/// What unpacking one file may cost.
public struct UnpackLimits: Sendable {
    /// Compressions and archives inside one another.
    public var depth = 8

    /// Unpacked bytes, of all levels together, for each byte of the file on disk: more is taken
    /// for a bomb. DEFLATE packs 1032 bytes into one at best; logs are packed ten to fifty to one.
    public var ratio = 200

    /// Unpacked bytes from which on the ratio counts.
    public var graceBytes = 64 << 20

    /// Unpacked bytes, of all levels together.
    public var totalBytes: Int?

    /// Members of archives, of all levels together.
    public var members = 1_000_000

    /// Bytes of archives inside archives that are held in memory, because they can be read only
    /// from both ends: 7z and zip.
    public var heldBytes = 64 << 20

    public init() {}
}
