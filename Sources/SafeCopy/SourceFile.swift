import LogSources

/// A file that is read: as much of it as there was when it was opened.
final class SourceFile {
    let walked: WalkedFile
    /// When it was opened.
    let status: FileStatus
    private let file: Descriptor
    private var position = 0

    /// Opens it; see ``WalkedFile/open()``.
    init(_ walked: WalkedFile) throws(SourceError) {
        self.walked = walked
        file = try walked.open()
        do throws(SourceError) {
            status = try file.status()
        } catch {
            file.shut()
            throw error
        }
    }

    deinit {
        file.shut()
    }

    /// Its bytes from the first on.
    func bytes() throws -> ByteSource {
        let whole = ByteSource(file)
        try whole.seek?(0)
        position = 0
        // Files of /proc have no size, and yet contents.
        let end = status.size == 0 ? Int.max : status.size
        return ByteSource(
            size: status.size == 0 ? nil : status.size,
            seek: { [self] place in
                try whole.seek?(place)
                position = place
            },
            read: { [self] buffer in
                let part = buffer.prefix(max(0, end - position))
                let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: part))
                position += count
                return count
            })
    }

    /// Why what was read is not what there is; nil if it did not change.
    ///
    /// - Parameter isReplaced: Whether the copy takes its place: what came since would be lost.
    func change(isReplaced: Bool = false) -> (reason: String, isUsable: Bool)? {
        guard let now = try? file.status() else { return ("cannot be read", false) }
        if now.size < status.size { return ("shrank while it was read", false) }
        guard now.size > status.size, status.size > 0 else { return nil }
        return isReplaced
            ? ("grew while it was read: not replaced", false)
            : ("grew while it was read: its first \(status.size) bytes were copied", true)
    }

    /// Whether it is as it was when it was opened, as far as can be told.
    var isUntouched: Bool {
        guard let now = try? file.status() else { return false }
        return now.size == status.size && now.modified == status.modified
    }
}
