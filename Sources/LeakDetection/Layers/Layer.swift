/// An encoding under which text may lie.
enum Layer: String, Sendable, CaseIterable {
    /// Control sequences of terminals, and what a backspace erases (ECMA-48).
    case ansi
    /// Backslash escapes of JSON strings (RFC 8259), and those of C and shells.
    case json
    /// Percent-encoding in URLs (RFC 3986).
    case percent
    /// Character references (HTML standard, "Named character references").
    case html
    /// Quoted-printable of mail (RFC 2045, section 6.7).
    case quotedPrintable = "quoted-printable"
    /// Base64 and base64url (RFC 4648, sections 4 and 5).
    case base64
    /// Base16 (RFC 4648, section 8), also with separators and as a dump.
    case hex
    /// Compressed (RFC 1952), inside base64 or hex.
    case gzip
    /// Two bytes for each code unit (RFC 2781), inside base64 or hex.
    case utf16 = "utf-16"
}
