import Archive
import LogSources

/// Looks for the one stream in a file that can be the part of a log: the file itself, or what is
/// compressed once in it. Ends with ``NoPart`` at anything else.
final class PartVisitor: UnpackVisitor {
    struct NoPart: Error {}

    private let take: (UnpackedStream, CompressionFilter?) throws -> Void
    private var filter: CompressionFilter?
    /// Whether there was such a stream.
    private(set) var isTaken = false
    /// Whether more stands behind the stream, in the same file.
    private(set) var hasMore = false

    /// - Parameter take: Receives the stream.
    init(_ take: @escaping (UnpackedStream, CompressionFilter?) throws -> Void) {
        self.take = take
    }

    var wantsStray: Bool { false }

    func visit(_ stream: UnpackedStream) throws {
        if isTaken {
            hasMore = true
        } else {
            isTaken = true
            try take(stream, filter)
        }
    }

    func beginCompressed(_ filter: CompressionFilter, layers: Int) throws {
        if isTaken {
            hasMore = true
        } else {
            guard self.filter == nil, layers == 1 else { throw NoPart() }
            self.filter = filter
        }
    }

    func endCompressed(isWhole: Bool) {}

    func beginArchive(_ family: ArchiveFamily) throws {
        guard isTaken else { throw NoPart() }
        hasMore = true
    }

    func endArchive(of reader: ArchiveReader, isWhole: Bool) {}

    func beginMember(
        _ entry: ArchiveEntry, at path: MemberPath, of reader: ArchiveReader
    ) -> Bool { false }

    func endMember(_ entry: ArchiveEntry, of reader: ArchiveReader, isWhole: Bool) {}
}
