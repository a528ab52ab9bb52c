/// Reads the arguments of an `EXECVE` record: `argc=3 a0="sh" a1="-c" a2=6C73202F`, and long ones
/// in pieces, `a2_len=9000 a2[0]=… a2[1]=…`, which may go on in the next record.
struct AuditArguments {
    var values: AuditValues
    /// How many arguments there are.
    private(set) var count = 0
    /// The number of the last argument.
    private(set) var last = -1

    private let buffer: UnsafeRawBufferPointer
    private var isInPieces = false
    private var size = 0

    /// The kernel begins a new record after 7500 bytes, or somewhat earlier.
    private static let fullRecord = 7000

    init(_ buffer: UnsafeRawBufferPointer) {
        self.buffer = buffer
        values = AuditValues(buffer)
    }

    /// Whether the next record goes on with the same command.
    var isOpen: Bool {
        last >= 0 && (last + 1 < count || isInPieces && size >= Self.fullRecord)
    }

    /// Goes on in a line that an earlier record left open.
    ///
    /// - Parameters:
    ///   - argument: The last argument there; nil if that was another command.
    ///   - count: How many arguments it has.
    ///   - start: Where this record begins.
    mutating func goOn(after argument: Int?, of count: Int, at start: Int) {
        values.goOn(at: start, isNewLine: argument == nil)
        if let argument { (last, self.count) = (argument, count) }
    }

    /// Reads all arguments.
    ///
    /// - Returns: Where something else begins.
    mutating func read(_ range: Range<Int>) -> Int {
        size = range.count
        var at = range.lowerBound
        while true {
            let start = at
            while at < range.upperBound, buffer[at].isBlank { at += 1 }
            guard let key = key(at..<range.upperBound) else { return start }
            let value = AuditValues.value(key.end..<range.upperBound, of: buffer)
            switch key.kind {
            case .count: count = number(value.content) ?? count
            case .length: break
            case .argument(let index, let piece):
                let goesOn = (piece ?? 0) > 0 && index == last
                values.append(value, isOneWord: piece == nil, goesOn: goesOn)
                (last, isInPieces) = (index, piece != nil)
            }
            at = value.end
        }
    }

    private enum Key {
        case count, length
        case argument(Int, piece: Int?)
    }

    /// The name of a value, and where the value begins.
    private func key(_ range: Range<Int>) -> (kind: Key, end: Int)? {
        let text = buffer.slice(range)
        if text.stands("argc=", at: 0) == true { return (.count, range.lowerBound + 5) }
        guard text.stands("a", at: 0) == true else { return nil }
        let end = text.endOfDigits(at: 1)
        guard let index = number(range.lowerBound + 1..<range.lowerBound + end) else { return nil }
        if text.stands("=", at: end) == true {
            return (.argument(index, piece: nil), range.lowerBound + end + 1)
        }
        if text.stands("_len=", at: end) == true { return (.length, range.lowerBound + end + 5) }
        guard text.stands("[", at: end) == true else { return nil }
        let close = text.endOfDigits(at: end + 1)
        guard text.stands("]=", at: close) == true,
            let piece = number(range.lowerBound + end + 1..<range.lowerBound + close)
        else { return nil }
        return (.argument(index, piece: piece), range.lowerBound + close + 2)
    }

    private func number(_ range: Range<Int>) -> Int? {
        let digits = buffer[range]
        // More arguments than the kernel takes.
        guard 1...9 ~= digits.count, digits.allSatisfy(\.isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }
}
