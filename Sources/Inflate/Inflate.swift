internal import CZlib

/// Decompression of gzip (RFC 1952), from the zlib library.
public enum Inflate {
    /// What could be inflated.
    public struct Output: Sendable, Equatable {
        public let bytes: [UInt8]

        /// Whether there is more than the limit let through.
        public let isCut: Bool
    }

    /// Inflates the first member of a gzip file.
    ///
    /// - Parameters:
    ///   - data: From the magic number on. It may be cut or damaged: what stands before that place
    ///     is inflated.
    ///   - limit: The most bytes to give.
    /// - Returns: Nil where nothing could be inflated.
    public static func gzip(_ data: UnsafeRawBufferPointer, limit: Int) -> Output? {
        var stream = z_stream()
        // 15: the largest window; 16: a gzip header and trailer.
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        guard let base = data.baseAddress, let available = UInt32(exactly: data.count) else {
            return nil
        }
        stream.next_in = UnsafeMutablePointer(
            mutating: base.assumingMemoryBound(to: UInt8.self))
        stream.avail_in = available

        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        var status = Z_OK
        while status == Z_OK, bytes.count <= limit {
            let count = chunk.withUnsafeMutableBufferPointer { chunk -> Int in
                stream.next_out = chunk.baseAddress
                stream.avail_out = UInt32(chunk.count)
                status = inflate(&stream, Z_NO_FLUSH)
                return chunk.count - Int(stream.avail_out)
            }
            bytes += chunk[..<count]
        }
        guard !bytes.isEmpty else { return nil }
        let isCut = bytes.count > limit
        if isCut { bytes.removeLast(bytes.count - limit) }
        return Output(bytes: bytes, isCut: isCut)
    }
}
