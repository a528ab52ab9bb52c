/// A pattern for paths, as a line of a `.gitignore` is one (gitignore(5)).
///
/// - `*` and `?` match within a name, `[a-z]` and `[!a-z]` one byte, `\` takes the meaning off the
///   next byte.
/// - A slash at the start or in the middle ties the pattern to the root of the walk; without one it
///   matches a name at any depth.
/// - A slash at the end matches directories only.
/// - `**/` at the start, `/**/` in the middle and `/**` at the end stand for any number of
///   directories.
/// - `!` at the start takes back what an earlier pattern of the list said.
///
/// It works on bytes: names of files need not be UTF-8.
public struct PathPattern: Sendable, Equatable {
    /// The pattern as it is written.
    public let text: String

    /// Whether it takes back what earlier ones said.
    public let isNegated: Bool

    /// Whether it matches directories only.
    public let isForDirectories: Bool

    /// The pattern's names; nil for `**`.
    private let names: [NamePattern?]

    /// Why a text is no pattern, in one lower-case sentence.
    public struct Mistake: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// Reads a pattern.
    ///
    /// - Throws: ``Mistake`` for what matches nothing: an empty pattern, a class that does not end.
    public init(_ text: String) throws(Mistake) {
        self.text = text
        var bytes = Array(text.utf8)[...]
        isNegated = bytes.first == UInt8(ascii: "!")
        if isNegated { bytes = bytes.dropFirst() }
        isForDirectories = bytes.last == UInt8(ascii: "/")
        while bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
        let isTied = bytes.contains(UInt8(ascii: "/"))
        var names: [NamePattern?] = []
        for part in bytes.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
            if part.elementsEqual("**".utf8) {
                if names.last != .some(nil) { names.append(nil) }
            } else {
                names.append(try NamePattern(part, of: text))
            }
        }
        guard !names.isEmpty else { throw Mistake(description: "'\(text)' matches nothing") }
        if !isTied && names != [nil] { names.insert(nil, at: 0) }
        self.names = names
    }

    /// Whether it matches a path itself, without regard to ``isNegated``.
    ///
    /// - Parameters:
    ///   - path: Relative to the root of the walk, names parted by `/`.
    ///   - isDirectory: Whether the path is a directory's.
    /// - Complexity: The pattern's length times the path's.
    public func matches(_ path: some Sequence<UInt8>, isDirectory: Bool) -> Bool {
        guard isDirectory || !isForDirectories else { return false }
        let parts = Array(path).split(separator: UInt8(ascii: "/"))
        return !parts.isEmpty && matches(parts)
    }

    /// Whether names match, from all of them; a table of which beginnings match which.
    private func matches(_ parts: [ArraySlice<UInt8>]) -> Bool {
        // reached[i]: the names of the pattern so far match the first i parts.
        var reached = [true] + Array(repeating: false, count: parts.count)
        for (index, name) in names.enumerated() {
            var next = Array(repeating: false, count: parts.count + 1)
            if let name {
                for i in parts.indices where reached[i] {
                    next[i + 1] = name.matches(parts[i])
                }
            } else {
                // At the end it stands for what is inside, not for the directory itself.
                let isLast = index > 0 && index == names.count - 1
                var isOn = false
                for i in reached.indices {
                    next[i] = isOn || reached[i] && !isLast
                    isOn = isOn || reached[i]
                }
            }
            reached = next
        }
        return reached[parts.count]
    }
}
