/// Plain bytes inside a file: the file itself, what was compressed, a member of an archive.
///
/// Valid during the call that hands it over only.
public final class UnpackedStream {
    /// Where it stands; nil for the file itself.
    public let member: MemberPath?

    /// What it is wrapped in, outermost first: `gzip`, `tar`; none for the file as it is.
    public let layers: [String]

    /// Nanoseconds since 1970; of a member what the archive says.
    public let modified: Int?

    /// Bytes in all, if that is known before they are read.
    public let size: Int?

    /// The first bytes, ``Compression/sniffedCount`` of them or all; ``read(into:)`` gives them
    /// again.
    public let head: [UInt8]

    private let input: PeekedInput

    init(
        _ input: PeekedInput, member: MemberPath?, layers: [String], modified: Int?, size: Int?
    ) {
        self.input = input
        self.member = member
        self.layers = layers
        self.modified = modified
        self.size = size
        head = input.head
    }

    /// What the bytes are, as far as their beginning tells.
    public var kind: ContentKind { head.withUnsafeBytes { ContentKind($0) } }

    /// Reads, of a plain file straight into the buffer.
    ///
    /// - Returns: The number of bytes; 0 at the end, or where the rest cannot be had: see
    ///   ``isBroken``.
    public func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        (try? input.read(into: buffer)) ?? 0
    }

    /// Whether it ended before its end: damaged, too large, unreadable. A note says why.
    public var isBroken: Bool { input.failure != nil }
}
