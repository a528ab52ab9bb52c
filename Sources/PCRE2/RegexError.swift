import CPCRE2

/// Why a pattern does not compile, or why a match was given up.
public struct RegexError: Error, Equatable, CustomStringConvertible {
    /// PCRE2's error code: positive from compiling, negative from matching.
    public let code: Int32

    /// The byte offset in the pattern where compiling stopped; 0 for an error of matching.
    public let offset: Int

    public init(code: Int32, offset: Int = 0) {
        self.code = code
        self.offset = offset
    }

    /// PCRE2's own sentence for the code.
    public var description: String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(code, &buffer, buffer.count)
        guard length > 0 else { return "PCRE2 error \(code)" }
        return String(decoding: buffer[..<Int(length)], as: UTF8.self)
    }
}
