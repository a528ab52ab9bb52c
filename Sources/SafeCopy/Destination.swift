import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where the copy of a file goes.
struct Destination {
    let directory: OutputDirectory
    let name: [UInt8]
    /// Whether what has the name is replaced: an earlier copy, or the file itself.
    var mayReplace = false
    /// What is put behind the name of the file as it was, where the copy takes its place.
    var backupSuffix: [UInt8]?

    /// Whether the copy takes the place of the file itself.
    var replaces: Bool { backupSuffix != nil }

    /// Puts a complete copy in its place.
    ///
    /// In place of the file itself it goes only if it differs; the file as it was is kept, for its
    /// owner only.
    func put(
        _ output: TemporaryFile, like status: FileStatus, record: inout CopiedFile
    ) throws(SourceError) {
        guard let backupSuffix else {
            // Who runs this owns the copy: nobody else is to run it as such.
            let mode = status.mode & ~0o6000
            return try output.commit(
                as: name, TemporaryFile.Attributes(mode: mode, modified: status.modified),
                mayReplace: mayReplace)
        }
        guard record.isChanged else { return }
        guard !record.notes.contains(where: { $0.member != nil }) else {
            return record.leaveOut(
                "holds secrets, but more is in it that would be lost: not replaced")
        }
        let backup = name + backupSuffix
        guard !directory.holds(backup) else {
            return record.leaveOut(
                "cannot be kept as it was: \(shownName(backup)) is there; use another --backup")
        }
        try keep(as: backup, like: status)
        do throws(SourceError) {
            try output.commit(
                as: name,
                TemporaryFile.Attributes(
                    mode: status.mode, modified: status.modified,
                    owner: (status.owner, status.group)),
                mayReplace: true)
        } catch {
            directory.remove(backup)
            throw error
        }
        record.backup = record.path + shownName(backupSuffix)
        if status.links > 1 {
            record.notes.append(
                CopiedFile.Note(
                    member: nil, reason: "has other names, where its secrets still are",
                    isFailure: true))
        }
    }

    /// Copies the file as it is: a further name of the same file would let its mode be seen
    /// elsewhere.
    private func keep(as backup: [UInt8], like status: FileStatus) throws(SourceError) {
        let file = try directory.read(name)
        defer { file.shut() }
        guard try file.status().identity == status.identity else {
            throw SourceError(name: directory.path(name), operation: "read", code: ESTALE)
        }
        let copy = try TemporaryFile(in: directory)
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { space.deallocate() }
        while true {
            let count = try file.read(into: space)
            if count == 0 { break }
            try copy.write(UnsafeRawBufferPointer(rebasing: space[..<count]))
        }
        let now = try file.status()
        guard now.size == status.size, now.modified == status.modified else {
            throw SourceError(name: directory.path(name), operation: "keep", code: EBUSY)
        }
        try copy.commit(
            as: backup,
            TemporaryFile.Attributes(
                mode: 0o600, modified: status.modified, owner: (status.owner, status.group)),
            mayReplace: false)
    }
}
