import Foundation

/// A file in the systemd journal's own format, read through its own tool: `journalctl -o export`.
public final class JournalFile {
    private let process = Process()
    private let output = Pipe()

    /// - Throws: `ENOENT` when there is no journalctl.
    public init(_ path: BytePath) throws(SourceError) {
        // A name that is no UTF-8 cannot be handed over.
        guard let text = String(validating: path.bytes, as: UTF8.self) else {
            throw SourceError(name: path.text, operation: "open", code: EILSEQ)
        }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "journalctl", "--file=\(text)", "--output=export", "--no-pager", "--quiet",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw SourceError(name: path.text, operation: "open", code: ENOENT)
        }
        try? output.fileHandleForWriting.close()
    }

    /// The entries, in the journal's export format.
    ///
    /// - Returns: The number of bytes; 0 at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        let descriptor = Descriptor(
            number: output.fileHandleForReading.fileDescriptor, name: "journalctl")
        return try descriptor.read(into: buffer)
    }

    /// Ends reading.
    ///
    /// - Returns: Why not all entries were read; nil when they were.
    public func end() -> String? {
        try? output.fileHandleForReading.close()
        process.waitUntilExit()
        switch process.terminationStatus {
        case 0: return nil
        case 127: return "a journal, and there is no journalctl to read it with: install systemd"
        case let status: return "journalctl could not read it, and ended with status \(status)"
        }
    }
}
