import Archive

/// Visits plain bytes only.
final class StreamVisitor: UnpackVisitor {
    private let body: (UnpackedStream) throws -> Void

    init(_ body: @escaping (UnpackedStream) throws -> Void) {
        self.body = body
    }

    var wantsStray: Bool { true }

    func visit(_ stream: UnpackedStream) throws { try body(stream) }

    func beginCompressed(_ filter: CompressionFilter, layers: Int) {}
    func endCompressed(isWhole: Bool) {}
    func beginArchive(_ family: ArchiveFamily) {}
    func endArchive(of reader: ArchiveReader, isWhole: Bool) {}

    func beginMember(
        _ entry: ArchiveEntry, at path: MemberPath, of reader: ArchiveReader
    ) -> Bool { true }

    func endMember(_ entry: ArchiveEntry, of reader: ArchiveReader, isWhole: Bool) {}
}
