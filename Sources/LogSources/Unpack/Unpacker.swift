import Archive
import Inflate

/// Opens a file as far as it can be opened: compressed data, archives, and either inside the other,
/// down to plain bytes.
///
/// Everything is told by content, never by name. Nothing is written anywhere. What cannot be opened
/// is noted, what could be read of it before is handed over, and the next member follows. Memory is
/// bounded by ``UnpackLimits``.
public final class Unpacker {
    private let limits: UnpackLimits
    private let note: (SourceNote) -> Void
    private var visitor: any UnpackVisitor = StreamVisitor { _ in }

    // What the file has cost so far.
    private var source: PeekedInput?
    private var unpackedBytes = 0
    private var members = 0
    private var heldBytes = 0
    /// Set when a limit of the whole is reached: nothing more is opened then.
    private var isExhausted = false

    /// Asked for each thing inside the file that something is wrapped in; what it returns receives
    /// the bytes of that, as they are, and none at the end.
    ///
    /// Headers of members, comments and padding are nowhere else.
    package var watchesWrapping: (() -> (UnsafeRawBufferPointer) -> Void)?

    /// - Parameters:
    ///   - limits: What a file may cost.
    ///   - note: Receives what is to be said.
    public init(limits: UnpackLimits = UnpackLimits(), note: @escaping (SourceNote) -> Void) {
        self.limits = limits
        self.note = note
    }

    /// Hands over every stream of plain bytes in a file, in order. A plain file is one.
    ///
    /// - Parameters:
    ///   - source: The bytes of the file.
    ///   - modified: When the file was modified: nanoseconds since 1970.
    ///   - body: Receives the streams. It need not read them.
    /// - Throws: What `body` throws, and nothing else; it ends the walk.
    public func forEachStream(
        of source: ByteSource, modified: Int? = nil, _ body: (UnpackedStream) throws -> Void
    ) throws {
        try withoutActuallyEscaping(body) { body in
            _ = try unpack(source, modified: modified, visitor: StreamVisitor(body))
        }
    }

    /// Leads a visitor through a file.
    ///
    /// - Returns: Whether all of it could be read.
    package func unpack(
        _ source: ByteSource, modified: Int? = nil, visitor: any UnpackVisitor
    ) throws -> Bool {
        self.visitor = visitor
        (unpackedBytes, members, heldBytes, isExhausted) = (0, 0, 0, false)
        let input = PeekedInput(source)
        self.source = input
        defer {
            self.source = nil
            self.visitor = StreamVisitor { _ in }
        }
        let place = Place(member: nil, layers: [], modified: modified, size: source.size)
        let isWhole = try open(input, at: place)
        if let failure = input.failure {
            tell("\((failure as? SourceError)?.sentence ?? "cannot be read")", at: place)
            return false
        }
        return isWhole
    }

    /// Where something is that is opened.
    private struct Place {
        var member: MemberPath?
        var layers: [String]
        var modified: Int?
        var size: Int?
        /// Whether it is what nothing accounts for.
        var isStray = false

        func inside(_ layer: Compression.Layer) -> Place {
            Place(member: member, layers: layers + [layer.name], modified: modified, size: nil)
        }
    }

    private func tell(_ reason: String, at place: Place, isFailure: Bool = true) {
        note(SourceNote(member: place.member, reason: reason, isFailure: isFailure))
    }

