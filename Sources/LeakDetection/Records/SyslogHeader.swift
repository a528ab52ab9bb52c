/// What a syslog message begins with: RFC 5424, or what programs write that RFC 3164 describes.
///
/// Sources: RFC 5424, section 6; RFC 3164, section 4.
struct SyslogHeader {
    /// RFC 3339; nil where the year is missing.
    private(set) var timestamp: Range<Int>?
    private(set) var host: Range<Int>?
    private(set) var app: Range<Int>
    private(set) var process: Range<Int>?
    /// From bracket to bracket.
    private(set) var data: Range<Int>?
    /// Where the message's text begins.
    private(set) var end: Int

    /// The header that a message begins with.
    ///
    /// - Parameters:
    ///   - buffer: What the message stands in.
    ///   - message: From its `<`.
    init?(_ buffer: UnsafeRawBufferPointer, in message: Range<Int>) {
        var cursor = HeaderCursor(buffer, in: message)
        guard Self.takePriority(&cursor, in: buffer) else { return nil }
        var modern = cursor
        if modern.take("1 ") {
            self.init(modern: &modern, in: buffer, to: message.upperBound)
        } else {
            self.init(old: &cursor, in: buffer, to: message.upperBound)
        }
    }

    /// Takes `<PRI>`: 24 facilities times 8 severities.
    static func takePriority(
        _ cursor: inout HeaderCursor, in buffer: UnsafeRawBufferPointer
    ) -> Bool {
        guard cursor.take("<"), let digits = cursor.take(1...3, where: \.isDigit),
            cursor.take(">"), let priority = buffer.decimal(digits)
        else { return false }
        return priority < 24 * 8
    }

    private init?(modern cursor: inout HeaderCursor, in buffer: UnsafeRawBufferPointer, to end: Int)
    {
        if !cursor.take("-") {
            guard let timestamp = cursor.takeTimestamp() else { return nil }
            self.timestamp = timestamp
        }
        // The sizes are those of the RFC.
        guard cursor.take(" "), let host = Self.takeWord(&cursor, 255), cursor.take(" "),
            let app = Self.takeWord(&cursor, 48), cursor.take(" "),
            let process = Self.takeWord(&cursor, 128), cursor.take(" "),
            Self.takeWord(&cursor, 32) != nil, cursor.take(" ")
        else { return nil }
        self.host = host
        self.app = app
        self.process = process
        if !cursor.take("-") {
            guard let data = Self.data(buffer, at: cursor.at, to: end) else { return nil }
            self.data = data
            cursor = HeaderCursor(buffer, in: data.upperBound..<end)
        }
        // Without a text there is no blank.
        guard cursor.take(" ") || cursor.at == end else { return nil }
        _ = cursor.take("\u{FEFF}")
        self.end = cursor.at
    }

    private init?(old cursor: inout HeaderCursor, in buffer: UnsafeRawBufferPointer, to end: Int) {
        if cursor.next?.isDigit ?? false {
            guard let timestamp = cursor.takeTimestamp() else { return nil }
            self.timestamp = timestamp
        } else {
            // `Nov 23 22:14:15`; a day of one digit has a blank before it.
            guard cursor.take(where: \.isUpper), cursor.take(2...2, where: \.isLower) != nil,
                cursor.take(" "),
                cursor.take(2...2, where: { $0.isDigit || $0 == UInt8(ascii: " ") }) != nil,
                cursor.take(" "), cursor.take(2...2, where: \.isDigit) != nil, cursor.take(":"),
                cursor.take(2...2, where: \.isDigit) != nil, cursor.take(":"),
                cursor.take(2...2, where: \.isDigit) != nil
            else { return nil }
        }
        // A program on the same machine leaves out the host.
        guard cursor.take(" "), var tag = Self.takeTag(&cursor) else { return nil }
        if cursor.take(" ") {
            host = tag
            guard let next = Self.takeTag(&cursor) else { return nil }
            tag = next
        }
        app = tag
        if cursor.take("[") {
            process = cursor.take(1...128, where: { $0.isAlphanumeric || $0 == UInt8(ascii: "-") })
            guard process != nil, cursor.take("]") else { return nil }
        }
        guard cursor.take(":") else { return nil }
        _ = cursor.take(" ")
        self.end = cursor.at
    }

    private static func takeWord(_ cursor: inout HeaderCursor, _ limit: Int) -> Range<Int>? {
        cursor.take(1...limit, where: { 0x21...0x7E ~= $0 })
    }

    private static func takeTag(_ cursor: inout HeaderCursor) -> Range<Int>? {
        cursor.take(
            1...255,
            where: { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: ":") })
    }

    /// Structured data: `[id name="value"]`, once or more, with `\` before quotes and brackets.
    private static func data(
        _ buffer: UnsafeRawBufferPointer, at start: Int, to end: Int
    ) -> Range<Int>? {
        var at = start
        var isQuoted = false
        while at < end {
            switch buffer[at] {
            case UInt8(ascii: "\\") where isQuoted: at += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "]") where !isQuoted:
                if at + 1 >= end || buffer[at + 1] != UInt8(ascii: "[") { return start..<at + 1 }
            case UInt8(ascii: "[") where !isQuoted:
                guard at == start || buffer[at - 1] == UInt8(ascii: "]") else { return nil }
            default: if at == start { return nil }
            }
            at += 1
        }
        return nil
    }
}
