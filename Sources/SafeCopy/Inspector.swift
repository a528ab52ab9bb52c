import Archive
import LeakDetection
import LogSources

/// Looks whether everything inside a file may stay as it is. Ends with ``Dirty`` at the first thing
/// that may not.
///
/// A plain file is handed on.
final class Inspector: UnpackVisitor {
    struct Dirty: Error {}

    private let context: CopyContext
    private let path: String
    private let isNamed: Bool
    private let plain: (UnpackedStream) throws -> Void
    private let beginWrapped: () throws -> Void
    private var isWrapped = false
    private var books: [NameBook] = []

    /// - Parameters:
    ///   - plain: Receives the stream of a file that is wrapped in nothing.
    ///   - beginWrapped: Called before anything that is wrapped is read.
    init(
        _ context: CopyContext, path: String, isNamed: Bool,
        plain: @escaping (UnpackedStream) throws -> Void,
        beginWrapped: @escaping () throws -> Void
    ) {
        self.context = context
        self.path = path
        self.isNamed = isNamed
        self.plain = plain
        self.beginWrapped = beginWrapped
    }

    /// It has no place in a copy.
    var wantsStray: Bool { false }

    func visit(_ stream: UnpackedStream) throws {
        guard !stream.layers.isEmpty else { return try plain(stream) }
        guard context.reasonToLeaveOut(stream, isNamed: isNamed) == nil else { throw Dirty() }
        var isClean = true
        try context.redact(
            stream, path: path, to: { _ in if !isClean { throw Dirty() } },
            report: { _ in isClean = false })
        if !isClean || stream.isBroken || context.reasonToDrop(stream) != nil { throw Dirty() }
    }

    func beginCompressed(_ filter: CompressionFilter, layers: Int) throws { try begin() }

    func endCompressed(isWhole: Bool) throws { if !isWhole { throw Dirty() } }

    func beginArchive(_ family: ArchiveFamily) throws {
        try begin()
        books.append(NameBook(context.names))
    }

    private func begin() throws {
        if !isWrapped { try beginWrapped() }
        isWrapped = true
    }

    func endArchive(of reader: ArchiveReader, isWhole: Bool) throws {
        books.removeLast()
        if !isWhole { throw Dirty() }
    }

    func beginMember(_ entry: ArchiveEntry, at path: MemberPath, of reader: ArchiveReader) throws
        -> Bool
    {
        guard let book = books.last, !entry.isLeftOut(of: reader), !entry.hasMore,
            [entry.owner, entry.group].allSatisfy({ $0.map(context.names.keeps(owner:)) ?? true }),
            book.redacted(entry.path) == entry.path,
            entry.linkTarget.map({ entry.redacted(target: $0, in: book) == $0 }) ?? true
        else { throw Dirty() }
        return true
    }

    func endMember(_ entry: ArchiveEntry, of reader: ArchiveReader, isWhole: Bool) throws {
        if !isWhole { throw Dirty() }
    }
}

extension ArchiveEntry {
    /// Whether it has no place in a copy that is safe to be unpacked.
    func isLeftOut(of reader: ArchiveReader) -> Bool {
        if leadsOut, reader.format?.isAr != true { return true }
        return switch kind {
        case .pipe, .device, .socket: true
        case .file, .directory, .symbolicLink, .hardLink, .other: false
        }
    }

    /// Where a link leads to in the copy.
    func redacted(target: [UInt8], in book: NameBook) -> [UInt8] {
        guard kind != .hardLink else { return book.redacted(target: target, in: nil) }
        let slash = UInt8(ascii: "/")
        let directory = path.lastIndex(of: slash).map { Array(path[..<$0]) } ?? []
        return book.redacted(target: target, in: directory)
    }
}
