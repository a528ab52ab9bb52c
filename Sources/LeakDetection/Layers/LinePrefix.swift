/// What stands before the text on each line of a stream: a timestamp, a container's name, a job's
/// number. Two lines of one producer have the same, but for the digits.
struct LinePrefix: Equatable, Sendable {
    /// Bytes with every run of digits written as one `0`.
    private let signature: [UInt8]

    /// Longer prefixes are cut: what is there tells enough.
    private static let longest = 160

    init(_ bytes: UnsafeRawBufferPointer) {
        var signature: [UInt8] = []
        for byte in bytes.prefix(Self.longest) {
            if !byte.isDigit {
                signature.append(byte)
            } else if signature.last != UInt8(ascii: "0") {
                signature.append(UInt8(ascii: "0"))
            }
        }
        self.signature = signature
    }

    /// Bytes that must agree; 0 for no prefix at all.
    var count: Int { signature.count }

    /// Where it ends in a line; nil for a line that does not begin with it.
    func end(in line: UnsafeRawBufferPointer) -> Int? {
        var at = 0
        for expected in signature {
            guard at < line.count else { return nil }
            if expected == UInt8(ascii: "0") {
                guard line[at].isDigit else { return nil }
                while at < line.count, line[at].isDigit { at += 1 }
            } else {
                guard line[at] == expected else { return nil }
                at += 1
            }
        }
        return at
    }
}