    /// - Returns: Whether all of it could be read.
    private func open(_ input: PeekedInput, at place: Place) throws -> Bool {
        let layer = input.head.withUnsafeBytes { Compression.layer(of: $0) }
        guard layer != nil, !place.layers.isEmpty, let watch = watchesWrapping?() else {
            return try open(input, layer, at: place)
        }
        input.watch = watch
        defer {
            input.watch = nil
            watch(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return try open(input, layer, at: place)
    }

    private func open(
        _ input: PeekedInput, _ layer: Compression.Layer?, at place: Place
    ) throws -> Bool {
        switch layer {
        case nil: return try hand(over: input, at: place)
        case let layer? where place.layers.count >= limits.depth:
            tell(
                "\(layer.name) nested more than \(limits.depth) levels deep: not opened", at: place)
            return false
        case .compressed(let filter): return try expand(input, filter, at: place)
        case .archive(let family): return try list(input, family, at: place)
        }
    }

    private func hand(over input: PeekedInput, at place: Place) throws -> Bool {
        try visitor.visit(
            UnpackedStream(
                input, member: place.member, layers: place.layers, modified: place.modified,
                size: place.size, isStray: place.isStray))
        return input.failure == nil
    }

    // MARK: Compressed data

    private func expand(
        _ input: PeekedInput, _ filter: CompressionFilter, at place: Place
    ) throws -> Bool {
        if input.head.withUnsafeBytes({ Compression.isText($0) }) { input.keep() }
        let expander: Expander
        do {
            expander = try Expander(filter, from: input)
        } catch {
            tell("\(error)", at: place)
            return false
        }
        let plain = PeekedInput(
            ByteSource { [unowned self] buffer in
                let count = try expander.read(into: buffer)
                try spend(count)
                return count
            })
        if plain.isStillborn {
            // A text that begins like it.
            if !isExhausted, input.rewind() { return try hand(over: input, at: place) }
            explain(plain.failure, in: .compressed(filter), at: place)
            return false
        }
        input.forget()
        try visitor.beginCompressed(filter, layers: max(1, expander.layers))
        var isWhole = try open(plain, at: place.inside(.compressed(filter)))
        if plain.failure != nil {
            explain(plain.failure, in: .compressed(filter), at: place)
            isWhole = false
        }
        try visitor.endCompressed(isWhole: isWhole)
        guard isWhole else { return false }
        // What is not read to its end has no place behind it.
        guard try isAtEnd(plain) else { return true }
        return try openWhatIsBehind(
            input, unused: expander.unusedInput(), of: .compressed(filter), at: place)
    }

    private func isAtEnd(_ plain: PeekedInput) throws -> Bool {
        var byte: UInt8 = 0
        return (try? withUnsafeMutableBytes(of: &byte) { try plain.read(into: $0) }) == 0
    }

    /// Opens what stands behind compressed data, or an archive: another one, or text. Zeros fill up
    /// a block, and are nothing.
    private func openWhatIsBehind(
        _ input: PeekedInput, unused: [UInt8]?, of layer: Compression.Layer, at place: Place,
        isFailure: Bool = false
    ) throws -> Bool {
        guard let unused else {
            tell("what stands behind the \(layer.name) data was not read", at: place)
            return false
        }
        var rest = unused.drop { $0 == 0 }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while rest.isEmpty {
            let count = (try? buffer.withUnsafeMutableBytes { try input.read(into: $0) }) ?? 0
            if count == 0 { return input.failure == nil }
            rest = buffer[..<count].drop { $0 == 0 }
        }
        tell("more stands behind the \(layer.name) data", at: place, isFailure: isFailure)
        var behind = place.inside(layer)
        behind.member = .appending(Array("(behind the end)".utf8), to: place.member)
        return try open(PeekedInput(input.byteSource, prefix: Array(rest)), at: behind)
    }

    // MARK: Archives

    private func list(
        _ input: PeekedInput, _ family: ArchiveFamily, at place: Place
    ) throws -> Bool {
        let archiveInput: ArchiveInput
        let heldBefore = heldBytes
        defer { heldBytes = heldBefore }
        do {
            guard let ready = try self.archiveInput(input, for: family) else {
                tell("too large to be opened inside something else: unpack it first", at: place)
                return false
            }
            archiveInput = ready
        } catch { return false }
        if input.head.withUnsafeBytes({ Compression.isText($0) }) { input.keep() }
        let reader: ArchiveReader
        var entry: ArchiveEntry?
        do {
            reader = try ArchiveReader(family, from: archiveInput)
            entry = try reader.next()
        } catch {
            if error.code == .unrecognised, input.rewind() {
                return try hand(over: input, at: place)
            }
            explain(error, in: .archive(family), at: place)
            return false
        }
        input.forget()
        let inside = place.inside(.archive(family))
        try visitor.beginArchive(family)
        var failures = 0
        var listed = 0
        while let current = entry {
            listed += 1
            try enter(current, of: reader, at: inside)
            if isExhausted { break }
            entry = nil
            var isSettled = false
            while !isSettled {
                do {
                    entry = try reader.next()
                    isSettled = true
                } catch {
                    explain(error, in: .archive(family), at: place)
                    failures += 1
                    isSettled = error.isFinal || failures > Self.mostFailures
                }
            }
        }
        // A member that is left out spoils nothing but itself.
        let isRead = !isExhausted && failures == 0
        try visitor.endArchive(of: reader, isWhole: isRead)
        switch family {
        // Their directory stands at the end.
        case .zip, .sevenZip:
            guard !isExhausted else { return false }
            try openStray(in: archiveInput, family, listed: listed + failures, at: place)
            return isRead
        case .rar, .cab, .tar, .cpio, .ar: break
        }
        guard isRead else { return false }
        return try openWhatIsBehind(
            input, unused: reader.unusedInput(), of: .archive(family), at: place,
            isFailure: family == .rar || family == .cab)
    }

    /// Tells what there is in an archive besides its members, and hands it over: what one program
    /// does not see another one unpacks.
    ///
    /// - Parameter listed: Members that were found.
    private func openStray(
        in input: ArchiveInput, _ family: ArchiveFamily, listed: Int, at place: Place
    ) throws {
        guard input.seek != nil else {
            return tell("too large for its directory to be looked at: unpack it first", at: place)
        }
        let stray: [Range<Int>]
        do {
            if family == .zip {
                let layout = try ZipLayout(input)
                if let fault = layout.fault {
                    tell("a zip that \(fault)", at: place)
                }
                if layout.members != listed {
                    tell(
                        "a zip that names \(layout.members) members, of which \(listed) were found",
                        at: place)
                }
                stray = layout.unaccounted
            } else {
                stray = try SevenZipLayout(input).unaccounted
            }
        } catch { return }
        for range in stray {
            tell(
                "\(range.count) bytes from byte \(range.lowerBound) on that no member accounts for",
                at: place)
            guard visitor.wantsStray else { continue }
            var inside = place.inside(.archive(family))
            inside.member = .appending(Array("(stray bytes)".utf8), to: place.member)
            inside.size = range.count
            inside.isStray = true
            _ = try open(PeekedInput(ByteSource(input, range)), at: inside)
        }
    }

    /// Members that cannot be read, of one archive, before it is given up.
    private static let mostFailures = 1000

    /// What an archive is read from: what can be read from its end must be there as a whole.
    private func archiveInput(
        _ input: PeekedInput, for family: ArchiveFamily
    ) throws -> ArchiveInput? {
        guard family == .sevenZip || family == .zip, !input.canSeek else {
            return input.archiveInput
        }
        guard let all = try input.held(upTo: limits.heldBytes - heldBytes) else {
            // A zip can be read as it comes, too; then its directory is not believed.
            return family == .zip ? input.archiveInput : nil
        }
        heldBytes += all.count
        let memory = HeldBytes(all)
        return ArchiveInput(
            size: all.count, seek: { memory.position = $0 }, read: { memory.read(into: $0) })
    }

    private func enter(
        _ entry: ArchiveEntry, of reader: ArchiveReader, at archive: Place
    ) throws {
        var place = archive
        let path = MemberPath.appending(entry.path, to: archive.member)
        place.member = path
        place.modified = entry.modified.map { $0.seconds &* 1_000_000_000 &+ $0.nanoseconds }
        place.size = entry.size
        members += 1
        if members > limits.members {
            isExhausted = true
            tell("more than \(limits.members) members: not read on", at: archive)
            return
        }
        if entry.leadsOut, reader.format?.isAr != true {
            tell("its name leads out of the directory that it is unpacked in", at: place)
        }
        if entry.isEncrypted {
            tell("encrypted: not scanned", at: place)
            return
        }
        switch entry.kind {
        case .pipe: tell("a FIFO in an archive", at: place)
        case .device: tell("a device in an archive", at: place)
        case .socket: tell("a socket in an archive", at: place)
        default: break
        }
        guard try visitor.beginMember(entry, at: path, of: reader) else { return }
        var isWhole = true
        // The data of a file comes in cpio with the last of its hard links.
        if [.file, .hardLink, .other].contains(entry.kind) {
            let data = PeekedInput(
                ByteSource { [unowned self] buffer in
                    let count = try reader.read(into: buffer)
                    try spend(count)
                    return count
                })
            if data.isStillborn {
                isWhole = false
            } else if entry.kind == .file || !data.head.isEmpty {
                isWhole = try open(data, at: place)
            }
            if data.failure != nil {
                explain(data.failure, in: nil, at: place)
                isWhole = false
            }
        }
        try visitor.endMember(entry, of: reader, isWhole: isWhole)
    }

    // MARK: Limits and failures

    /// What was unpacked grew too large.
    private struct Exhausted: Error {
        let reason: String
    }

    private func spend(_ count: Int) throws {
        guard !isExhausted else { throw PeekedInput.Broken() }
        unpackedBytes += count
        let packed = max(source?.size ?? 0, source?.position ?? 0, 1)
        if unpackedBytes > limits.graceBytes, unpackedBytes / limits.ratio > packed {
            isExhausted = true
            throw Exhausted(
                reason: "unpacks to more than \(limits.ratio) times its size: not read on")
        }
        if let most = limits.totalBytes, unpackedBytes > most {
            isExhausted = true
            throw Exhausted(reason: "unpacks to more than \(most) bytes: not read on")
        }
    }

    /// Notes why a level ended early, unless a level below has done so.
    private func explain(
        _ error: (any Error)?, in layer: Compression.Layer?, at place: Place
    ) {
        let name = layer.map { "\($0.name) data" } ?? "the archive"
        switch error {
        case let error as Exhausted: tell(error.reason, at: place)
        case InflateStream.Damage.truncated?: tell("\(name) ends too early", at: place)
        case InflateStream.Damage.damaged?: tell("\(name) is damaged", at: place)
        case let error as ArchiveError where error.code == .input: break
        case let error as ArchiveError where error.code == .encrypted:
            tell("encrypted: not scanned", at: place)
        case let error as ArchiveError where error.code == .unrecognised:
            tell("begins like \(name), and is none", at: place)
        case let error as ArchiveError: tell("\(name): \(error.message)", at: place)
        default: break
        }
    }
}

extension ByteSource {
    /// A part of an input that can be sought in.
    fileprivate init(_ input: ArchiveInput, _ range: Range<Int>) {
        var position: Int?
        self.init(
            size: range.count,
            seek: {
                position = nil; try input.seek?(range.lowerBound + $0);
                position = range.lowerBound + $0
            },
            read: { buffer in
                if position == nil { try input.seek?(range.lowerBound) }
                let at = position ?? range.lowerBound
                let part = buffer.prefix(range.upperBound - at)
                let count = try input.read(UnsafeMutableRawBufferPointer(rebasing: part))
                position = at + count
                return count
            })
    }
}

/// An archive in memory.
private final class HeldBytes {
    private let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = bytes[position...].prefix(buffer.count)
        buffer.copyBytes(from: piece)
        position += piece.count
        return piece.count
    }
}
