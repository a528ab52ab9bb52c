import CPrefilter

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A way to search for literals. All find the same; they need different processors.
public enum Kernel: String, CaseIterable, Sendable {
    /// Sixty-four bytes at once through exact tables of eight buckets, what they let through
    /// sixteen windows at once in the bitmap.
    case avx512vbmi
    /// Sixteen windows at once in the bitmap.
    case avx512
    /// Eight windows at once in the bitmap.
    case avx2
    /// Sixteen bytes at once through the tables, what they let through one by one in the bitmap.
    case neon
    /// One window after the other, in C.
    case scalar
    /// The same in Swift: what the others are tested against.
    case portable

    /// The environment variable that names the kernel to use.
    public static let variable = "BLOT_KERNEL"

    /// Whether this processor can run it.
    public var isSupported: Bool { code.map { blot_kernel_is_supported($0) != 0 } ?? true }

    /// The one that searches do: the first that this processor can run, unless ``variable`` names
    /// another that it can.
    public static let chosen: Kernel = {
        let named = getenv(variable).flatMap { Kernel(rawValue: String(cString: $0)) }
        if let named, named.isSupported { return named }
        return allCases.first(where: \.isSupported) ?? .portable
    }()

    /// Whether it looks at the buckets of ``Placement``.
    var needsBuckets: Bool { self == .avx512vbmi || self == .neon }

    var code: blot_kernel? {
        switch self {
        case .avx512vbmi: BLOT_AVX512VBMI
        case .avx512: BLOT_AVX512
        case .avx2: BLOT_AVX2
        case .neon: BLOT_NEON
        case .scalar: BLOT_SCALAR
        case .portable: nil
        }
    }
}
