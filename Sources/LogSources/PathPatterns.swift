/// Patterns of which the last that matches decides.
public struct PathPatterns: Sendable, Equatable {
    public let patterns: [PathPattern]

    public init(_ patterns: [PathPattern] = []) {
        self.patterns = patterns
    }

    public var isEmpty: Bool { patterns.isEmpty }

    /// Whether a path itself matches: the last pattern that does is not a negated one.
    ///
    /// - Parameters:
    ///   - path: Relative to the root of the walk, names parted by `/`.
    ///   - isDirectory: Whether the path is a directory's.
    public func matches(_ path: some Sequence<UInt8>, isDirectory: Bool) -> Bool {
        let bytes = Array(path)
        return patterns.last { $0.matches(bytes, isDirectory: isDirectory) }
            .map { !$0.isNegated } ?? false
    }

    /// Whether a file's path matches, or a directory that it is in: once a directory matches, no
    /// pattern takes back what is inside, as in a `.gitignore`.
    public func covers(_ path: some Sequence<UInt8>) -> Bool {
        let bytes = Array(path)
        for end in bytes.indices where bytes[end] == UInt8(ascii: "/") {
            if matches(bytes[..<end], isDirectory: true) { return true }
        }
        return matches(bytes, isDirectory: false)
    }
}
