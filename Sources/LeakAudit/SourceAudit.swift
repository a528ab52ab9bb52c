import AuditStore
import Configuration
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
    /// The member of an archive that was scanned last, if something may go on in the next.
    private var lastMember: MemberPath?
    /// Whether all of it was scanned.
    private var isWhole = true
    /// Whether the bytes were read from the first to the last.
    private var isHashed = true
    private var lent = 0
    /// Names in the file's archives that were looked at.
    private var seenNames: Set<[UInt8]> = []
    /// Whether an earlier audit's findings hold.
    private(set) var isUnchanged = false

    init(_ auditor: Auditor, unit: AuditUnit, root: String) {
        self.auditor = auditor
        self.unit = unit
        self.root = root
    }

    /// The indices of the allowances that were of use.
    private(set) var usedAllowances: Set<Int> = []

    /// Scans it, unless an earlier audit did and it is the same.
    ///
    /// - Throws: What the store throws; what is wrong with the log is taken down.
    func run() throws {
        defer { auditor.giveBackThreads(lent) }
        let wanted = unit.files.filter { !auditor.options.thresholds($0.path).isSkipped }
        guard !wanted.isEmpty else { return pass(unit.files) }
        let signature = wanted.map(\.signature).joined(separator: ";")
        if try isKnown(wanted, signature: signature) { return pass(wanted) }
        source = try auditor.store.beginSource(
            name, root: root, ordinal: unit.ordinal, run: auditor.run)
        let stream = StreamAudit(auditor.detector, options: auditor.options) { found in
            try self.take(found)
        }
        self.stream = stream
        defer {
            // It hands over to this object.
            self.stream = nil
            usedAllowances = stream.usedAllowances
        }
        let hash = auditor.options.isIncremental ? ContentHash(auditor.options.scan.hash) : nil
        for (index, file) in wanted.enumerated() where !auditor.isOver {
            for finding in auditor.findings(inName: Array(file.relative.name)) {
                stream.add(finding, inNameOf: label(file, member: nil))
            }
            try audit(file, isFollowed: index + 1 < wanted.count, hash: hash)
            auditor.progress.finishedFile()
        }
        try stream.finish()
        try auditor.store.endSource(
            source, signature: signature,
            hash: isHashed ? hash?.text ?? "" : "",
            version: auditor.options.version, files: files, bytes: stream.bytes,
            isWhole: isWhole && !auditor.isOver)
    }

    /// What names the log in every run; nil where there are no further runs.
    private var name: String? {
        guard auditor.options.isIncremental, let last = unit.files.last else { return nil }
        return auditor.name(of: root, last.relative)
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
        let hash = ContentHash(auditor.options.scan.hash)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        for file in files {
            hash.begin(file)
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
        return hash.text
    }

    // MARK: Reading

    private func audit(
        _ file: WalkedFile, isFollowed: Bool, hash: ContentHash?
    ) throws {
        let source: Descriptor
        do throws(SourceError) {
            source = try file.open()
        } catch {
            try end(isFollowed: false)
            return fail(file, error.sentence)
        }
        defer { source.shut() }
        hash?.begin(file)
        let reading = FileReading(file, source, hash: hash) {
            self.auditor.progress.read(bytes: $0)
        }
        var limits = UnpackLimits()
        limits.ratio = auditor.options.largestRatio
        let unpacker = Unpacker(limits: limits) { note in
            guard !self.auditor.isOver else { return }
            self.tell(file, note)
        }
        try unpacker.forEachStream(of: reading.source, modified: file.status.modified) { stream in
            try scan(stream, of: file, isFollowed: isFollowed)
        }
        if lastMember != nil { try end(isFollowed: false) }
        lastMember = nil
        reading.finish()
        if !reading.isSequential { isHashed = false }
        if !auditor.isOver, let change = reading.change { fail(file, change) }
    }

    /// Scans a stream of plain bytes in a file.
    private func scan(_ bytes: UnpackedStream, of file: WalkedFile, isFollowed: Bool) throws {
        guard !auditor.isOver, let stream else { return }
        // What a record goes on in is the next part of its log, also in an archive.
        let last = lastMember
        lastMember = nil
        if let path = bytes.member, last.map(path.follows) != true { try end(isFollowed: false) }
        let member = bytes.member.map(auditor.shown)
        if let names = bytes.member?.names { lookAtNames(names, of: file) }
        switch bytes.kind {
        case .binary where !auditor.options.scansBinaries && !(file.isNamed && member == nil):
            try end(isFollowed: false)
            return stream.add(
                AuditNote(
                    kind: .skipped, path: auditor.shown(file.path), member: member,
                    reason: "binary"))
        case .journal:
            try end(isFollowed: false)
            return try scanJournal(file, member: member)
        case .text, .binary: break
        }
        let isLarge = (bytes.size ?? 0) >= auditor.options.sharedFrom
        try begin(file, member: member, head: bytes.head, isLarge: isLarge)
        while !auditor.isOver {
            shareThreads(isLarge: isLarge)
            if try stream.advance({ bytes.read(into: $0) }) == 0 { break }
        }
        lastMember = bytes.isBroken ? nil : bytes.member
        try end(isFollowed: (isFollowed || member != nil) && !bytes.isBroken)
        if let place = bytes.binaryFrom, !auditor.options.scansBinaries, !auditor.isOver {
            fail(
                file, member: member,
                "binary from about byte \(place) on: scanned as text, but not what is compressed"
            )
        }
    }

    /// Scans the systemd journal's own format, by way of its own tool.
    private func scanJournal(_ file: WalkedFile, member: String?) throws {
        guard member == nil, let stream else {
            return fail(
                file, member: member, "a journal in an archive: unpack it to have it scanned")
        }
        do {
            let journal = try JournalFile(file.path)
            try begin(file, member: nil, head: [], isLarge: false)
            while !auditor.isOver, try stream.advance(journal.read) > 0 {}
            try end(isFollowed: false)
            if let reason = journal.end(), !auditor.isOver { fail(file, reason) }
        } catch let error as SourceError {
            try end(isFollowed: false)
            fail(file, "a journal: \(error.name) \(error.sentence)")
        }
    }

    private func begin(
        _ file: WalkedFile, member: String?, head: [UInt8], isLarge: Bool
    ) throws {
        files += 1
        try stream?.begin(label(file, member: member), head: head, isLarge: isLarge)
    }

    private func label(_ file: WalkedFile, member: String?) -> StreamAudit.Label {
        StreamAudit.Label(
            path: auditor.shown(file.path), member: member,
            container: ContainerPath.container(of: file.path),
            thresholds: auditor.options.thresholds(file.path))
    }

    /// Takes down what is found in the names of members, once for each name.
    private func lookAtNames(_ names: [[UInt8]], of file: WalkedFile) {
        for name in names.flatMap({ $0.split(separator: UInt8(ascii: "/")) }).map(Array.init)
        where seenNames.insert(name).inserted {
            for finding in auditor.findings(inName: name) {
                let member = auditor.shown(MemberPath(names))
                stream?.add(finding, inNameOf: label(file, member: member))
            }
        }
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

    private func tell(_ file: WalkedFile, _ note: SourceNote) {
        if note.isFailure {
            fail(file, member: note.member.map(auditor.shown), note.reason)
        } else {
            stream?.add(
                AuditNote(
                    kind: .remark, path: auditor.shown(file.path),
                    member: note.member.map(auditor.shown),
                    reason: note.reason))
        }
    }

    private func fail(_ file: WalkedFile, member: String? = nil, _ reason: String) {
        isWhole = false
        stream?.add(
            AuditNote(
                kind: .failed, path: auditor.shown(file.path), member: member, reason: reason))
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
        "\(status.size):\(status.modified):\(status.changed):\(status.device):\(status.inode)"
    }
}
