import Archive

/// A stream whose first bytes were looked at, and come again.
///
/// Behind them it reads straight into the caller's buffer.
final class PeekedInput {
    /// What is thrown to those who read from a stream that is broken: its owner tells why.
    struct Broken: Error {}

    private var source: ByteSource
    /// The first bytes, ``Compression/sniffedCount`` of them, or all.
    private(set) var head: [UInt8] = []
    /// Bytes that were read so far and are kept for ``rewind()``.
    private var kept: [UInt8]?
    /// Bytes that come before the source goes on.
    private var pending: ArraySlice<UInt8> = []
    /// What the source threw; nothing more is read then.
    private(set) var failure: (any Error)?
    /// How far it was read.
    private(set) var position = 0
    /// Receives what is read.
    var watch: ((UnsafeRawBufferPointer) -> Void)?

    /// Bytes that are kept at most: a block of bzip2 has 900 kB.
    private static let mostKept = 1 << 20

    /// Reads the first bytes; an error shows when they are used up.
    ///
    /// - Parameter prefix: Bytes that come before those of the source.
    init(_ source: ByteSource, prefix: [UInt8] = []) {
        self.source = source
        head = prefix
        let wanted = Compression.sniffedCount
        if head.count < wanted {
            head.reserveCapacity(wanted)
            var buffer = [UInt8](repeating: 0, count: wanted - head.count)
            while head.count < wanted, failure == nil {
                do {
                    let count = try buffer.withUnsafeMutableBytes { bytes in
                        try source.read(
                            UnsafeMutableRawBufferPointer(rebasing: bytes[..<(wanted - head.count)])
                        )
                    }
                    if count == 0 { break }
                    head += buffer[..<count]
                } catch {
                    failure = error
                }
            }
        }
        pending = head[...]
        if head.count > wanted { head.removeLast(head.count - wanted) }
    }

    var size: Int? { source.size }
    var canSeek: Bool { source.seek != nil && failure == nil }

    /// Whether there was nothing at all, because it failed at once.
    var isStillborn: Bool { head.isEmpty && failure != nil }

    /// Keeps what is read from here on, so that it can be read again.
    func keep() { kept = [] }

    /// Goes back to where ``keep()`` was called.
    ///
    /// - Returns: Whether that was possible.
    func rewind() -> Bool {
        guard let kept else { return false }
        pending = kept + pending
        position -= kept.count
        self.kept = nil
        // What comes again is not wrapped.
        watch = nil
        return true
    }

    /// Keeps no more.
    func forget() { kept = nil }

    /// Reads; 0 is the end.
    ///
    /// - Throws: ``Broken``.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var count = 0
        if !pending.isEmpty {
            count = min(pending.count, buffer.count)
            buffer.copyBytes(from: pending.prefix(count))
            pending = pending.dropFirst(count)
        } else {
            guard failure == nil else { throw Broken() }
            do {
                count = try source.read(buffer)
            } catch {
                failure = error
                throw Broken()
            }
        }
        position += count
        if count > 0 { watch?(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
        if kept != nil {
            kept? += UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if kept?.count ?? 0 > Self.mostKept { kept = nil }
        }
        return count
    }

    private func seek(to place: Int) throws {
        guard let seek = source.seek, failure == nil else { throw Broken() }
        do {
            try seek(place)
        } catch {
            failure = error
            throw Broken()
        }
        kept = nil
        pending = []
        position = place
    }

    /// This stream as the input of an archive.
    var archiveInput: ArchiveInput {
        ArchiveInput(
            size: size, seek: canSeek ? { try self.seek(to: $0) } : nil,
            read: { try self.read(into: $0) })
    }

    /// This stream from where it stands.
    var byteSource: ByteSource { ByteSource { try self.read(into: $0) } }

    /// Reads all that is left into memory, if it is no more than a limit; if it is more, it can
    /// still be read from where it was.
    func held(upTo limit: Int) throws -> [UInt8]? {
        if let size, size > limit { return nil }
        var all: [UInt8] = []
        // Growing by doubling would take twice as much.
        if let size { all.reserveCapacity(size + (64 << 10)) }
        let chunk = 64 << 10
        while all.count <= limit {
            let before = all.count
            all.append(contentsOf: repeatElement(0, count: chunk))
            let count = try all.withUnsafeMutableBytes { bytes in
                try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[before...]))
            }
            all.removeLast(chunk - count)
            if count == 0 { return all }
        }
        pending = all + pending
        position -= all.count
        return nil
    }
}
