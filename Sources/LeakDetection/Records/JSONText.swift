extension DecodedText {
    /// Appends what is between the quotes of a JSON string (RFC 8259, section 7). An escape that
    /// means nothing is taken over as it is; half of a surrogate pair becomes U+FFFD.
    mutating func putJSONString(_ range: Range<Int>, of source: UnsafeRawBufferPointer) {
        var at = range.lowerBound
        while at < range.upperBound {
            let rest = at..<range.upperBound
            guard let escape = source.firstOffset(of: UInt8(ascii: "\\"), in: rest) else {
                copy(rest, of: source)
                return
            }
            if escape > at { copy(at..<escape, of: source) }
            at = putEscape(at: escape, to: range.upperBound, of: source)
        }
    }

    /// Appends what the escape at a place means.
    ///
    /// - Returns: Just after the escape.
    private mutating func putEscape(
        at place: Int, to end: Int, of source: UnsafeRawBufferPointer
    ) -> Int {
        if place + 1 < end, let byte = Self.meaning(of: source[place + 1]) {
            put(CollectionOfOne(byte), for: place..<place + 2)
            return place + 2
        }
        guard let unit = Self.unit(at: place, to: end, of: source) else {
            let after = min(place + 2, end)
            copy(place..<after, of: source)
            return after
        }
        if UTF16.isLeadSurrogate(unit), let next = Self.unit(at: place + 6, to: end, of: source),
            UTF16.isTrailSurrogate(next)
        {
            put(UnicodeCoding.utf8(high: unit, low: next), for: place..<place + 12)
            return place + 12
        }
        put(UnicodeCoding.utf8(unit), for: place..<place + 6)
        return place + 6
    }

    private static func meaning(of escape: UInt8) -> UInt8? {
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escape
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The code unit of `\uXXXX` at a place.
    private static func unit(
        at place: Int, to end: Int, of source: UnsafeRawBufferPointer
    ) -> UInt16? {
        guard place + 6 <= end, source[place] == UInt8(ascii: "\\"),
            source[place + 1] == UInt8(ascii: "u")
        else { return nil }
        var value: UInt16 = 0
        for byte in source[place + 2..<place + 6] {
            guard byte.isHexDigit else { return nil }
            value = value << 4 | UInt16(byte.isDigit ? byte & 0x0F : (byte & 0x0F) + 9)
        }
        return value
    }

    /// Appends the bytes whose numbers a JSON array holds. A number and the comma and blanks after
    /// it are a unit; the brackets, and the blanks inside of them, belong to none.
    ///
    /// - Parameters:
    ///   - array: From bracket to bracket.
    ///   - source: What the array stands in.
    /// - Returns: From the first number to the end of the last; nil if the array holds anything
    ///   else, or nothing. The text is of no use then.
    mutating func putJSONBytes(
        _ array: Range<Int>, of source: UnsafeRawBufferPointer
    ) -> Range<Int>? {
        guard array.count > 2, source[array.lowerBound] == UInt8(ascii: "[") else { return nil }
        let close = array.upperBound - 1
        let first = JSONScanner.skipSpace(source, from: array.lowerBound + 1, to: close)
        var run = Run(start: first)
        var at = first
        while true {
            let start = at
            var number = 0
            while at < close, at - start < 3, source[at].isDigit {
                number = number * 10 + Int(source[at] & 0x0F)
                at += 1
            }
            guard at > start, let byte = UInt8(exactly: number) else { return nil }
            let numberEnd = at
            at = JSONScanner.skipSpace(source, from: at, to: close)
            if at == close {
                put(run, of: source)
                put(CollectionOfOne(byte), for: start..<numberEnd)
                return first..<numberEnd
            }
            guard source[at] == UInt8(ascii: ",") else { return nil }
            at = JSONScanner.skipSpace(source, from: at + 1, to: close)
            if at - start != run.unit {
                put(run, of: source)
                run = Run(start: start, unit: at - start)
            }
            run.bytes.append(byte)
        }
    }

    /// Units of one size, each for a byte.
    private struct Run {
        let start: Int
        var unit = 0
        var bytes: [UInt8] = []
    }

    private mutating func put(_ run: Run, of source: UnsafeRawBufferPointer) {
        let end = run.start + run.unit * run.bytes.count
        put(run.bytes, for: run.start..<end, unit: (decoded: 1, source: run.unit))
    }
}
