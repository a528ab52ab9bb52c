import CPCRE2

/// What a match may cost before PCRE2 gives up with an error.
public struct MatchLimits: Sendable, Equatable {
    /// The number of backtracking steps in one match; the JIT counts fewer things as a step than
    /// the interpreter.
    public var steps: UInt32

    /// Kibibytes of heap for the interpreter; the JIT uses `stackBytes` instead.
    public var heapKibibytes: UInt32

    /// Bytes of stack for JIT code.
    public var stackBytes: Int

    /// - Parameters:
    ///   - steps: One million by default: a second or so on the slowest patterns known,
    ///     microseconds on ours.
    ///   - heapKibibytes: 20 MiB by default.
    ///   - stackBytes: 8 MiB by default, taken as needed.
    public init(
        steps: UInt32 = 1_000_000, heapKibibytes: UInt32 = 20_480, stackBytes: Int = 8 << 20
    ) {
        self.steps = steps
        self.heapKibibytes = heapKibibytes
        self.stackBytes = stackBytes
    }
}

/// The memory that matching writes to: reused from match to match, owned by one worker.
public final class MatchScratch {
    let data: OpaquePointer
    let context: OpaquePointer
    private let stack: OpaquePointer
    private let offsets: UnsafeMutablePointer<Int>

    /// Pairs of offsets that are kept; groups past this number are not reported.
    public static let pairs = 64

    /// - Parameter limits: What one match may cost.
    public init(limits: MatchLimits = MatchLimits()) {
        guard let data = pcre2_match_data_create_8(UInt32(Self.pairs), nil),
            let context = pcre2_match_context_create_8(nil),
            let stack = pcre2_jit_stack_create_8(32 << 10, limits.stackBytes, nil),
            let offsets = pcre2_get_ovector_pointer_8(data)
        else { preconditionFailure("out of memory for PCRE2 match data") }
        self.data = data
        self.context = context
        self.stack = stack
        self.offsets = offsets
        pcre2_set_match_limit_8(context, limits.steps)
        pcre2_set_heap_limit_8(context, limits.heapKibibytes)
        pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    }

    deinit {
        pcre2_match_data_free_8(data)
        pcre2_match_context_free_8(context)
        pcre2_jit_stack_free_8(stack)
    }

    /// The range of a group in the last match, or nil where the group took no part in it.
    ///
    /// - Parameter group: 0 for the whole match, up to ``pairs`` − 1.
    @inline(__always)
    public func range(of group: Int) -> Range<Int>? {
        guard group < Self.pairs else { return nil }
        let start = offsets[2 * group]
        let end = offsets[2 * group + 1]
        // PCRE2_UNSET is ~0; `\K` in a look-behind could make start > end.
        guard start >= 0, start <= end else { return nil }
        return start..<end
    }
}

/// What came of a search.
public enum MatchOutcome: Equatable, Sendable {
    /// There is a match; its ranges are in the scratch.
    case matched
    /// There is none.
    case noMatch
    /// The search was given up: nothing is known about the rest of the subject.
    case gaveUp(RegexError)
}

extension Regex {
    /// Searches `subject` for the first match that begins at or after `start`.
    ///
    /// - Parameters:
    ///   - subject: The bytes; look-behinds see those before `start`.
    ///   - start: Where the search begins; at most `subject.count`.
    ///   - scratch: Receives the ranges.
    /// - Returns: The outcome. An exceeded limit is ``MatchOutcome/gaveUp(_:)``, never "no match".
    @inline(__always)
    public func firstMatch(
        in subject: UnsafeRawBufferPointer, from start: Int, scratch: MatchScratch
    ) -> MatchOutcome {
        guard let base = subject.baseAddress else { return .noMatch }
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        let result =
            isJITCompiled
            ? pcre2_jit_match_8(code, bytes, subject.count, start, 0, scratch.data, scratch.context)
            : pcre2_match_8(code, bytes, subject.count, start, 0, scratch.data, scratch.context)
        // 0 says that there are more groups than `pairs`: a match all the same.
        if result >= 0 { return .matched }
        if result == PCRE2_ERROR_NOMATCH { return .noMatch }
        return .gaveUp(RegexError(code: result))
    }
}
