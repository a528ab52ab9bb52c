package import Archive

/// Follows what an ``Unpacker`` comes upon, level by level.
///
/// Between the beginning of a level and its end comes what is inside.
package protocol UnpackVisitor: AnyObject {
    /// Whether it wants to see what belongs to no member of an archive, as if it were one.
    var wantsStray: Bool { get }

    /// Plain bytes. They need not be read.
    func visit(_ stream: UnpackedStream) throws

    /// What comes is compressed.
    ///
    /// - Parameter layers: How often.
    func beginCompressed(_ filter: CompressionFilter, layers: Int) throws
    /// - Parameter isWhole: Whether all of it could be read.
    func endCompressed(isWhole: Bool) throws

    /// An archive comes.
    func beginArchive(_ family: ArchiveFamily) throws
    func endArchive(of reader: ArchiveReader, isWhole: Bool) throws

    /// A member of the innermost archive.
    ///
    /// - Returns: Whether what is in it is wanted. If not, no end of it is told.
    func beginMember(_ entry: ArchiveEntry, at path: MemberPath, of reader: ArchiveReader) throws
        -> Bool
    func endMember(_ entry: ArchiveEntry, of reader: ArchiveReader, isWhole: Bool) throws
}
