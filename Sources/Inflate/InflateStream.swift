internal import CZlib

/// Decompresses gzip (RFC 1952) as it comes: members that were joined are one stream.
///
/// What stands before damage is given. Lengths and checksums are checked. Not thread-safe.
public final class InflateStream {
    /// What is wrong with the data.
    public enum Damage: Error, Sendable {
        case damaged, truncated
    }

    private var stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private let read: (UnsafeMutableRawBufferPointer) throws -> Int
    /// What of the buffer is to be inflated: `next_in` and `avail_in` say from where on.
    private var isAtEnd = false
    private var isInsideMember = true

    private static let inputBytes = 64 << 10

    /// - Parameter read: Fills a buffer as far as it likes; 0 is the end.
    public init(read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        self.read = read
        input = .allocate(byteCount: Self.inputBytes, alignment: 64)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15: the largest window; 16: a gzip header and trailer.
        let size = Int32(MemoryLayout<z_stream>.size)
        let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size)
        precondition(status == Z_OK, "there is no memory to inflate with")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Reads inflated bytes.
    ///
    /// - Returns: The number of bytes; 0 at the end, or where something else than gzip follows: see
    ///   ``unusedInput()``.
    /// - Throws: ``Damage``, once everything before it was given; or what the reader throws.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let base = buffer.baseAddress, !buffer.isEmpty, !isAtEnd else { return 0 }
        if let damage {
            isAtEnd = true
            throw damage
        }
        let capacity = min(buffer.count, 1 << 30)
        stream.pointee.next_out = base.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(capacity)
        while Int(stream.pointee.avail_out) == capacity {
            let isInputOver = try stream.pointee.avail_in == 0 && fill() == 0
            if isInputOver {
                isAtEnd = true
                if isInsideMember { throw Damage.truncated }
                return 0
            }
            if !isInsideMember {
                guard try beginsMember() else {
                    isAtEnd = true
                    return 0
                }
                isInsideMember = true
            }
            switch inflate(stream, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END:
                inflateReset(stream)
                isInsideMember = false
            default:
                damage = .damaged
                if Int(stream.pointee.avail_out) == capacity {
                    isAtEnd = true
                    throw Damage.damaged
                }
            }
            if damage != nil { break }
        }
        return capacity - Int(stream.pointee.avail_out)
    }

    /// Met when bytes before it were still to be given.
    private var damage: Damage?

    /// What was read of the input behind the end of the compressed data.
    public func unusedInput() -> [UInt8] {
        guard let start = stream.pointee.next_in else { return [] }
        return Array(UnsafeBufferPointer(start: start, count: Int(stream.pointee.avail_in)))
    }

    /// Reads more behind what is there.
    ///
    /// - Returns: The number of bytes; 0 at the end.
    private func fill() throws -> Int {
        let rest = unusedInput()
        input.copyBytes(from: rest)
        let count = try read(UnsafeMutableRawBufferPointer(rebasing: input[rest.count...]))
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(rest.count + count)
        return count
    }

    /// Whether the bytes to come are another member.
    private func beginsMember() throws -> Bool {
        while stream.pointee.avail_in < 3 {
            if try fill() == 0 { return false }
        }
        return unusedInput().starts(with: [0x1F, 0x8B, 0x08])
    }
}
