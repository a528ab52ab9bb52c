import KeyedHash

/// A keyed hash of what was read: tells whether a file is the same, and not what is in it.
final class ContentHash {
    private var stream: KeyedHash.Stream

    init(_ key: KeyedHash) {
        stream = key.stream()
    }

    func update(_ bytes: UnsafeRawBufferPointer) { stream.update(bytes) }

    /// The hash of all bytes so far, in hexadecimal; the next ones begin anew.
    var text: String {
        stream.digest().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
