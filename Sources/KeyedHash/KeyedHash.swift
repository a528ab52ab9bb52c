internal import CNettle

/// HMAC-SHA-256 under one key (RFC 2104, FIPS 180-4), from the nettle library.
///
/// A keyed hash of a secret names it without giving it away: without the key, guesses cannot be
/// tried against it.
public struct KeyedHash: Sendable {
    /// Bytes of a digest.
    public static let digestBytes = 32

    private let key: [UInt8]

    /// - Parameter key: Any number of bytes; 32 random ones are the intended use.
    public init(key: [UInt8]) {
        self.key = key
    }

    /// A hash under a fresh random key, different in every run.
    public static func random() -> KeyedHash {
        var generator = SystemRandomNumberGenerator()
        return KeyedHash(
            key: (0..<digestBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// Names the key without giving it away: `k1:` and eight bytes of a hash of a fixed text.
    public var id: String {
        let digest = Array("blot key id".utf8).withUnsafeBytes { self.digest($0) }
        return "k1:" + Hexadecimal.text(digest.prefix(8))
    }

    /// The digest of the parts, each preceded by its length so that no two lists of parts are
    /// alike.
    ///
    /// - Parameter parts: What is hashed, in order.
    /// - Returns: 32 bytes.
    public func digest(_ parts: UnsafeRawBufferPointer...) -> [UInt8] {
        authenticationCode(of: parts, framed: true)
    }

    /// The bare HMAC of the parts, one after the other; `framed` puts each part's length before it.
    func authenticationCode(of parts: [UnsafeRawBufferPointer], framed: Bool = false) -> [UInt8] {
        var context = hmac_sha256_ctx()
        nettle_hmac_sha256_set_key(&context, key.count, key)
        for part in parts {
            if framed {
                withUnsafeBytes(of: UInt64(part.count).bigEndian) { length in
                    update(&context, with: length)
                }
            }
            update(&context, with: part)
        }
        var digest = [UInt8](repeating: 0, count: Self.digestBytes)
        nettle_hmac_sha256_digest(&context, digest.count, &digest)
        return digest
    }

    /// The digest of bytes that come piece by piece.
    public struct Stream: ~Copyable {
        private var context = hmac_sha256_ctx()

        fileprivate init(key: [UInt8]) {
            nettle_hmac_sha256_set_key(&context, key.count, key)
        }

        /// Takes the next bytes.
        public mutating func update(_ bytes: UnsafeRawBufferPointer) {
            guard let base = bytes.baseAddress else { return }
            nettle_hmac_sha256_update(
                &context, bytes.count, base.assumingMemoryBound(to: UInt8.self))
        }

        /// The digest of all bytes so far; the next ones begin anew.
        public mutating func digest() -> [UInt8] {
            var digest = [UInt8](repeating: 0, count: KeyedHash.digestBytes)
            nettle_hmac_sha256_digest(&context, digest.count, &digest)
            return digest
        }
    }

    /// Begins to hash bytes that come piece by piece.
    public func stream() -> Stream { Stream(key: key) }

    private func update(_ context: inout hmac_sha256_ctx, with bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        nettle_hmac_sha256_update(
            &context, bytes.count, base.assumingMemoryBound(to: UInt8.self))
    }
}
