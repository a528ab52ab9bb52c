import CPCRE2

/// A compiled PCRE2 pattern in byte mode.
///
/// The pattern is compiled by the JIT where the machine has one. Matching is thread-safe:
/// everything that a match writes to is in a ``MatchScratch``, one per worker.
public final class Regex: @unchecked Sendable {
    /// Compile-time options that blot uses.
    public struct Options: OptionSet, Sendable {
        public let rawValue: UInt32

        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// A match may only begin at the offset where the search begins (`PCRE2_ANCHORED`).
        public static let anchored = Options(rawValue: PCRE2_ANCHORED)
    }

    // Immutable once compiled; PCRE2 documents concurrent use of a compiled pattern as safe.
    let code: OpaquePointer

    /// Whether machine code was made for this pattern; without it matching is correct but slow.
    public let isJITCompiled: Bool

    /// Compiles a pattern.
    ///
    /// - Parameters:
    ///   - pattern: The pattern, in PCRE2 syntax. Group names may be used more than once.
    ///   - options: How it is compiled.
    /// - Throws: ``RegexError`` with the byte offset of the mistake.
    public init(_ pattern: String, options: Options = []) throws(RegexError) {
        var code: Int32 = 0
        var offset = 0
        var source = pattern
        let compiled = source.withUTF8 { bytes in
            pcre2_compile_8(
                bytes.baseAddress, bytes.count, options.rawValue | PCRE2_DUPNAMES, &code, &offset,
                nil)
        }
        guard let compiled else {
            throw RegexError(code: code, offset: offset)
        }
        self.code = compiled
        // A pattern that begins with (*NO_JIT) is no error, and gets no machine code either.
        var machineCode = 0
        isJITCompiled =
            pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE) == 0
            && pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_JITSIZE), &machineCode) == 0
            && machineCode > 0
    }

    deinit {
        pcre2_code_free_8(code)
    }

    /// The numbers of the groups that carry `name`, ascending; empty when there is none.
    public func groups(named name: String) -> [Int] {
        var first: UnsafePointer<UInt8>?
        var last: UnsafePointer<UInt8>?
        let entrySize = name.utf8CString.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: UInt8.self) {
                pcre2_substring_nametable_scan_8(code, $0.baseAddress, &first, &last)
            }
        }
        guard entrySize > 0, let start = first, let end = last else { return [] }
        return stride(from: 0, through: end - start, by: Int(entrySize)).map { at in
            Int(start[at]) << 8 | Int(start[at + 1])
        }
    }

    /// The smallest number of bytes a match can have, as far as PCRE2 can tell.
    public var minimumLength: Int {
        var length: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_MINLENGTH), &length)
        return Int(length)
    }

    /// The number of capture groups.
    public var groupCount: Int {
        var count: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
        return Int(count)
    }
}
