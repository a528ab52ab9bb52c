import Archive
import LeakDetection
import LogSources

/// Writes compressed data and archives again, in the same formats, with everything in them redacted
/// and without what cannot be.
final class Rewriter: UnpackVisitor {
    /// Something that is being written.
    private final class Frame {
        let write: (UnsafeRawBufferPointer) throws -> Void
        let content: Content
        /// Why it has no place in the copy.
        var reasonToLeaveOut: (text: String, isFailure: Bool)?

        init(_ content: Content, write: @escaping (UnsafeRawBufferPointer) throws -> Void) {
            self.content = content
            self.write = write
        }
    }

    private enum Content {
        case file
        case compressed([Compressor])
        case archive(ArchiveRewrite)
        case member(MemberPath, Spool)
    }

    private let context: CopyContext
    private let directory: OutputDirectory
    private let path: BytePath
    private let isNamed: Bool
    private var frames: [Frame]
    private(set) var record: CopiedFile

    /// - Parameters:
    ///   - output: Receives the bytes.
    ///   - path: What allowances are asked about.
    init(
        _ context: CopyContext, to output: TemporaryFile, in directory: OutputDirectory,
        path: BytePath, isNamed: Bool, record: CopiedFile
    ) {
        self.context = context
        self.directory = directory
        self.path = path
        self.isNamed = isNamed
        self.record = record
        frames = [Frame(.file) { try output.write($0) }]
    }

    /// Takes a note of the unpacker.
    func add(_ note: SourceNote) {
        guard note.isFailure else { return }
        record.notes.append(
            CopiedFile.Note(
                member: note.member.map(context.shown), reason: note.reason, isFailure: true))
    }

    /// Whether the file has a place in the copy; if not, a note of it says why.
    func finish(isWhole: Bool) -> Bool {
        guard isWhole, frames.count == 1, frames[0].reasonToLeaveOut == nil else {
            let reason = frames[0].reasonToLeaveOut
            let isFailure = reason?.isFailure ?? true
            record.fate = isFailure ? .leftOut : .skipped
            if let reason {
                record.notes.append(
                    CopiedFile.Note(member: nil, reason: reason.text, isFailure: isFailure))
            } else if !record.notes.contains(where: { $0.member == nil }) {
                record.notes.append(
                    CopiedFile.Note(
                        member: nil, reason: "could not be read to its end", isFailure: true))
            }
            return false
        }
        return true
    }

    /// The innermost thing that has a name: a member, or the file.
    private var named: Frame {
        frames.last { frame in
            switch frame.content {
            case .file, .member: true
            case .compressed, .archive: false
            }
        } ?? frames[0]
    }

    private func leaveOut(_ reason: String, isFailure: Bool) {
        if named.reasonToLeaveOut == nil { named.reasonToLeaveOut = (reason, isFailure) }
    }

    private func pop() -> Frame { frames.removeLast() }

    /// It has no place in a copy.
    var wantsStray: Bool { false }

    func visit(_ stream: UnpackedStream) throws {
        if let reason = context.reasonToLeaveOut(stream, isNamed: isNamed) {
            leaveOut(reason.0, isFailure: reason.isFailure)
            return
        }
        let top = frames[frames.count - 1]
        try context.redact(stream, path: path.text, to: top.write) { event in
            context.count(event, in: &record, at: path, member: stream.member)
        }
        if let reason = context.reasonToDrop(stream) { leaveOut(reason, isFailure: true) }
        if stream.isBroken { leaveOut("could not be read to its end", isFailure: true) }
    }

    // MARK: Compressed data

    func beginCompressed(_ filter: CompressionFilter, layers: Int) throws {
        var write = frames[frames.count - 1].write
        var compressors: [Compressor] = []
        do {
            for _ in 0..<layers {
                let compressor = try Compressor(filter, to: write)
                write = { try compressor.write($0) }
                compressors.append(compressor)
            }
        } catch {
            try settle(error)
            write = { _ in }
        }
        frames.append(Frame(.compressed(compressors), write: write))
    }

    func endCompressed(isWhole: Bool) throws {
        guard case .compressed(let compressors) = pop().content else { return }
        guard isWhole else { return leaveOut("could not be read to its end", isFailure: true) }
        guard named.reasonToLeaveOut == nil else { return }
        do {
            for compressor in compressors.reversed() { try compressor.finish() }
        } catch {
            try settle(error)
        }
    }

