/// Whether bytes that arrive one by one are text: UTF-8 (RFC 3629, section 4) without control
/// characters other than white space and ESC.
struct TextCheck: Sendable, Equatable {
    /// Continuation bytes that are still to come.
    private var missing = 0

    /// What the next continuation byte may be; narrower than 80…BF after some first bytes.
    private var next: ClosedRange<UInt8> = 0x80...0xBF

    /// Takes a byte; false where text ends before it.
    @inline(__always)
    mutating func accept(_ byte: UInt8) -> Bool {
        if missing == 0, byte < 0x80 { return Self.isText(byte) }
        return acceptMultibyte(byte)
    }

    mutating func accept(_ bytes: some Sequence<UInt8>) -> Bool {
        for byte in bytes where !accept(byte) { return false }
        return true
    }

    /// ASCII that may stand in a text.
    @inline(__always)
    static func isText(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20...0x7E, 0x09, 0x0A, 0x0D, 0x1B: true
        default: false
        }
    }

    private mutating func acceptMultibyte(_ byte: UInt8) -> Bool {
        if missing > 0 {
            guard next ~= byte else { return false }
            missing -= 1
            next = 0x80...0xBF
            return true
        }
        switch byte {
        // U+0080…U+009F are control characters.
        case 0xC2: (missing, next) = (1, 0xA0...0xBF)
        case 0xC3...0xDF: (missing, next) = (1, 0x80...0xBF)
        case 0xE0: (missing, next) = (2, 0xA0...0xBF)
        case 0xED: (missing, next) = (2, 0x80...0x9F)
        case 0xE1...0xEF: (missing, next) = (2, 0x80...0xBF)
        case 0xF0: (missing, next) = (3, 0x90...0xBF)
        case 0xF1...0xF3: (missing, next) = (3, 0x80...0xBF)
        case 0xF4: (missing, next) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
