/// Reads any part of an input that can be sought in.
final class SeekableBytes {
    private let input: ArchiveInput
    private let seek: (Int) throws -> Void
    let count: Int

    // What was read last: headers stand close together.
    private var block: [UInt8] = []
    private var blockStart = 0

    private static let blockBytes = 4 << 10

    /// An input that cannot be sought in has no bytes.
    init(_ input: ArchiveInput) {
        self.input = input
        seek = input.seek ?? { _ in }
        count = input.seek == nil ? 0 : input.size ?? 0
    }

    /// The bytes of a range; zeros where the input ends before.
    func read(_ range: Range<Int>) throws -> [UInt8] {
        if range.lowerBound < blockStart || range.upperBound > blockStart + block.count {
            let end = min(count, max(range.upperBound, range.lowerBound + Self.blockBytes))
            block = try fetch(range.lowerBound..<max(end, range.lowerBound))
            blockStart = range.lowerBound
        }
        let found = block.dropFirst(range.lowerBound - blockStart).prefix(range.count)
        // The file may have shrunk.
        return Array(found) + [UInt8](repeating: 0, count: range.count - found.count)
    }

    private func fetch(_ range: Range<Int>) throws -> [UInt8] {
        try seek(range.lowerBound)
        var bytes = [UInt8](repeating: 0, count: range.count)
        var filled = 0
        while filled < bytes.count {
            let count = try bytes.withUnsafeMutableBytes {
                try input.read(UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
            }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }

    /// Whether there is nothing but zeros.
    func isZero(_ range: Range<Int>) throws -> Bool {
        var at = range.lowerBound
        while at < range.upperBound {
            let end = min(range.upperBound, at + (64 << 10))
            guard try fetch(at..<end).allSatisfy({ $0 == 0 }) else { return false }
            at = end
        }
        return true
    }
}
