/// Puts the values of audit records together to a command line.
///
/// What stands between two values is kept, and read as a blank. Values in hexadecimal are fields of
/// their own, because a replacement must be written like them.
struct AuditValues {
    /// A value as it is written.
    struct Value {
        /// Without quotes.
        let content: Range<Int>
        /// Just after it.
        let end: Int
        let isHexadecimal: Bool
    }

    /// Where the name of the first value stands.
    private(set) var place: Int?

    private let buffer: UnsafeRawBufferPointer
    private var fields: [RecordField] = []
    private var text = DecodedText()
    private var notation = Notation.verbatim
    /// Where the last value ended.
    private var end: Int?
    /// What the first value follows, if anything.
    private var isAfterNewLine = false

    init(_ buffer: UnsafeRawBufferPointer) {
        self.buffer = buffer
    }

    /// What a value is, and where it ends.
    static func value(_ range: Range<Int>, of buffer: UnsafeRawBufferPointer) -> Value {
        if buffer[range].first == UInt8(ascii: "\"") {
            let start = range.lowerBound + 1
            let close = buffer[start..<range.upperBound].firstIndex(of: UInt8(ascii: "\""))
            let end = close ?? range.upperBound
            return Value(
                content: start..<end, end: min(end + 1, range.upperBound), isHexadecimal: false)
        }
        let word = buffer[range].prefix { !$0.isSpace && $0 != separator && $0 != 0x27 }
        let isHexadecimal =
            !word.isEmpty && word.count % 2 == 0 && word.allSatisfy(\.isHexDigit)
        return Value(
            content: word.startIndex..<word.endIndex, end: word.endIndex,
            isHexadecimal: isHexadecimal)
    }

    /// What parts a record from what auditd adds to it.
    private static let separator: UInt8 = 0x1D

    /// Goes on in a line that an earlier record left open.
    mutating func goOn(at start: Int, isNewLine: Bool) {
        end = start
        isAfterNewLine = isNewLine
    }

    /// Reads the value of a name, a whole command line, in which zero bytes part the arguments.
    ///
    /// - Returns: Where what follows begins.
    mutating func readValue(named key: StaticString, in range: Range<Int>) -> Int {
        var at = range.lowerBound
        while let found = buffer.slice(at..<range.upperBound).firstOffset(of: key) {
            let start = at + found
            at = start + key.utf8CodeUnitCount
            let isName = start > 0 && (buffer[start - 1].isSpace || buffer[start - 1] == 0x27)
            guard isName else { continue }
            place = start
            let value = Self.value(at..<range.upperBound, of: buffer)
            guard value.isHexadecimal else {
                text.copy(value.content, of: buffer)
                return value.end
            }
            notation = .hexadecimal
            putTitle(value.content)
            return value.end
        }
        place = nil
        return range.lowerBound
    }

    /// Appends an argument, or a piece of one.
    mutating func append(_ value: Value, isOneWord: Bool, goesOn: Bool) {
        let notation: Notation = value.isHexadecimal ? .hexadecimal : .verbatim
        if notation != self.notation {
            flush(endsLine: false)
            self.notation = notation
        }
        if let end {
            let gap = end..<value.content.lowerBound
            let blank = isAfterNewLine ? UInt8(ascii: "\n") : UInt8(ascii: " ")
            if !goesOn { text.put(CollectionOfOne(blank), for: gap) }
            text.keep(gap)
        }
        isAfterNewLine = false
        end = value.content.upperBound
        let bytes = value.isHexadecimal ? decode(value.content) : Array(buffer[value.content])
        put(bytes, of: value.content, isOneWord: isOneWord)
    }

    /// The fields.
    mutating func finish(endsLine: Bool) -> [RecordField] {
        flush(endsLine: endsLine)
        if endsLine, !fields.isEmpty { fields[fields.count - 1].endsLine = true }
        return fields
    }

    private mutating func flush(endsLine: Bool) {
        if !text.isEmpty {
            fields.append(
                RecordField(stream: .history, text: text, notation: notation, endsLine: endsLine))
        }
        text = DecodedText()
    }

    /// Puts the arguments of a title.
    private mutating func putTitle(_ range: Range<Int>) {
        let bytes = decode(range)
        var at = range.lowerBound
        let arguments = bytes.split(separator: 0, omittingEmptySubsequences: false)
        for (index, argument) in arguments.enumerated() {
            let end = at + 2 * argument.count
            put(Array(argument), of: at..<end, isOneWord: arguments.count > 1)
            at = end
            guard index + 1 < arguments.count else { return }
            text.put(CollectionOfOne(UInt8(ascii: " ")), for: at..<(at + 2))
            text.keep(at..<(at + 2))
            at += 2
        }
    }

    /// Puts an argument, in quotes if rules would not read it as one word otherwise.
    private mutating func put(_ bytes: [UInt8], of range: Range<Int>, isOneWord: Bool) {
        let size = notation == .hexadecimal ? 2 : 1
        guard isOneWord, let quotes = WordQuotes(around: bytes) else {
            text.put(bytes, for: range, unit: (1, size))
            return
        }
        let start = range.lowerBound + size * quotes.start
        let quote = CollectionOfOne(quotes.quote)
        text.put(bytes[..<quotes.start], for: range.lowerBound..<start, unit: (1, size))
        text.put(quote, for: start..<start)
        text.put(
            bytes[quotes.start...].map(quotes.inside), for: start..<range.upperBound,
            unit: (1, size))
        text.put(quote, for: range.upperBound..<range.upperBound)
    }

    private func decode(_ digits: Range<Int>) -> [UInt8] {
        func value(_ digit: UInt8) -> UInt8 { digit.isDigit ? digit & 15 : (digit & 15) + 9 }
        return stride(from: digits.lowerBound, to: digits.upperBound, by: 2).map {
            value(buffer[$0]) << 4 | value(buffer[$0 + 1])
        }
    }
}
