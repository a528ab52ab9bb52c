internal import CNettle

/// SHA-256 (FIPS 180-4), from the nettle library: names bytes that are no secret. For secrets there
/// is ``KeyedHash``.
public enum SHA256 {
    /// The digest of a text's UTF-8, 32 bytes.
    public static func digest(of text: String) -> [UInt8] {
        var context = sha256_ctx()
        nettle_sha256_init(&context)
        var text = text
        text.withUTF8 { nettle_sha256_update(&context, $0.count, $0.baseAddress) }
        var digest = [UInt8](repeating: 0, count: KeyedHash.digestBytes)
        nettle_sha256_digest(&context, digest.count, &digest)
        return digest
    }
}