    // MARK: Archives

    func beginArchive(_ family: ArchiveFamily) throws {
        let write = frames[frames.count - 1].write
        frames.append(
            Frame(.archive(ArchiveRewrite(context.names, to: write)), write: write))
    }

    func endArchive(of reader: ArchiveReader, isWhole: Bool) throws {
        guard case .archive(let archive) = pop().content else { return }
        guard isWhole else { return leaveOut("could not be read to its end", isFailure: true) }
        guard named.reasonToLeaveOut == nil else { return }
        do {
            try archive.finish(reader)
        } catch {
            try settle(error)
        }
    }

    func beginMember(_ entry: ArchiveEntry, at path: MemberPath, of reader: ArchiveReader) throws
        -> Bool
    {
        guard case .archive(let archive)? = frames.last?.content else { return false }
        // The unpacker has told why.
        guard !entry.isLeftOut(of: reader) else {
            archive.leaveOut(entry)
            return false
        }
        let spool = Spool(in: directory)
        frames.append(Frame(.member(path, spool)) { try spool.append($0) })
        return true
    }

    func endMember(_ entry: ArchiveEntry, of reader: ArchiveReader, isWhole: Bool) throws {
        let frame = pop()
        guard case .member(let path, let spool) = frame.content,
            case .archive(let archive)? = frames.last?.content
        else { return }
        var reason = frame.reasonToLeaveOut
        if !isWhole, reason == nil { reason = ("could not be read to its end", true) }
        if let reason {
            archive.leaveOut(entry)
            let name = context.shown(path)
            if !record.notes.contains(where: { $0.member == name }) || !reason.isFailure {
                record.notes.append(
                    CopiedFile.Note(member: name, reason: reason.text, isFailure: reason.isFailure))
            }
            return
        }
        guard named.reasonToLeaveOut == nil else { return }
        do {
            if try archive.add(entry, of: reader, data: spool) { record.renamedMembers += 1 }
        } catch {
            try settle(error)
        }
    }

    /// Leaves out what does not fit into its format; anything else is an error of the output.
    private func settle(_ error: any Error) throws {
        guard let error = error as? ArchiveError, error.underlying == nil else {
            throw (error as? ArchiveError)?.underlying ?? error
        }
        leaveOut("cannot be written again: \(error.message)", isFailure: true)
    }
}

/// Writes one archive again.
private final class ArchiveRewrite {
    private let names: NameRedactor
    private let book: NameBook
    private let write: (UnsafeRawBufferPointer) throws -> Void
    private var writer: ArchiveWriter?
    /// The members that are not in the copy: links to them are not either.
    private var missing: Set<[UInt8]> = []

    init(_ names: NameRedactor, to write: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.names = names
        book = NameBook(names)
        self.write = write
    }

    func leaveOut(_ entry: ArchiveEntry) { missing.insert(entry.path) }

    /// - Returns: Whether its name, or where it leads to, was changed.
    func add(_ entry: ArchiveEntry, of reader: ArchiveReader, data: Spool) throws -> Bool {
        if entry.kind == .hardLink, let target = entry.linkTarget, missing.contains(target) {
            leaveOut(entry)
            return false
        }
        guard reader.format?.isAr != true || !entry.path.starts(with: [UInt8(ascii: "/")]) else {
            throw ArchiveError.tableOfAr
        }
        let writer = try open(reader)
        let path = book.redacted(entry.path)
        let target = entry.linkTarget.map { entry.redacted(target: $0, in: book) }
        try writer.begin(
            like: reader, path: path, linkTarget: target,
            owner: entry.owner.flatMap { names.keeps(owner: $0) ? $0 : nil },
            group: entry.group.flatMap { names.keeps(owner: $0) ? $0 : nil }, size: data.count)
        try data.forEachPiece { try writer.write($0) }
        return path != entry.path || target != entry.linkTarget
    }

    func finish(_ reader: ArchiveReader) throws { try open(reader).finish() }

    private func open(_ reader: ArchiveReader) throws -> ArchiveWriter {
        if let writer { return writer }
        guard let format = reader.format else { throw ArchiveError.unknownFormat }
        let writer = try ArchiveWriter(format, to: write)
        self.writer = writer
        return writer
    }
}
