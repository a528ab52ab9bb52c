import CArchive

/// Where the bytes of an archive come from.
public struct ArchiveInput {
    /// Fills a buffer as far as it likes and returns the number of bytes; 0 at the end.
    public let read: (UnsafeMutableRawBufferPointer) throws -> Int

    /// Goes on reading at a place of the whole; nil where that is not possible.
    public let seek: ((Int) throws -> Void)?

    /// Bytes in all; needed to seek.
    public let size: Int?

    /// - Parameters:
    ///   - size: Bytes in all, if they can be sought in.
    ///   - seek: Goes on reading at a place, from the start.
    ///   - read: Fills a buffer as far as it likes; 0 is the end.
    public init(
        size: Int? = nil, seek: ((Int) throws -> Void)? = nil,
        read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
    ) {
        self.read = read
        self.seek = size == nil ? nil : seek
        self.size = size
    }
}

/// Gives the library its input, and remembers what it has not used.
final class InputBridge {
    private let input: ArchiveInput
    /// The library may still use the block before the last one.
    private var blocks: [UnsafeMutableRawBufferPointer]
    private var counts = [0, 0]
    private var last = 0
    /// Where the last block ends.
    private var position = 0
    private(set) var error: (any Error)?

    private static let blockBytes = 64 << 10

    init(_ input: ArchiveInput) {
        self.input = input
        blocks = (0..<2).map { _ in .allocate(byteCount: Self.blockBytes, alignment: 64) }
    }

    deinit {
        for (block, count) in zip(blocks, counts) {
            // It may have held secrets.
            UnsafeMutableRawBufferPointer(rebasing: block[..<count])
                .initializeMemory(as: UInt8.self, repeating: 0)
            block.deallocate()
        }
    }

    var canSeek: Bool { input.seek != nil }

    /// The bytes from a place on that were read, and not used; nil if they are no longer there.
    func unused(from place: Int) -> [UInt8]? {
        let previous = 1 - last
        let starts = position - counts[last] - counts[previous]
        guard place >= starts, place <= position else { return nil }
        let bytes =
            Array(blocks[previous].prefix(counts[previous]))
            + Array(blocks[last].prefix(counts[last]))
        return Array(bytes[(place - starts)...])
    }

    private func read(_ block: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        last = 1 - last
        counts[last] = 0
        do {
            let count = try input.read(blocks[last])
            counts[last] = count
            position += count
            block.pointee = UnsafeRawPointer(blocks[last].baseAddress)
            return count
        } catch {
            self.error = error
            return Int(ARCHIVE_FATAL)
        }
    }

    private func seek(_ offset: Int, from whence: Int32) -> Int {
        guard let size = input.size, let seek = input.seek else { return Int(ARCHIVE_FATAL) }
        // SEEK_SET, SEEK_CUR, SEEK_END
        let place = offset + (whence == 0 ? 0 : whence == 1 ? position : size)
        guard (0...size).contains(place) else { return Int(ARCHIVE_FATAL) }
        do {
            try seek(place)
        } catch {
            self.error = error
            return Int(ARCHIVE_FATAL)
        }
        position = place
        counts = [0, 0]
        return place
    }

    /// Makes the library read through this object, which must outlive the handle.
    func open(_ handle: OpaquePointer) -> Int32 {
        let context = Unmanaged.passUnretained(self).toOpaque()
        archive_read_set_callback_data(handle, context)
        archive_read_set_read_callback(handle) { _, context, block in
            guard let context, let block else { return Int(ARCHIVE_FATAL) }
            return Unmanaged<InputBridge>.fromOpaque(context).takeUnretainedValue().read(block)
        }
        if canSeek {
            archive_read_set_seek_callback(handle) { _, context, offset, whence in
                guard let context else { return Int64(ARCHIVE_FATAL) }
                let bridge = Unmanaged<InputBridge>.fromOpaque(context).takeUnretainedValue()
                return Int64(bridge.seek(Int(offset), from: whence))
            }
        }
        return archive_read_open1(handle)
    }
}
