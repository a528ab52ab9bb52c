/// Escape sequences of terminals (ECMA-48): they decode to nothing.
enum ControlSequence {
    /// A control sequence with more parameters is none.
    private static let sequenceLimit = 64

    /// A control string (title, link) that is longer is none.
    private static let stringLimit = 4096

    static func applies(to text: UnsafeRawBufferPointer) -> Bool {
        if text.firstOffset(of: 0x08, from: 0) != nil { return true }
        var at = 0
        while let found = text.firstOffset(of: 0x1B, from: at) {
            if read(text, at: found) != nil { return true }
            at = found + 1
        }
        return false
    }

    /// The sequence that begins with the ESC at `start`; nil where it is cut.
    static func read(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        guard start + 1 < text.count else { return nil }
        switch text[start + 1] {
        case UInt8(ascii: "["): return control(text, at: start)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
            UInt8(ascii: "_"):
            return string(text, at: start)
        case 0x20...0x2F: return designation(text, at: start)
        case 0x30...0x7E: return Escape(length: 2)
        default: return nil
        }
    }

    /// Whether the sequence sets colours.
    static func isRendition(_ sequence: UnsafeRawBufferPointer) -> Bool {
        sequence.count > 2 && sequence[1] == UInt8(ascii: "[")
            && sequence[sequence.count - 1] == UInt8(ascii: "m")
    }

    /// CSI, parameter bytes, intermediate bytes, final byte (5.4).
    private static func control(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        var at = start + 2
        let end = min(text.count, start + sequenceLimit)
        while at < end, 0x30...0x3F ~= text[at] { at += 1 }
        while at < end, 0x20...0x2F ~= text[at] { at += 1 }
        guard at < end, 0x40...0x7E ~= text[at] else { return nil }
        return Escape(length: at + 1 - start)
    }

    /// A control string (5.6), ended by ST, or by BEL as xterm has it.
    private static func string(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        var at = start + 2
        let end = min(text.count, start + stringLimit)
        while at < end {
            switch text[at] {
            case 0x07: return Escape(length: at + 1 - start)
            case 0x1B:
                guard at + 1 < text.count, text[at + 1] == UInt8(ascii: "\\") else { return nil }
                return Escape(length: at + 2 - start)
            case 0x0A: return nil
            default: at += 1
            }
        }
        return nil
    }

    /// ESC, intermediate bytes, final byte, such as `ESC ( B` (ECMA-35).
    private static func designation(_ text: UnsafeRawBufferPointer, at start: Int) -> Escape? {
        var at = start + 1
        let end = min(text.count, start + sequenceLimit)
        while at < end, 0x20...0x2F ~= text[at] { at += 1 }
        guard at < end, 0x30...0x7E ~= text[at] else { return nil }
        return Escape(length: at + 1 - start)
    }
}
