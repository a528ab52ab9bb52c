import KeyedHash
import LogSources

/// A keyed hash of what was read: tells whether a file is the same, and not what is in it.
final class ContentHash {
    private var stream: KeyedHash.Stream

    init(_ key: KeyedHash) {
        stream = key.stream()
    }

    /// Begins a file: its name and size belong to what is hashed.
    func begin(_ file: WalkedFile) {
        file.relative.bytes.withUnsafeBytes { stream.update($0) }
        withUnsafeBytes(of: file.status.size) { stream.update($0) }
    }

    func update(_ bytes: UnsafeRawBufferPointer) { stream.update(bytes) }

    /// The hash of all bytes so far, in hexadecimal; the next ones begin anew.
    var text: String { Hexadecimal.text(stream.digest()) }
}
