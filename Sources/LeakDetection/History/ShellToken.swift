/// A word or an operator of a command line.
struct ShellToken: Equatable {
    enum Kind: Equatable {
        /// A word, with its quotes.
        case word
        /// `NAME=value` before a command.
        case assignment
        /// `|`, `&&`, `<<<`, `>`, a newline and so on.
        case `operator`
    }

    let kind: Kind
    let range: Range<Int>
}

/// Cuts command lines into words and operators (POSIX Shell Command Language, 2.3 Token
/// Recognition, and bash's additions). The bodies of here-documents are read as commands.
///
/// Quotes and substitutions that are not closed are characters like others.
struct ShellTokens: Sequence, IteratorProtocol {
    private let text: UnsafeRawBufferPointer
    private var at = 0
    /// Whether a command's name may still follow, and assignments before it.
    private var isBeforeCommand = true
    private var isAfterRedirection = false
    private var quoting: ShellQuoting

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
        quoting = ShellQuoting(text)
    }

    mutating func next() -> ShellToken? {
        skipBlanks()
        guard at < text.count else { return nil }
        let start = at
        if let length = operatorLength(at: at) {
            at += length
            let first = text[start]
            isAfterRedirection = first == UInt8(ascii: "<") || text[at - 1] == UInt8(ascii: ">")
            if !isAfterRedirection { isBeforeCommand = true }
            return ShellToken(kind: .operator, range: start..<at)
        }
        at = quoting.endOfWord(at: at)
        let isAssignment = isBeforeCommand && isAssignment(start..<at)
        if !isAssignment, !isAfterRedirection { isBeforeCommand = false }
        isAfterRedirection = false
        return ShellToken(kind: isAssignment ? .assignment : .word, range: start..<at)
    }

    /// Skips blanks, escaped line endings and comments.
    private mutating func skipBlanks() {
        while at < text.count {
            if text[at].isBlank {
                at += 1
            } else if text.isEscapedLineFeed(at: at) {
                at += 2
            } else if text[at] == UInt8(ascii: "#") {
                at = text.firstOffset(of: UInt8(ascii: "\n"), from: at) ?? text.count
            } else {
                return
            }
        }
    }

    private static let operators: [StaticString] = [
        "<<<", "<<-", "&>>", "&&", "||", ";;", "|&", "<<", "<&", "<>", ">>", ">&", ">|", "&>",
        "|", ";", "&", "<", ">", "(", ")", "\n",
    ]

    private func operatorLength(at offset: Int) -> Int? {
        guard text[offset].isShellOperator else { return nil }
        return Self.operators.first { text.stands($0, at: offset) == true }?.utf8CodeUnitCount
    }

    private func isAssignment(_ word: Range<Int>) -> Bool {
        guard let equals = text[word].firstIndex(of: UInt8(ascii: "=")), equals > word.lowerBound,
            !text[word.lowerBound].isDigit
        else { return false }
        return text[word.lowerBound..<equals].allSatisfy(\.isIdentifier)
    }
}

extension UInt8 {
    /// Ends a word, and is one itself, or part of one.
    var isShellOperator: Bool {
        switch self {
        case UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\n"):
            true
        default: false
        }
    }
}

extension UnsafeRawBufferPointer {
    func isEscapedLineFeed(at offset: Int) -> Bool {
        offset + 1 < count && self[offset] == UInt8(ascii: "\\")
            && self[offset + 1] == UInt8(ascii: "\n")
    }
}
