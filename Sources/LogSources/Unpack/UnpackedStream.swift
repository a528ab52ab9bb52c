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
    private let isStray: Bool
    private var onset: BinaryOnset?

    /// - Parameter isStray: Whether it is what nothing accounts for.
    init(
        _ input: PeekedInput, member: MemberPath?, layers: [String], modified: Int?, size: Int?,
        isStray: Bool = false
    ) {
        self.input = input
        self.member = member
        self.layers = layers
        self.modified = modified
        self.size = size
        self.isStray = isStray
        head = input.head
        if !isStray { onset = head.withUnsafeBytes { BinaryOnset(after: $0) } }
    }

    /// What the bytes are, as far as their beginning tells. What nothing accounts for is looked at
    /// whatever it is.
    public var kind: ContentKind {
        let kind = head.withUnsafeBytes { ContentKind($0) }
        return isStray && kind == .binary ? .text : kind
    }

    /// Where text becomes something else, in what was read so far: compressed data, or a program,
    /// behind a script. Nil if it does not, or was none.
    public var binaryFrom: Int? { onset?.place }

    /// Reads, of a plain file straight into the buffer.
    ///
    /// - Returns: The number of bytes; 0 at the end, or where the rest cannot be had: see
    ///   ``isBroken``.
    public func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = (try? input.read(into: buffer)) ?? 0
        onset?.look(at: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// Whether it ended before its end: damaged, too large, unreadable. A note says why.
    public var isBroken: Bool { input.failure != nil }
}
