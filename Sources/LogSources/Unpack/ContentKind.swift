import LeakDetection

/// What plain bytes are.
public enum ContentKind: Sendable, Equatable {
    case text
    /// The systemd journal's own format.
    case journal
    /// Neither text nor a format of logs.
    case binary

    /// What bytes are that begin so.
    ///
    /// A zero byte shows what is no text, but for UTF-16 and binary formats of logs, fields that
    /// end in one (`/proc/PID/environ`), and a log that was truncated while it was written, which
    /// begins with zeros.
    public init(_ head: UnsafeRawBufferPointer) {
        if head.starts(with: "LPKSHHRH".utf8) {
            self = .journal
        } else if !head.contains(0) || isKnownBinaryFormat(head) || Self.isText(head) {
            self = .text
        } else {
            self = .binary
        }
    }

    /// Whether everything but the zeros is text, in UTF-8.
    private static func isText(_ head: UnsafeRawBufferPointer) -> Bool {
        let rest = head.filter { $0 != 0 }
        return rest.withUnsafeBytes { bytes in
            // The last character may be cut.
            Compression.isText(bytes)
                && (0...3).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
        }
    }
}
