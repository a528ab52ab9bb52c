#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A path as the file system has it: any bytes but NUL, which need not be UTF-8.
public struct BytePath: Hashable, Sendable, Comparable {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The path of something in this directory; of an empty path the name itself.
    public func appending(_ name: some Collection<UInt8>) -> BytePath {
        guard let last = bytes.last else { return BytePath(Array(name)) }
        return BytePath(bytes + (last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name)
    }

    /// What stands behind the last slash.
    public var name: ArraySlice<UInt8> {
        bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes[($0 + 1)...] } ?? bytes[...]
    }

    /// The directory that holds it: empty for a path of one name, `/` for one below the root.
    public var parent: BytePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return BytePath([]) }
        return BytePath(Array(bytes[..<max(slash, 1)]))
    }

    /// The path for people: UTF-8 as it is, any other byte as `\xff`. Control characters are left
    /// to who prints it.
    public var text: String { shownBytes(bytes) }

    /// Calls `body` with the path as the C library takes it.
    public func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        body(bytes.map { CChar(bitPattern: $0) } + [0])
    }

    /// The path without symlinks, `.` and `..`; nil where it leads nowhere. Calls `realpath(3)`.
    public var resolved: BytePath? {
        withCString { path in
            guard let real = realpath(path, nil) else { return nil }
            defer { free(real) }
            return BytePath(
                UnsafeBufferPointer(start: real, count: strlen(real)).map { UInt8(bitPattern: $0) })
        }
    }

    /// Whether it is a directory's path, or that of something in it: both resolved.
    public func isWithin(_ directory: BytePath) -> Bool {
        guard bytes.starts(with: directory.bytes) else { return false }
        return bytes.count == directory.bytes.count || directory.bytes.last == UInt8(ascii: "/")
            || bytes[directory.bytes.count] == UInt8(ascii: "/")
    }

    public static func < (a: BytePath, b: BytePath) -> Bool {
        a.bytes.lexicographicallyPrecedes(b.bytes)
    }
}

/// Bytes of a name for people: UTF-8 as it is, any other byte as `\xff`.
public func shownBytes(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var result = ""
    var at = 0
    while at < bytes.count {
        // A character of UTF-8 has four bytes at most.
        let scalar = (1...4).first { length in
            at + length <= bytes.count
                && String(validating: bytes[at..<(at + length)], as: UTF8.self) != nil
        }
        if let length = scalar {
            result += String(decoding: bytes[at..<(at + length)], as: UTF8.self)
            at += length
        } else {
            let digits = String(bytes[at], radix: 16)
            result += "\\x" + digits
            at += 1
        }
    }
    return result
}
