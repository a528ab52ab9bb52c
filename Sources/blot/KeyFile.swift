import KeyedHash
import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The file that makes hashes and fingerprints the same in every run.
enum KeyFile {
    /// Bytes of a key that is made here.
    private static let bytes = 32
    private static let shortest = 16

    /// Reads the key, or makes one that only its owner can read.
    ///
    /// - Throws: Status 64 with a sentence on stderr.
    static func read(_ path: String) throws -> KeyedHash {
        let key: [UInt8]
        do throws(SourceError) {
            if access(path, F_OK) != 0 { try make(path) }
            key = try contents(ofFile: path, limit: 4096)
        } catch {
            Terminal.complain("blot: \(error)")
            throw Status.usage
        }
        guard key.count >= shortest else {
            Terminal.complain(
                "blot: \(path): a key needs at least \(shortest) bytes; "
                    + "delete the file to have one made"
            )
            throw Status.usage
        }
        return KeyedHash(key: key)
    }

    private static func make(_ path: String) throws(SourceError) {
        let file = try Descriptor.writing(path)
        defer { file.shut() }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let outcome: Result<Void, SourceError> = key.withUnsafeBytes { bytes in
            Result { () throws(SourceError) in try file.write(bytes) }
        }
        try outcome.get()
    }
}
