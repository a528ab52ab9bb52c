/// Deletes the splinter `·` from a text.
///
/// What looks like a secret stands in tests with splinters in it, so that no scanner fires on this
/// repository.
public func splintered(_ text: String) -> String {
    text.replacing("·", with: "")
}

extension String {
    /// Calls `body` with the text's UTF-8.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        try Array(utf8).withUnsafeBytes(body)
    }
}
