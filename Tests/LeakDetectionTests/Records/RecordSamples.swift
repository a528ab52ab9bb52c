import TestSupport
import Testing

@testable import LeakDetection

/// A stream of records, with what reads it.
struct RecordSample: CustomTestStringConvertible {
    let reader: any RecordReader
    let bytes: [UInt8]

    init(_ reader: any RecordReader, _ bytes: [UInt8]) {
        self.reader = reader
        self.bytes = bytes
    }

    init(_ reader: any RecordReader, _ text: String) {
        self.init(reader, Array(splintered(text).utf8))
    }

    var testDescription: String { type(of: reader).name }

    /// What the stream is made of.
    func pieces() -> [RecordPiece] {
        var reader = reader
        return bytes.withUnsafeBytes { recordPieces($0, with: &reader) }
    }

    /// Its records.
    func records() -> [Record] { pieces().compactMap(\.record) }

    /// The texts of each stream, with `|` between two fields and `¶` where a line ends.
    func texts() -> [String: String] {
        var texts: [String: String] = [:]
        for field in records().flatMap(\.fields) {
            let text = String(decoding: field.text.bytes, as: UTF8.self)
            texts[field.stream.name, default: ""] += text + (field.endsLine ? "¶" : "|")
        }
        return texts
    }

    /// What the first record says about itself.
    func origin() -> RecordOrigin? {
        guard let first = pieces().first, first.record != nil else { return nil }
        return bytes.withUnsafeBytes { reader.origin($0, of: first.range) }
    }
}

/// A record, or a foreign line.
struct RecordPiece {
    let range: Range<Int>
    let record: Record?
    /// The reader before it.
    let reader: any RecordReader
}

/// Reads a stream that has come in full as the engine does: what is foreign ends with its line.
func recordPieces(
    _ buffer: UnsafeRawBufferPointer, with reader: inout any RecordReader
) -> [RecordPiece] {
    var pieces: [RecordPiece] = []
    var at = 0
    while at < buffer.count {
        let before = reader
        switch reader.read(buffer, at: at, isFinal: true) {
        case .record(let record):
            #expect(record.end > at)
            pieces.append(RecordPiece(range: at..<record.end, record: record, reader: before))
        case .foreign:
            let newline = buffer.firstOffset(of: UInt8(ascii: "\n"), from: at)
            let end = newline.map { $0 + 1 } ?? buffer.count
            pieces.append(RecordPiece(range: at..<end, record: nil, reader: before))
        case .incomplete:
            Issue.record("nothing is incomplete at the end")
            return pieces
        }
        guard let end = pieces.last?.range.upperBound, end > at else { return pieces }
        at = end
    }
    return pieces
}

/// The bytes of a frame of Docker's multiplexed stream.
func frame(_ stream: UInt8, _ payload: String) -> [UInt8] {
    [stream, 0, 0, 0] + RecordLength.Encoding.bigEndian32.encode(payload.utf8.count)
        + Array(payload.utf8)
}

/// The bytes of an entry of Docker's `local` driver.
///
/// - Parameters:
///   - isLast: Whether a part is the last one; nil for what is no part.
func localEntry(
    _ source: String, _ line: String, isPartial: Bool = false, isLast: Bool? = nil,
    attribute: (name: String, value: String)? = nil
) -> [UInt8] {
    func bytes(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        [number << 3 | 2] + RecordLength.Encoding.varint.encode(content.count) + content
    }
    var body = bytes(1, Array(source.utf8)) + [2 << 3]
    body += RecordLength.Encoding.varint.encode(1_795_472_947_480_111_760)
    if !line.isEmpty { body += bytes(3, Array(line.utf8)) }
    if isPartial || isLast != nil { body += [4 << 3, 1] }
    if let isLast {
        body += bytes(5, (isLast ? [1 << 3, 1] : []) + bytes(2, Array("abc".utf8)) + [3 << 3, 1])
    }
    if let attribute {
        body += bytes(
            6, bytes(1, Array(attribute.name.utf8)) + bytes(2, Array(attribute.value.utf8)))
    }
    let length = RecordLength.Encoding.bigEndian32.encode(body.count)
    return length + body + length
}

/// A binary field of a journal export.
func exportField(_ name: String, _ value: String) -> String {
    let length = RecordLength.Encoding.littleEndian64.encode(value.utf8.count)
    return name + "\n" + String(decoding: length, as: UTF8.self) + value + "\n"
}

/// A text in UTF-16.
func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
        let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        return isBigEndian ? bytes : bytes.reversed()
    }
}

/// A syslog message of RFC 5424 behind its size.
func counted(_ message: String) -> String { "\(message.utf8.count) \(message)" }
