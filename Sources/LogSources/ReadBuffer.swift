/// Bytes as read: what was not consumed stays at the front, what is read goes behind it.
public final class ReadBuffer {
    private let storage: UnsafeMutableRawBufferPointer
    /// The first byte that is not consumed.
    private var start = 0
    /// Just after the last byte read.
    private var end = 0
    /// The furthest that `end` ever was.
    private var reached = 0

    /// Bytes that are read at once for one thread: the size of an L2 cache's share; larger ones
    /// measured no faster.
    public static let readBytes = 256 << 10

    private let readBytes: Int

    /// - Parameters:
    ///   - remainder: The most bytes that ever stay unconsumed.
    ///   - readBytes: The most bytes that are read at once.
    public init(remainder: Int, readBytes: Int = ReadBuffer.readBytes) {
        self.readBytes = readBytes
        storage = .allocate(byteCount: remainder + readBytes, alignment: 64)
    }

    deinit {
        // It held secrets, as far as it was used.
        UnsafeMutableRawBufferPointer(rebasing: storage[..<reached])
            .initializeMemory(as: UInt8.self, repeating: 0)
        storage.deallocate()
    }

    /// The bytes that are not consumed; valid until the next ``fill(from:)``.
    public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage[start..<end])
    }

    /// Drops bytes at the front.
    public func consume(_ count: Int) {
        precondition(count <= end - start, "more bytes consumed than there are")
        start += count
        if start == end {
            start = 0
            end = 0
        }
    }

    /// Reads once.
    ///
    /// - Returns: The number of bytes; 0 at the end of input.
    public func fill(from source: Descriptor) throws(SourceError) -> Int {
        try fill { space throws(SourceError) in try source.read(into: space) }
    }

    /// Reads once.
    ///
    /// - Parameter read: Reads some bytes, and tells how many; 0 at the end.
    /// - Returns: The number of bytes; 0 at the end of input.
    public func fill<Failure>(
        _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        // Little is moved to the front at once: what is read next is then read into memory that is
        // in the cache.
        let isLittle = end - start <= readBytes / 2
        if start > 0 && (isLittle || storage.count - end < readBytes) {
            storage.copyMemory(from: bytes)
            end -= start
            start = 0
        }
        precondition(end < storage.count, "the unconsumed bytes fill the buffer")
        let space = storage[end..<min(storage.count, end + readBytes)]
        let count = try read(UnsafeMutableRawBufferPointer(rebasing: space))
        end += count
        reached = max(reached, end)
        return count
    }
}
