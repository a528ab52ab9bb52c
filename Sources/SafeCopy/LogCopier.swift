import Archive
import LeakDetection
import LogSources

/// Copies one log: a file, or the parts of a rotated one, the oldest first.
final class LogCopier {
    private let context: CopyContext
    /// The parts that are not complete yet.
    private var open: PartedLog?

    init(_ context: CopyContext) {
        self.context = context
    }

    /// Copies files, one after the other.
    ///
    /// - Parameter files: Each with its place in the copy, and what is known of it.
    /// - Throws: ``Interrupted``; what is wrong with a file is taken down.
    func copy(_ files: [(file: WalkedFile, destination: Destination, record: CopiedFile)]) throws {
        for (file, destination, record) in files {
            try context.checkInterrupt()
            let source: SourceFile
            do throws(SourceError) {
                source = try SourceFile(file)
            } catch {
                try finishParts()
                leaveOut(record, error.sentence)
                continue
            }
            // A file that stands alone is no part: it need not be compressed again to be looked at.
            if files.count > 1, try copyPart(source, to: destination, record: record) { continue }
            try copy(source, to: destination, record: record)
        }
        try finishParts()
    }

    /// Copies a file that is not the part of a log, or the only one.
    private func copy(
        _ source: SourceFile, to destination: Destination, record: CopiedFile
    ) throws {
        let file = source.walked
        var isPlain = false
        var isClean = true
        let inspector = Inspector(
            context, path: file.path.text, isNamed: file.isNamed,
            plain: { stream in
                isPlain = true
                try self.copy(stream, of: source, to: destination, filter: nil, record: record)
            }, beginWrapped: { try self.finishParts() })
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
            return fail(source, record, error)
        }
        if isPlain {
            try settle(source, reason: isWhole ? nil : "could not be read to its end")
            try finishParts()
        } else if !isClean || !isWhole {
            try rewrite(source, to: destination, record: record)
        } else if try !wrapping.isClean
            || !copyVerbatim(source, to: destination, record: record)
        {
            var record = record
            record.isRewritten = true
            try rewrite(source, to: destination, record: record)
        }
    }

    private func leaveOut(_ record: CopiedFile, _ reason: String, isFailure: Bool = true) {
        var record = record
        record.leaveOut(reason, isFailure: isFailure)
        context.add(record, bytes: 0)
    }

    // MARK: Parts

    /// Copies a file that may be the part of a log, and may go on in the next file.
    ///
    /// - Returns: Whether it can be one: plain text, or text that is compressed once. If not,
    ///   nothing of it was copied.
    private func copyPart(
        _ source: SourceFile, to destination: Destination, record: CopiedFile
    ) throws -> Bool {
        var notes: [SourceNote] = []
        let visitor = PartVisitor { stream, filter in
            if filter != nil,
                self.context.reasonToLeaveOut(stream, isNamed: source.walked.isNamed) != nil
            {
                throw PartVisitor.NoPart()
            }
            try self.copy(stream, of: source, to: destination, filter: filter, record: record)
        }
        do {
            let unpacker = Unpacker(limits: context.options.limits) { notes.append($0) }
            let isWhole = try unpacker.unpack(
                try source.bytes(), modified: source.walked.status.modified, visitor: visitor)
            // Nothing could be opened.
            guard visitor.isTaken else { throw PartVisitor.NoPart() }
            let failure = notes.first(where: \.isFailure)?.reason
            if visitor.hasMore {
                try settle(source, reason: "more stands behind its compressed data")
            } else {
                try settle(
                    source,
                    reason: failure ?? (isWhole ? nil : "could not be read to its end"))
            }
            return true
        } catch is PartVisitor.NoPart {
            try finishParts()
            return false
        } catch let error as SourceError {
            fail(source, record, error)
            return true
        }
    }

    private func copy(
        _ stream: UnpackedStream, of source: SourceFile, to destination: Destination,
        filter: CompressionFilter?, record: CopiedFile
    ) throws {
        if let reason = context.reasonToLeaveOut(stream, isNamed: source.walked.isNamed) {
            try finishParts()
            return leaveOut(record, reason.0, isFailure: reason.isFailure)
        }
        if let open, !open.goesOn(in: stream.head) { try finishParts() }
        let log =
            open
            ?? PartedLog(
                context, path: source.walked.path.text,
                isLarge: source.status.size >= CopyContext.largeBytes)
        open = log
        try log.begin(source, to: destination, filter: filter, record: record)
        try log.copy(stream)
        if let reason = context.reasonToDrop(stream) { log.parts.last?.record.leaveOut(reason) }
    }

    /// Takes down what a part has come to.
    ///
    /// - Parameter reason: Why it has no place in the copy.
    private func settle(_ source: SourceFile, reason: String?) throws {
        guard let open, let part = open.parts.last, part.source === source else { return }
        if let reason {
            part.record.leaveOut(reason)
            // What is missing may have ended anything.
            try finishParts()
        } else if let change = source.change(isReplaced: part.destination.replaces) {
            if change.isUsable {
                part.record.notes.append(
                    CopiedFile.Note(member: nil, reason: change.reason, isFailure: true)
                )
            } else {
                part.record.leaveOut(change.reason)
            }
        }
    }

    /// Puts the parts that were read in their places.
    private func finishParts() throws {
        guard let log = open else { return }
        open = nil
        do {
            try log.finish()
        } catch let error as SourceError {
            for part in log.parts { leaveOut(part.record, error.sentence) }
            return
        }
        for part in log.parts { try finish(part) }
    }

    private func finish(_ part: PartedLog.Part) throws {
        if part.record.fate == .unchanged {
            if part.output.isCompressed, !part.output.isChanged {
                part.record.notes = []
                return try copy(part.source, to: part.destination, record: part.record)
            }
            part.record.isRewritten = part.output.isChanged
            do {
                if let file = try part.output.finish() {
                    try part.destination.put(
                        file, like: part.source.status, record: &part.record)
                } else {
                    part.record.leaveOut(part.output.reasonToLeaveOut ?? "cannot be written")
                }
            } catch let error as SourceError {
                part.record.leaveOut(error.sentence)
            }
        }
        context.add(
            part.record, bytes: part.output.isCompressed ? part.source.status.size : part.bytes,
            isCounted: !part.output.isCompressed)
    }

    /// Leaves out a file, and the parts before it whose end is not known now.
    private func fail(_ source: SourceFile, _ record: CopiedFile, _ error: SourceError) {
        for part in open?.parts ?? [] where part.source !== source {
            leaveOut(part.record, error.sentence)
        }
        open = nil
        leaveOut(record, error.sentence)
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
                // In place of the file itself it goes only with a reason.
                if !destination.replaces { record.fate = .redacted }
                try destination.put(output, like: source.status, record: &record)
            }
            context.add(record, bytes: source.status.size)
        } catch let error as SourceError {
            leaveOut(record, error.sentence)
        }
    }
}
