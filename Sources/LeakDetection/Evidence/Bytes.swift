internal import CBytes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension UInt8 {
    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
    @inline(__always) var isLower: Bool { self &- 0x61 < 26 }
    @inline(__always) var isUpper: Bool { self &- 0x41 < 26 }
    @inline(__always) var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    @inline(__always) var isAlphanumeric: Bool { isDigit || isLetter }
    @inline(__always) var isHexDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
    /// Letters, digits, `_` and bytes of characters outside ASCII.
    @inline(__always) var isIdentifier: Bool { isAlphanumeric || self == 0x5F || self >= 0x80 }
    @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x09 }
    @inline(__always) var isSpace: Bool { self == 0x20 || self &- 0x09 < 5 }
    @inline(__always) var lowercased: UInt8 { isUpper ? self | 0x20 : self }
    /// Characters of base64, base64url and their padding.
    @inline(__always) var isBase64: Bool {
        isAlphanumeric || self == 0x2B || self == 0x2F || self == 0x3D || self == 0x2D
            || self == 0x5F
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `text` occurs.
    func contains(_ text: StaticString) -> Bool {
        firstOffset(of: text) != nil
    }

    /// Whether the bytes are `text`.
    func reads(_ text: StaticString) -> Bool {
        guard let base = baseAddress else { return text.utf8CodeUnitCount == 0 }
        return count == text.utf8CodeUnitCount && memcmp(base, text.utf8Start, count) == 0
    }

    /// Where `text` first occurs.
    func firstOffset(of text: StaticString) -> Int? {
        let needle = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return firstOffset(of: needle)
    }

    /// Where `needle` first occurs.
    func firstOffset(of needle: UnsafeRawBufferPointer) -> Int? {
        guard let base = baseAddress, let start = needle.baseAddress, !needle.isEmpty,
            let found = blot_memmem(base, count, start, needle.count)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Where `byte` first occurs at or after `start`.
    @inline(__always)
    func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        guard let base = baseAddress, start < count,
            let found = memchr(base + start, Int32(byte), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Where `byte` last occurs before `end`.
    @inline(__always)
    func lastOffset(of byte: UInt8, before end: Int) -> Int? {
        guard let base = baseAddress, end > 0, let found = blot_memrchr(base, Int32(byte), end)
        else {
            return nil
        }
        return UnsafeRawPointer(found) - base
    }

    /// Whether `byte` stands `length` times in a row.
    func containsRun(of byte: UInt8, length: Int) -> Bool {
        var run = 0
        for other in self {
            run = other == byte ? run + 1 : 0
            if run == length { return true }
        }
        return false
    }

    /// The bytes with ASCII letters in lower case, for the time of the call.
    @inline(__always)
    func withLowercased<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { copy in
            for index in indices { copy[index] = self[index].lowercased }
            return body(UnsafeRawBufferPointer(copy).slice(0..<count))
        }
    }

    /// The bytes at a range, indexed from 0.
    @inline(__always)
    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }
}
