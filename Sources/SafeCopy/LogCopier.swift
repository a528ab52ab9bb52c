import Archive
import LeakDetection
import LogSources

/// Copies one log: a file, or the parts of a rotated one, the oldest first.
final class LogCopier {
    private let context: CopyContext
    /// The plain files that are not complete yet.
    private var plain: PlainLog?

    init(_ context: CopyContext) {
        self.context = context
    }

    /// Copies files, one after the other.
    ///
    /// - Parameter files: Each with its place in the copy, and what is known of it.
    /// - Throws: ``Interrupted``; what is wrong with a file is taken down.
    func copy(_ files: [(file: WalkedFile, destination: Destination, record: CopiedFile)]) throws {
        for (index, item) in files.enumerated() {
            try context.checkInterrupt()
            try copy(
                item.file, to: item.destination, record: item.record,
                isLast: index + 1 == files.count)
        }
        try finishPlain()
    }

    private func copy(
        _ file: WalkedFile, to destination: Destination, record: CopiedFile, isLast: Bool
    ) throws {
        let source: SourceFile
        do throws(SourceError) {
            source = try SourceFile(file)
        } catch {
            try finishPlain()
            return leaveOut(record, error.sentence)
        }
        var isPlain = false
        var isClean = true
        let inspector = Inspector(
            context, path: file.path.text, isNamed: file.isNamed,
            plain: { stream in
                isPlain = true
                try self.copyPlain(stream, of: source, to: destination, record: record)
            }, beginWrapped: { try self.finishPlain() })
        var isWhole = false
        let wrapping = WrappingScan(context.chain, path: file.path.text)
        do {
            let unpacker = Unpacker(limits: context.options.limits) { note in
                if note.isFailure { isClean = false }
            }
            unpacker.watchesWrapping = { wrapping.watch() }
            isWhole = try unpacker.unpack(
                try source.bytes(), modified: file.status.modified, visitor: inspector)
        } catch is Inspector.Dirty {
            isClean = false
        } catch let error as SourceError {
            plain = nil
            return leaveOut(record, error.sentence)
        }
        if isPlain {
            try settlePlain(isWhole: isWhole, isLast: isLast)
        } else if try !isClean || !isWhole || !wrapping.isClean
            || !copyVerbatim(source, to: destination, record: record)
        {
            try rewrite(source, to: destination, record: record)
        }
    }

    private func leaveOut(_ record: CopiedFile, _ reason: String, isFailure: Bool = true) {
        var record = record
        record.leaveOut(reason, isFailure: isFailure)
        context.add(record, bytes: 0)
    }

    // MARK: Plain files

    private func copyPlain(
        _ stream: UnpackedStream, of source: SourceFile, to destination: Destination,
        record: CopiedFile
    ) throws {
        if let reason = context.reasonToLeaveOut(stream, isNamed: source.walked.isNamed) {
            try finishPlain()
            return leaveOut(record, reason.0, isFailure: reason.isFailure)
        }
        let log =
            plain
            ?? PlainLog(
                context, path: source.walked.path.text,
                isLarge: source.status.size >= CopyContext.largeBytes)
        plain = log
        try log.begin(source, to: destination, record: record)
        try log.copy(stream)
        if let reason = context.reasonToDrop(stream) { log.parts.last?.record.leaveOut(reason) }
    }

    /// Ends the plain files, unless a record goes on in the next.
    private func settlePlain(isWhole: Bool, isLast: Bool) throws {
        guard let plain, let part = plain.parts.last else { return }
        if !isWhole {
            part.record.leaveOut("could not be read to its end")
        } else if let change = part.source.change(isReplaced: part.destination.replaces) {
            if change.isUsable {
                part.record.notes.append(
                    CopiedFile.Note(member: nil, reason: change.reason, isFailure: true)
                )
            } else {
                part.record.leaveOut(change.reason)
            }
        }
        if isWhole, !isLast, plain.goesOn { return }
        try finishPlain()
    }

    /// Puts the plain files that were read in their places.
    private func finishPlain() throws {
        guard let log = plain else { return }
        plain = nil
        do {
            try log.finish()
            for part in log.parts {
                if part.record.fate == .unchanged {
                    try part.destination.put(
                        part.output, like: part.source.status, record: &part.record)
                }
                context.add(part.record, bytes: part.bytes, isCounted: true)
            }
        } catch let error as SourceError {
            for part in log.parts { leaveOut(part.record, error.sentence) }
        }
    }

    // MARK: Compressed data and archives

    /// Copies a file in which nothing is to be redacted, byte for byte.
    ///
    /// - Returns: Whether that could be done: the bytes themselves say nothing either, such as in a
    ///   comment of an archive, and the file is still as it was.
    private func copyVerbatim(
        _ source: SourceFile, to destination: Destination, record: CopiedFile
    ) throws -> Bool {
        var record = record
        let path = source.walked.path.text
        do {
            let output = try TemporaryFile(in: destination.directory)
            let bytes = try source.bytes()
            let log = OpenLog(context.chain.next(path), threads: 1)
            log.begin(path)
            var isClean = true
            var copied = 0
            var count = 1
            while count > 0, isClean {
                try context.checkInterrupt()
                count = try log.buffer.fill { space in
                    let count = try bytes.read(space)
                    try output.write(UnsafeRawBufferPointer(rebasing: space[..<count]))
                    return count
                }
                copied += count
                log.consume(
                    log.scan(isFinal: count == 0, sink: { _ in }, report: { _ in isClean = false }))
            }
            guard isClean, copied == source.status.size, source.isUntouched else { return false }
            try destination.put(output, like: source.status, record: &record)
            context.add(record, bytes: copied)
            return true
        } catch let error as SourceError {
            leaveOut(record, error.sentence)
            return true
        }
    }

    private func rewrite(
        _ source: SourceFile, to destination: Destination, record: CopiedFile
    ) throws {
        let file = source.walked
        do {
            let output = try TemporaryFile(in: destination.directory)
            let rewriter = Rewriter(
                context, to: output, in: destination.directory, path: file.path,
                isNamed: file.isNamed, record: record)
            let unpacker = Unpacker(limits: context.options.limits) { rewriter.add($0) }
            let isWhole = try unpacker.unpack(
                try source.bytes(), modified: file.status.modified, visitor: rewriter)
            let isKept = rewriter.finish(isWhole: isWhole)
            var record = rewriter.record
            if isKept {
                if let change = source.change(isReplaced: destination.replaces) {
                    if change.isUsable {
                        record.notes.append(
                            CopiedFile.Note(member: nil, reason: change.reason, isFailure: true))
                    } else {
                        record.leaveOut(change.reason)
                        return context.add(record, bytes: 0)
                    }
                }
                record.fate = .redacted
                try destination.put(output, like: source.status, record: &record)
            }
            context.add(record, bytes: source.status.size)
        } catch let error as SourceError {
            leaveOut(record, error.sentence)
        }
    }
}
