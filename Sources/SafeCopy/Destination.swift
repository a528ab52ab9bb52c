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
            try output.commit(as: name, mode: status.mode, modified: status.modified)
            return
        }
        guard record.isChanged else { return }
        guard !record.notes.contains(where: { $0.member != nil }) else {
            return record.leaveOut(
                "holds secrets, but more is in it that would be lost: not replaced")
        }
        let backup = name + backupSuffix
        guard !directory.holds(backup) else {
            throw SourceError(
                name: directory.path(backup), operation: "keep the file as it was", code: EEXIST)
        }
        try directory.link(name, as: backup)
        _ = BytePath(backup).withCString { fchmodat(directory.number, $0, 0o600, 0) }
        try output.commit(as: name, mode: status.mode, modified: status.modified)
        record.backup = record.path + shownName(backupSuffix)
        if status.links > 1 {
            record.notes.append(
                CopiedFile.Note(
                    member: nil, reason: "has other names, where its secrets still are",
                    isFailure: true))
        }
    }
}
