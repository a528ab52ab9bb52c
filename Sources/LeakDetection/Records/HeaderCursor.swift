/// Takes a header apart from its first byte on, and tells a wrong header from one whose end has not
/// come yet.
struct HeaderCursor {
    private let bytes: UnsafeRawBufferPointer
    private let end: Int

    /// What is taken next.
    private(set) var at: Int

    /// Whether the bytes ran out.
    private(set) var isShort = false

    /// - Parameters:
    ///   - bytes: The bytes at hand.
    ///   - range: Where the header begins, and where it ends at the latest.
    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        self.bytes = bytes
        at = range.lowerBound
        end = range.upperBound
    }

    /// The next byte, if there is one.
    var next: UInt8? { at < end ? bytes[at] : nil }

    /// Takes one byte if it fulfils the condition.
    @inline(__always)
    mutating func take(where condition: (UInt8) -> Bool) -> Bool {
        guard at < end else {
            isShort = true
            return false
        }
        guard condition(bytes[at]) else { return false }
        at += 1
        return true
    }

    /// Takes a text.
    mutating func take(_ text: StaticString) -> Bool {
        guard bytes.slice(at..<end).couldHold(text, at: 0) else { return false }
        guard text.utf8CodeUnitCount <= end - at else {
            isShort = true
            return false
        }
        at += text.utf8CodeUnitCount
        return true
    }

    /// Takes as many bytes that fulfil the condition as there are, within bounds. The byte after
    /// them must have come.
    @inline(__always)
    mutating func take(_ count: ClosedRange<Int>, where condition: (UInt8) -> Bool) -> Range<Int>? {
        let start = at
        while at < end, at - start < count.upperBound, condition(bytes[at]) { at += 1 }
        guard at < end || at - start == count.upperBound else {
            isShort = true
            return nil
        }
        return at - start >= count.lowerBound ? start..<at : nil
    }

    /// Takes a number of so many digits within bounds.
    @inline(__always)
    private mutating func take(digits count: Int, in bounds: ClosedRange<Int>) -> Bool {
        guard let digits = take(count...count, where: \.isDigit) else { return false }
        return bytes.decimal(digits).map(bounds.contains) ?? false
    }

    /// Takes a timestamp: RFC 3339 with at most nine places of seconds, and `Z` or an offset.
    mutating func takeTimestamp() -> Range<Int>? {
        let start = at
        guard take(digits: 4, in: 0...9999), take("-"), take(digits: 2, in: 1...12), take("-"),
            take(digits: 2, in: 1...31), take("T"), take(digits: 2, in: 0...23), take(":"),
            take(digits: 2, in: 0...59), take(":"), take(digits: 2, in: 0...60)
        else { return nil }
        guard let mark = next else {
            isShort = true
            return nil
        }
        if mark == UInt8(ascii: ".") {
            at += 1
            guard take(1...9, where: \.isDigit) != nil else { return nil }
        }
        if next == UInt8(ascii: "Z") {
            at += 1
            return start..<at
        }
        guard take(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }),
            take(digits: 2, in: 0...23), take(":"), take(digits: 2, in: 0...59)
        else { return nil }
        return start..<at
    }
}
