import Archive
import LogSources

/// Where the bytes of one part of a log go: into a file of its own, compressed as the part is.
///
/// What is compressed is written from the first change on, and what stands before it is read once
/// more then: a part in which nothing changes costs no compression.
final class PartOutput {
    private let source: SourceFile
    private let directory: OutputDirectory
    private let filter: CompressionFilter?
    private var file: TemporaryFile?
    private var compressor: Compressor?
    /// Whether it is not the same as the source.
    private(set) var isChanged = false
    /// Why it has no place in the copy.
    private(set) var reasonToLeaveOut: String?
    /// Bytes of the beginning that are the source's, and are not written yet.
    private var keptBytes = 0

    /// - Parameter filter: How the part is compressed; nil for plain bytes.
    init(
        _ source: SourceFile, in directory: OutputDirectory, filter: CompressionFilter?
    ) throws(SourceError) {
        self.source = source
        self.directory = directory
        self.filter = filter
        if filter == nil { file = try TemporaryFile(in: directory) }
    }

    var isCompressed: Bool { filter != nil }

    /// Takes bytes of the source as they are.
    func keep(_ bytes: UnsafeRawBufferPointer) throws {
        guard filter == nil || isChanged else {
            keptBytes += bytes.count
            return
        }
        try append(bytes)
    }

    /// Takes bytes that stand in the place of others.
    func replace(with bytes: UnsafeRawBufferPointer) throws {
        try change()
        try append(bytes)
    }

    /// Bytes of the source are left out.
    func skip() throws { try change() }

    /// Completes the bytes.
    ///
    /// - Returns: The file; nil if it has no place in the copy, and for what is compressed and did
    ///   not change.
    func finish() throws -> TemporaryFile? {
        try fitting { try compressor?.finish() }
        // Its beginning was read twice.
        if isCompressed, isChanged, !source.isUntouched { leaveOut("changed while it was read") }
        return reasonToLeaveOut == nil ? file : nil
    }

    private func leaveOut(_ reason: String) {
        if reasonToLeaveOut == nil { reasonToLeaveOut = reason }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard reasonToLeaveOut == nil, !bytes.isEmpty else { return }
        if let compressor {
            try fitting { try compressor.write(bytes) }
        } else {
            try file?.write(bytes)
        }
    }

    private func change() throws {
        guard !isChanged else { return }
        isChanged = true
        guard let filter else { return }
        let file = try TemporaryFile(in: directory)
        self.file = file
        try fitting {
            let compressor = try Compressor(filter) { try file.write($0) }
            self.compressor = compressor
            try readAgain(into: compressor)
        }
    }

    private struct Done: Error {}

    /// Compresses what was kept.
    private func readAgain(into compressor: Compressor) throws {
        guard keptBytes > 0 else { return }
        let again = try SourceFile(source.walked)
        guard again.status.identity == source.status.identity else {
            return leaveOut("changed while it was read")
        }
        var left = keptBytes
        let space = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(left, 256 << 10), alignment: 64)
        defer { space.deallocate() }
        do {
            // Its limits were kept to when it was read first.
            var limits = UnpackLimits()
            limits.ratio = .max
            try Unpacker(limits: limits) { _ in }.forEachStream(of: try again.bytes()) { stream in
                while left > 0 {
                    let part = UnsafeMutableRawBufferPointer(rebasing: space.prefix(left))
                    let count = stream.read(into: part)
                    if count == 0 { break }
                    try compressor.write(UnsafeRawBufferPointer(rebasing: part[..<count]))
                    left -= count
                }
                throw Done()
            }
        } catch is Done {}
        if left > 0 { leaveOut("changed while it was read") }
    }

    /// Leaves out what cannot be compressed again; anything else is an error of the output.
    private func fitting(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as ArchiveError {
            if let underlying = error.underlying { throw underlying }
            leaveOut("cannot be written again: \(error.message)")
        }
    }
}
