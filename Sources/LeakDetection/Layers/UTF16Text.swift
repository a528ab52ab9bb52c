/// Text in UTF-16 (RFC 2781) whose bytes arrive one by one, such as what PowerShell takes as
/// `-EncodedCommand`.
struct UTF16Text {
    private let isBigEndian: Bool
    private var half: UInt8?
    private var high: UInt32?

    /// Bytes that make whole characters.
    private(set) var completeBytes = 0
    private var seen = 0

    /// The text so far, in UTF-8.
    private(set) var text: [UInt8] = []

    /// Begins a text whose first twelve bytes are known: a byte order mark or nothing, then ASCII.
    init?(beginning: [UInt8]) {
        guard beginning.count >= 12 else { return nil }
        let mark = Array(beginning.prefix(2))
        let hasMark = mark == [0xFF, 0xFE] || mark == [0xFE, 0xFF]
        isBigEndian = hasMark ? mark[0] == 0xFE : beginning[0] == 0
        for index in stride(from: hasMark ? 2 : 0, to: 12, by: 2) {
            let zero = beginning[isBigEndian ? index : index + 1]
            let byte = beginning[isBigEndian ? index + 1 : index]
            guard zero == 0, TextCheck.isText(byte) else { return nil }
        }
    }

    /// Takes a byte; false where the text ends before it.
    mutating func accept(_ byte: UInt8) -> Bool {
        seen += 1
        guard let half else {
            self.half = byte
            return true
        }
        self.half = nil
        let unit = isBigEndian ? UInt32(half) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(half)
        if let high {
            self.high = nil
            guard 0xDC00...0xDFFF ~= unit else { return false }
            return append(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00))
        }
        switch unit {
        case 0xD800...0xDBFF:
            high = unit
            return true
        case 0xFEFF where seen == 2:
            completeBytes = seen
            return true
        case 0..<0x80: return TextCheck.isText(UInt8(unit)) && append(unit)
        case 0x80..<0xA0, 0xFFFE, 0xFFFF: return false
        default: return append(unit)
        }
    }

    private mutating func append(_ scalar: UInt32) -> Bool {
        guard let encoded = ShortText(scalar: scalar) else { return false }
        text += encoded
        completeBytes = seen
        return true
    }
}
