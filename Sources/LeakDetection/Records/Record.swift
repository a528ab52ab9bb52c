/// A record of a log format: what the format puts around a text, and the texts in it.
///
/// Offsets are in the buffer that the record was read from.
struct Record: Sendable, Equatable {
    /// Just after the record, its line ending or closing length included.
    var end: Int

    /// The texts to scan, in the order in which they stand in the record; they do not overlap.
    var fields: [RecordField]

    /// What must be written anew when a field changes its length, innermost first.
    var lengths: [RecordLength] = []

    /// Why a text of the record cannot be seen, with what to do about it.
    var note: String?
}

/// A text in a record.
struct RecordField: Sendable, Equatable {
    /// The logical stream that the text continues: fields of the same stream are parts of one text,
    /// whatever stands between them.
    var stream: StreamKey

    /// The text as it is meant, with the way back to the record's bytes. What must survive a
    /// redaction of the bytes around it is marked as kept.
    var text: DecodedText

    /// How a replacement is written into the record.
    var notation: Notation = .verbatim

    /// Whether the text's line ends with it. A text that ends in a newline needs none.
    var endsLine: Bool
}

/// Names a logical stream within the physical one: a container's stdout, a unit's messages.
struct StreamKey: Hashable, Sendable {
    let name: String

    init(_ name: String) { self.name = name }

    /// What is in no record: foreign lines, and texts that stand for themselves.
    static let plain = StreamKey("")

    /// Fields that continue nothing: each is complete in its record.
    static let rest = StreamKey("\u{0}rest")
}

/// How text is written inside a record.
enum Notation: Sendable, Equatable {
    /// As it is.
    case verbatim
    /// Inside the quotes of a JSON string.
    case jsonString
    /// As the numbers of a JSON array of bytes: `112, 97`.
    case jsonBytes
    /// Two bytes for each UTF-16 code unit.
    case utf16(isBigEndian: Bool)
    /// Inside a history of zsh, which changes bytes from 0x83 on.
    case zshMetafied
    /// Two hexadecimal digits for each byte.
    case hexadecimal
}

/// A number in a record that tells how many bytes something has.
struct RecordLength: Sendable, Equatable {
    enum Encoding: Sendable, Equatable {
        case bigEndian32, littleEndian64
        /// Base 128, least significant group first (Protocol Buffers).
        case varint
        /// Decimal digits.
        case decimal
    }

    /// Where the number stands.
    var place: Range<Int>
    var encoding: Encoding
    /// The bytes that it counts. A number that is written twice, before and after, has two entries.
    var counted: Range<Int>
}

/// What a record says about itself; nil where it does not.
public struct RecordOrigin: Sendable, Equatable {
    /// The container's name, or id.
    public var container: String?

    /// `stdout` or `stderr`.
    public var stream: String?

    /// The systemd unit, or the program that logs.
    public var unit: String?

    /// RFC 3339.
    public var timestamp: String?

    public init(
        container: String? = nil, stream: String? = nil, unit: String? = nil,
        timestamp: String? = nil
    ) {
        self.container = container
        self.stream = stream
        self.unit = unit
        self.timestamp = timestamp
    }
}
