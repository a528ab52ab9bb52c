/// Swift without what is in its comments and strings, line for line.
///
/// A sketch of the grammar: comments, strings with and without `#` and over several lines. What is
/// interpolated counts as string.
struct SwiftText {
    /// The code of each line, blanks in place of what was taken out.
    let lines: [Substring]

    init(_ text: String) {
        var code = ""
        var rest = text[...]
        /// Takes everything up to an ending out, but for line endings.
        func skip(to end: String) {
            while !rest.isEmpty, !rest.hasPrefix(end) {
                if end.count == 1, rest.hasPrefix("\\") { rest = rest.dropFirst() }
                guard let character = rest.popFirst() else { return }
                code.append(character == "\n" ? "\n" : " ")
            }
            rest = rest.dropFirst(end.count)
        }
        while let character = rest.first {
            if rest.hasPrefix("//") {
                rest = rest.drop { $0 != "\n" }
            } else if rest.hasPrefix("/*") {
                skip(to: "*/")
            } else if character == "#" || character == "\"",
                let opening = rest.prefixMatch(of: /(#*)("""|")/)
            {
                code += "\""
                rest = rest[opening.range.upperBound...]
                skip(to: "\(opening.2)\(opening.1)")
                code += "\""
            } else {
                code.append(character)
                rest = rest.dropFirst()
            }
        }
        lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
