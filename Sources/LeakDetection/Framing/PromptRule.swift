/// What of an incomplete line may be shown while its producer pauses.
///
/// A prompt must be seen before it is answered; half a secret must not. Shown is:
/// - nothing from the first match on;
/// - all of a line that ends like a prompt (`: `, `? `, `> `, `$ `, `# `, `% `, `] `), unless a quote is open in it;
/// - else, up to the first literal of a rule, or, where there is none, up to the last word.
enum PromptRule {
    static func safeLength(
        of line: UnsafeRawBufferPointer, firstMatch: Int?, firstCandidate: Int?
    ) -> Int {
        if let firstMatch { return startOfWord(before: firstMatch, in: line) }
        if endsLikePrompt(line), !hasOpenQuote(line) { return line.count }
        if let firstCandidate { return startOfWord(before: firstCandidate, in: line) }
        return startOfWord(before: line.count, in: line)
    }

    private static func startOfWord(before end: Int, in line: UnsafeRawBufferPointer) -> Int {
        var at = end
        while at > 0, !line[at - 1].isSpace { at -= 1 }
        return at
    }

    private static func endsLikePrompt(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let last = line.lastIndex(where: { !$0.isBlank }) else { return true }
        switch line[last] {
        case UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: ">"), UInt8(ascii: "$"),
            UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "]"), UInt8(ascii: ")"),
            UInt8(ascii: "\r"):
            // A secret may hold these; a prompt has a blank after them, or no digit in its last word.
            if last + 1 < line.count { return true }
            let word = line[startOfWord(before: line.count, in: line)..<line.count]
            return !word.contains(where: \.isDigit)
        case UInt8(ascii: "."):
            return line[startOfWord(before: line.count, in: line)..<line.count].allSatisfy {
                $0.isLetter || $0 == UInt8(ascii: ".")
            }
        default: return false
        }
    }

    private static func hasOpenQuote(_ line: UnsafeRawBufferPointer) -> Bool {
        line.count { $0 == UInt8(ascii: "\"") } % 2 == 1
            || line.count { $0 == UInt8(ascii: "`") } % 2 == 1
    }
}
