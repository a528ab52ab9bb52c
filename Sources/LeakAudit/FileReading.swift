import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads a file as it was when it was opened, and tells whether it changed meanwhile.
///
/// A log that is being written to is read up to where it ended then, so that reading ends.
final class FileReading {
    private let descriptor: Descriptor
    private let size: Int
    /// Where the next byte is read from.
    private var place = 0
    /// The furthest place that was read to.
    private var reached = 0
    private var isCut = false
    private(set) var isSequential = true
    private let hash: ContentHash?
    private let progress: (Int) -> Void

    /// - Parameters:
    ///   - hash: Receives all bytes that are read.
    ///   - progress: Is told how many bytes of the file are done with.
    init(
        _ file: WalkedFile, _ descriptor: Descriptor, hash: ContentHash?,
        progress: @escaping (Int) -> Void
    ) {
        self.descriptor = descriptor
        self.hash = hash
        self.progress = progress
        size = descriptor.fileSize ?? 0
    }

    /// The file's bytes.
    var source: ByteSource {
        // Files of /proc have no size, and yet contents.
        guard size > 0 else { return ByteSource { try self.read(into: $0) } }
        return ByteSource(size: size, seek: { try self.seek(to: $0) }) { try self.read(into: $0) }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        let most = size > 0 ? min(buffer.count, size - place) : buffer.count
        guard most > 0 else { return 0 }
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<most])
        let count = try descriptor.read(into: part)
        if count == 0, size > 0 { isCut = true }
        hash?.update(UnsafeRawBufferPointer(rebasing: part[..<count]))
        place += count
        if place > reached {
            progress(place - reached)
            reached = place
        }
        return count
    }

    private func seek(to place: Int) throws(SourceError) {
        guard lseek(descriptor.number, place, SEEK_SET) == place else {
            throw SourceError(name: descriptor.name, operation: "read", code: errno)
        }
        if place != self.place { isSequential = false }
        self.place = place
    }

    /// Counts what was not read, because it need not be.
    func finish() {
        if reached < size { progress(size - reached) }
    }

    /// What happened to the file since it was opened, in a sentence; nil when nothing did.
    var change: String? {
        if isCut { return "shrank while it was read: its first \(reached) bytes were scanned" }
        guard size > 0, let now = descriptor.fileSize, now > size else { return nil }
        return "grew while it was read: its first \(size) bytes were scanned"
    }
}
