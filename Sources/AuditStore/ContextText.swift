import LeakReport

/// Context lines as one text: number, tab, text, and a line ending, which no line holds.
enum ContextText {
    static func text(of lines: [ContextLine]) -> String {
        lines.map { "\($0.number)\t\($0.text)\n" }.joined()
    }

    static func lines(of text: String) -> [ContextLine] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let number = Int(parts[0]) else { return nil }
            return ContextLine(number: number, text: String(parts[1]))
        }
    }
}
