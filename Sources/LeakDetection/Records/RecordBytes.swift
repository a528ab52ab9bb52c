#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension UnsafeRawBufferPointer {
    /// Whether the range holds `text` and nothing else.
    @inline(__always)
    func holds(_ text: StaticString, at range: Range<Int>) -> Bool {
        range.count == text.utf8CodeUnitCount && couldHold(text, at: range.lowerBound)
    }

    /// Whether `text` stands at a place, as far as there are bytes.
    func couldHold(_ text: StaticString, at place: Int) -> Bool {
        guard let base = baseAddress, place < count else { return true }
        return memcmp(
            base + place, text.utf8Start, Swift.min(text.utf8CodeUnitCount, count - place))
            == 0
    }

    /// Where `byte` first occurs in a range.
    @inline(__always)
    func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard let base = baseAddress, !range.isEmpty,
            let found = memchr(base + range.lowerBound, Int32(byte), range.count)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// The characters of a range.
    func string(_ range: Range<Int>) -> String {
        String(decoding: slice(range), as: UTF8.self)
    }

    /// The number that the decimal digits of a range write; nil for anything else.
    func decimal(_ range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        var value = 0
        for byte in slice(range) {
            guard byte.isDigit else { return nil }
            let (tenfold, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, above) = tenfold.addingReportingOverflow(Int(byte & 0x0F))
            guard !over, !above else { return nil }
            value = sum
        }
        return value
    }

    /// The number that four bytes write, the most significant first.
    func bigEndian32(at place: Int) -> Int {
        slice(place..<place + 4).reduce(0) { $0 << 8 | Int($1) }
    }
}
