import Archive

/// Bytes in memory as the input of an archive, a few at a time.
final class ByteInput {
    private let bytes: [UInt8]
    private(set) var at = 0
    private let step: Int

    init(_ bytes: [UInt8], step: Int = 4096) {
        self.bytes = bytes
        self.step = step
    }

    /// What the reader did not ask for.
    var rest: [UInt8] { Array(bytes[at...]) }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = bytes[at..<min(bytes.count, at + min(step, buffer.count))]
        buffer.copyBytes(from: piece)
        at += piece.count
        return piece.count
    }

    /// - Parameter canSeek: Whether it is like a file, or like a pipe.
    func input(canSeek: Bool = false) -> ArchiveInput {
        ArchiveInput(
            size: canSeek ? bytes.count : nil, seek: canSeek ? { self.at = $0 } : nil,
            read: { self.read(into: $0) })
    }
}

/// Everything that a reader gives, in pieces of an odd size.
func drained<Failure: Error>(
    _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
) -> (bytes: [UInt8], error: (any Error)?) {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 7001)
    do {
        while true {
            let count = try buffer.withUnsafeMutableBytes { try read($0) }
            if count == 0 { return (all, nil) }
            all += buffer[..<count]
        }
    } catch {
        return (all, error)
    }
}

extension ArchiveReader {
    /// All members, with their data.
    func members() throws -> [(entry: ArchiveEntry, data: String)] {
        var members: [(ArchiveEntry, String)] = []
        while let entry = try next() {
            let data = drained { try read(into: $0) }
            if let error = data.error { throw error }
            members.append((entry, String(decoding: data.bytes, as: UTF8.self)))
        }
        return members
    }
}

extension ArchiveEntry {
    /// The name as text.
    var name: String { String(decoding: path, as: UTF8.self) }
}
