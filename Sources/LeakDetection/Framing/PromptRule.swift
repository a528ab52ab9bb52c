/// What of an incomplete line may be shown while its producer pauses.
///
/// A prompt must be seen before it is answered; half a secret must not. Shown is:
/// - nothing from the first match on;
/// - all of a line that ends like a prompt (`: `, `? `, `> `, `$ `, `# `, `% `, `] `), unless a
///   quote is open in it;
/// - else, up to the first literal of a rule, up to the first word that is not made of letters
///   alone, or up to the last word, whichever comes first.
///
/// One thing is not covered: a secret of letters alone whose rule knows it only by what *follows*
/// it, when the producer pauses between the two.
enum PromptRule {
    static func safeLength(
        of line: UnsafeRawBufferPointer, firstMatch: Int?, firstCandidate: Int?,
        lastCandidate: Int? = nil, held: Int = 0
    ) -> Int {
        if held > 0 { return startOfWord(before: line.count - held, in: line) }
        if let firstMatch { return startOfWord(before: firstMatch, in: line) }
        if endsLikePrompt(line, lastCandidate), !hasOpenQuote(line) { return line.count }
        return min(
            startOfWord(before: firstCandidate ?? line.count, in: line), startOfSuspect(in: line))
    }

    private static func startOfWord(before end: Int, in line: UnsafeRawBufferPointer) -> Int {
        var at = end
        while at > 0, !line[at - 1].isSpace { at -= 1 }
        return at
    }

    /// Where the first word begins that is not made of letters and punctuation after them.
    private static func startOfSuspect(in line: UnsafeRawBufferPointer) -> Int {
        var start = 0
        for (index, byte) in line.enumerated() {
            if byte.isSpace {
                start = index + 1
            } else if !byte.isLetter && byte != UInt8(ascii: ".") && byte != UInt8(ascii: ",")
                && byte != UInt8(ascii: ":") && byte != UInt8(ascii: "-")
            {
                return start
            }
        }
        return line.count
    }

    private static func endsLikePrompt(
        _ line: UnsafeRawBufferPointer, _ lastCandidate: Int?
    ) -> Bool {
        guard let last = line.lastIndex(where: { !$0.isBlank }) else { return true }
        // A progress bar begins its line anew.
        if line[last] == UInt8(ascii: "\r") { return lastCandidate == nil }
        let word = startOfWord(before: last + 1, in: line)
        let isName = line[word..<last].allSatisfy { $0.isLetter || $0 == UInt8(ascii: ".") }
        switch line[last] {
        case UInt8(ascii: ":"), UInt8(ascii: "."):
            // `Password:` and `Loading...`
            return last + 1 < line.count ? true : isName
        case UInt8(ascii: "?"), UInt8(ascii: ">"), UInt8(ascii: "$"), UInt8(ascii: "#"),
            UInt8(ascii: "%"), UInt8(ascii: "]"), UInt8(ascii: ")"):
            // A secret may hold these: only with a blank after them, and not in an assignment or
            // an address.
            let text = line.slice(word..<(last + 1))
            return last + 1 < line.count && !text.contains("://") && !text.contains("=")
        default: return false
        }
    }

    private static func hasOpenQuote(_ line: UnsafeRawBufferPointer) -> Bool {
        line.count { $0 == UInt8(ascii: "\"") } % 2 == 1
            || line.count { $0 == UInt8(ascii: "`") } % 2 == 1
    }
}
