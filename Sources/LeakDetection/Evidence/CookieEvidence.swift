import LeakRules

/// Weighs the cookies of a header: does one of them look like a session?
enum CookieEvidence {
    /// Parts of names that sessions have.
    private static let names = WordList([
        "sess", "sid", "auth", "token", "csrf", "xsrf", "remember", "login", "jwt", "identity",
        "user",
        "secret", "connect.",
    ])

    static func weigh(_ context: MatchContext) -> Evidence? {
        let header = context.frame.slice(context.match.lowerBound..<context.secret.upperBound)
        for pair in header.split(separator: UInt8(ascii: ";")) {
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = UnsafeRawBufferPointer(rebasing: pair[(equals + 1)...])
            let name = UnsafeRawBufferPointer(rebasing: pair[..<equals])
            if value.count >= 8,
                name.withLowercased(names.isInside) || Randomness.isLikely(value)
            {
                return Evidence(kind: "value", note: "looks like a session", weight: 0.1)
            }
        }
        return nil
    }
}
