/// Keeps JSON valid where a secret is a bare number: `"pin": 1234`, also inside an escaped
/// document.
enum JSONNumber {
    /// What to put on both sides of a placeholder: the quotes of the name before it, or nothing.
    static func quotes(around secret: Range<Int>, in frame: UnsafeRawBufferPointer) -> [UInt8] {
        let value = frame[secret]
        let isNumber = value.allSatisfy {
            $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
                || $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e")
        }
        guard isNumber else { return [] }
        var at = secret.lowerBound
        while at > 0, frame[at - 1].isBlank { at -= 1 }
        guard at > 0, frame[at - 1] == UInt8(ascii: ":") else { return [] }
        at -= 1
        while at > 0, frame[at - 1].isBlank { at -= 1 }
        guard at > 0, frame[at - 1] == UInt8(ascii: "\"") else { return [] }
        let end = at
        at -= 1
        while at > 0, frame[at - 1] == UInt8(ascii: "\\") { at -= 1 }
        return Array(frame[at..<end])
    }
}
