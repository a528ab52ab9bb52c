package import Archive

/// Recognises compressed data and archives by their first bytes.
public enum Compression {
    /// Bytes of a beginning that suffice: the header of a tar, and some to see whether it is text.
    public static let sniffedCount = 8 << 10

    /// The format that data begins like, or nil.
    public static func kind(of bytes: UnsafeRawBufferPointer) -> String? {
        layer(of: bytes)?.name
    }

    /// What bytes are wrapped in.
    package enum Layer: Equatable {
        case compressed(CompressionFilter)
        case archive(ArchiveFamily)

        /// `gzip`, `tar`.
        package var name: String {
            switch self {
            case .compressed(let filter): filter.rawValue
            case .archive(let family): family.rawValue
            }
        }
    }

    /// Signatures: gzip RFC 1952, xz's file format 1.1, bzip2, Zstandard RFC 8878 with its frames
    /// to skip, LZ4 frame 1.6, lzip, ZIP's APPNOTE (also of an empty one), 7z, RAR 1.5 and 5, CAB,
    /// cpio(5).
    private static let signatures: [(layer: Layer, bytes: [UInt8])] = [
        (.compressed(.gzip), [0x1F, 0x8B, 0x08]),
        (.compressed(.xz), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        (.compressed(.bzip2), Array("BZh".utf8)),
        (.compressed(.zstd), [0x28, 0xB5, 0x2F, 0xFD]),
        (.compressed(.lz4), [0x04, 0x22, 0x4D, 0x18]),
        (.compressed(.lz4), [0x02, 0x21, 0x4C, 0x18]),
        (.compressed(.lzip), Array("LZIP".utf8)),
        (.compressed(.compress), [0x1F, 0x9D]),
        (.archive(.zip), [0x50, 0x4B, 0x03, 0x04]),
        (.archive(.zip), [0x50, 0x4B, 0x05, 0x06]),
        (.archive(.sevenZip), [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        (.archive(.rar), [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07]),
        (.archive(.cab), [0x4D, 0x53, 0x43, 0x46, 0, 0, 0, 0]),
        (.archive(.cpio), Array("070701".utf8)), (.archive(.cpio), Array("070702".utf8)),
        (.archive(.cpio), Array("070707".utf8)),
        (.archive(.ar), Array("!<arch>\n".utf8)),
    ]

    /// Whether data begins with a signature that no text holds.
    static func isUnmistakable(_ data: Slice<UnsafeRawBufferPointer>) -> Bool {
        signatures.contains { known in
            known.bytes.count > 2 && known.bytes.contains { $0 < 0x20 }
                && data.starts(with: known.bytes)
        }
    }

    /// What data is wrapped in, told by its beginning, or nil.
    package static func layer(of head: UnsafeRawBufferPointer) -> Layer? {
        if let known = signatures.first(where: { head.starts(with: $0.bytes) })?.layer {
            return isLikely(known, head) ? known : nil
        }
        if isTar(head) { return .archive(.tar) }
        if isBinaryCpio(head) { return .archive(.cpio) }
        return isLZMA(head) ? .compressed(.lzma) : nil
    }

    /// Whether more speaks for it where the signature is short, or text.
    private static func isLikely(_ layer: Layer, _ head: UnsafeRawBufferPointer) -> Bool {
        switch layer {
        // No flags but the five that there are.
        case .compressed(.gzip): head.count > 3 && head[3] & 0xE0 == 0
        // The size of a block, then pi or, where there is no block, its root.
        case .compressed(.bzip2):
            head.count > 9 && (0x31...0x39).contains(head[3])
                && [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]]
                    .contains(Array(head[4..<10]))
        case .compressed(.lzip): head.count > 4 && head[4] <= 1
        // 9 to 16 bits, and no flags but one.
        case .compressed(.compress):
            head.count > 2 && head[2] & 0x60 == 0 && (9...16).contains(head[2] & 0x1F)
        // A name that ends in a zero byte follows the numbers, in octal or hexadecimal.
        case .archive(.cpio):
            head.count > 76 && !isText(head)
                && head[6..<76].allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x46).contains($0)
                        || (0x61...0x66).contains($0)
                }
        case .archive(.ar):
            head.count == 8 || head.count >= 68 && head[66] == 0x60 && head[67] == 0x0A
        default: true
        }
    }

    /// Whether a block is the header of a tar: `ustar` in its place, or the checksum of the oldest
    /// form, the sum of all bytes with blanks in its own place.
    private static func isTar(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.count >= 512 else { return false }
        let sum = head[148..<156].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        guard !sum.isEmpty, head[0] != 0 else { return false }
        let told = sum.reduce(0) { $0 << 3 | Int($1 - 0x30) }
        let unsigned = head[..<512].reduce(0) { $0 + Int($1) }
        let signed = head[..<512].reduce(0) { $0 + Int(Int8(bitPattern: $1)) }
        let own = head[148..<156].reduce(0) { $0 + Int($1) }
        let signedOwn = head[148..<156].reduce(0) { $0 + Int(Int8(bitPattern: $1)) }
        return told == unsigned - own + 8 * 0x20 || told == signed - signedOwn + 8 * 0x20
            || head[257..<262].elementsEqual("ustar".utf8)
    }

    /// The old binary cpio: its magic number in either order, and a name that ends in a zero byte.
    private static func isBinaryCpio(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.count > 26 else { return false }
        let name: Int
        switch (head[0], head[1]) {
        case (0xC7, 0x71): name = Int(head[20]) | Int(head[21]) << 8
        case (0x71, 0xC7): name = Int(head[21]) | Int(head[20]) << 8
        default: return false
        }
        return (2...4096).contains(name) && 26 + name <= head.count && head[25 + name] == 0
    }

    /// The format of LZMA alone, which has no signature: the usual properties, an unpacked size
    /// that is unknown or sane, and the zero that its data begins with.
    private static func isLZMA(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.count > 13, head[0] == 0x5D, head[1] == 0, head[2] == 0, head[13] == 0 else {
            return false
        }
        return head[5..<13].allSatisfy { $0 == 0xFF } || head[10..<13].allSatisfy { $0 == 0 }
    }

    /// Whether bytes hold no control characters but those of text and terminals.
    static func isText(_ head: UnsafeRawBufferPointer) -> Bool {
        head.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x07...0x0D).contains($0) || $0 == 0x1B }
    }
}
