#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Makes the library take names for UTF-8, whatever the locale of the process is.
///
/// The library converts names to the character set of the locale; in the `C` locale it gives none
/// for what is not ASCII.
final class NameLocale {
    private let locale: locale_t?

    /// Makes the locale; one that is missing does no harm but to such names.
    init() {
        locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
    }

    deinit {
        if let locale { freelocale(locale) }
    }

    /// Calls the library with the locale set, for this thread only.
    func with<Result>(_ body: () -> Result) -> Result {
        guard let locale else { return body() }
        let before = uselocale(locale)
        defer { _ = uselocale(before) }
        return body()
    }
}
