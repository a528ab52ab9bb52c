import AuditStore
import KeyedHash
import LeakDetection
import LeakReport
import LogSources

/// Audits one log: a file, or the parts of a rotated one.
final class SourceAudit {
    private let auditor: Auditor
    private let unit: AuditUnit
    private let root: String
    private var stream: StreamAudit?
    private var source: Int64 = 0
    private var number = 0
    private var files = 0
    /// Whether all of it was scanned.
    private var isWhole = true
    private var lent = 0
    /// Whether an earlier audit's findings hold.
    private(set) var isUnchanged = false

    /// Bytes of a file from which on several threads help.
    private static let large = 32 << 20

    init(_ auditor: Auditor, unit: AuditUnit, root: String) {
        self.auditor = auditor
        self.unit = unit
        self.root = root
    }

    var usedAllowances: Set<Int> { stream?.usedAllowances ?? [] }

    /// Scans it, unless an earlier audit did and it is the same.
    ///
    /// - Throws: What the store throws; what is wrong with the log is taken down.
    func run() throws {
        defer { auditor.giveBackThreads(lent) }
        let wanted = unit.files.filter { auditor.options.thresholds($0.path.text) != nil }
        guard !wanted.isEmpty else { return pass(unit.files) }
        let signature = wanted.map(\.signature).joined(separator: ";")
        if try isKnown(wanted, signature: signature) { return pass(wanted) }
        source = try auditor.store.beginSource(
            name, root: root, ordinal: unit.ordinal, run: auditor.run)
        let stream = StreamAudit(auditor.detector, options: auditor.options) { found in
            try self.take(found)
        }
        self.stream = stream
        var hash = auditor.options.scan.hash.stream()
        for (index, file) in wanted.enumerated() where !auditor.isOver {
            try audit(file, isFollowed: index + 1 < wanted.count, hash: &hash)
            auditor.progress.finishedFile()
        }
        try stream.finish()
        try auditor.store.endSource(
            source, signature: signature,
            hash: auditor.options.isIncremental ? hash.digest().hexadecimal : "",
            version: auditor.options.version, files: files, bytes: stream.bytes,
            isWhole: isWhole && !auditor.isOver)
    }

    /// What names the log in every run; nil where there are no further runs.
    private var name: String? {
        guard auditor.options.isIncremental, let last = unit.files.last else { return nil }
        return root + "\n" + last.relative.text
    }

    /// Counts files that are not read.
    private func pass(_ files: [WalkedFile]) {
        for file in files {
            auditor.progress.read(bytes: file.status.size)
            auditor.progress.finishedFile()
        }
    }

    // MARK: Earlier audits

    /// Whether an earlier audit scanned the same, with the same rules; takes it over.
    private func isKnown(_ files: [WalkedFile], signature: String) throws -> Bool {
        guard let name, let known = try auditor.store.source(named: name),
            known.version == auditor.options.version
        else { return false }
        if known.signature != signature {
            // Copied, or touched: the contents tell.
            guard !known.hash.isEmpty, known.hash == contentHash(files) else { return false }
        }
        try auditor.store.keep(
            known.id, signature: signature, ordinal: unit.ordinal, run: auditor.run)
        isUnchanged = true
        return true
    }

    private func contentHash(_ files: [WalkedFile]) -> String? {
        var hash = auditor.options.scan.hash.stream()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        for file in files {
            guard let source = try? file.open() else { return nil }
            defer { source.shut() }
            while true {
                guard !auditor.isOver, let count = try? source.read(into: buffer) else {
                    return nil
                }
                if count == 0 { break }
                hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
        return hash.digest().hexadecimal
    }

    // MARK: Reading

    private func audit(
        _ file: WalkedFile, isFollowed: Bool, hash: inout KeyedHash.Stream
    ) throws {
        let source: Descriptor
        do throws(SourceError) {
            source = try file.open()
        } catch {
            try end(isFollowed: false)
            return fail(file, error.sentence)
        }
        defer { source.shut() }
        do {
            try read(file, from: source, isFollowed: isFollowed, hash: &hash)
        } catch let error as SourceError {
            // What was read was scanned; what comes next does not follow on it.
            try end(isFollowed: false)
            fail(file, error.sentence)
        }
    }

    private func read(
        _ file: WalkedFile, from source: Descriptor, isFollowed: Bool,
        hash: inout KeyedHash.Stream
    ) throws {
        let size = try source.status().size
        // Files of /proc have no size, and yet contents.
        var rest = size == 0 ? Int.max : size
        begin(file, member: nil, isLarge: size >= Self.large)
        while rest > 0, !auditor.isOver, let stream {
            shareThreads(isLarge: size >= Self.large)
            let count = try stream.advance { space throws(SourceError) in
                let part = UnsafeMutableRawBufferPointer(rebasing: space.prefix(rest))
                let count = try source.read(into: part)
                hash.update(UnsafeRawBufferPointer(rebasing: part[..<count]))
                return count
            }
            if count == 0 { break }
            rest -= count
            auditor.progress.read(bytes: count)
        }
        try end(isFollowed: isFollowed)
        if size > 0, rest > 0, !auditor.isOver {
            fail(file, "shrank while it was read: \(size - rest) bytes were scanned")
        } else if size > 0, try source.status().size > size {
            fail(file, "grew while it was read: its first \(size) bytes were scanned")
        }
    }

    private func begin(_ file: WalkedFile, member: String?, isLarge: Bool) {
        files += 1
        stream?.begin(
            StreamAudit.Label(
                path: file.path.text, member: member,
                container: ContainerPath.container(of: file.path),
                thresholds: auditor.options.thresholds(file.path.text) ?? .init()),
            isLarge: isLarge)
    }

    /// Takes threads that have nothing more to do.
    private func shareThreads(isLarge: Bool) {
        guard isLarge else { return }
        let more = auditor.borrowThreads()
        guard more > 0 else { return }
        lent += more
        stream?.share(among: 1 + lent)
    }

    private func end(isFollowed: Bool) throws {
        try stream?.end(isFollowed: isFollowed)
        auditor.giveBackThreads(lent)
        lent = 0
    }

    private func fail(_ file: WalkedFile, member: String? = nil, _ reason: String) {
        isWhole = false
        stream?.add(
            AuditNote(kind: .failed, path: file.path.text, member: member, reason: reason))
    }

    private func take(_ found: [FoundEvent]) throws {
        auditor.progress.noted(
            findings: found.count { if case .place = $0 { true } else { false } })
        try auditor.store.add(found, to: source, from: number)
        number += found.count
    }
}

extension WalkedFile {
    /// Changes when the file does.
    fileprivate var signature: String {
        "\(status.size):\(status.modified):\(status.device):\(status.inode)"
    }
}

extension [UInt8] {
    /// Two lower-case digits for each byte.
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
