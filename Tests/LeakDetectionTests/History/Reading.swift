@testable import LeakDetection

/// A record as it was read from a text.
struct ReadRecord {
    let range: Range<Int>
    let record: Record
    let origin: RecordOrigin

    /// The texts of its fields.
    var texts: [String] { record.fields.map { String(decoding: $0.text.bytes, as: UTF8.self) } }
}

/// Reads all of a text; lines that are foreign are left out.
func read(_ text: [UInt8], with reader: some RecordReader) -> [ReadRecord] {
    var reader = reader
    var records: [ReadRecord] = []
    text.withUnsafeBytes { bytes in
        var at = 0
        while at < bytes.count {
            switch reader.read(bytes, at: at, isFinal: true) {
            case .record(let record):
                let range = at..<record.end
                records.append(
                    ReadRecord(
                        range: range, record: record, origin: reader.origin(bytes, of: range)))
                at = max(record.end, at + 1)
            case .foreign, .incomplete:
                at = bytes.firstOffset(of: 0x0A, from: at).map { $0 + 1 } ?? bytes.count
            }
        }
    }
    return records
}

func read(_ text: String, with reader: some RecordReader) -> [ReadRecord] {
    read(Array(text.utf8), with: reader)
}

/// What becomes of a text when a secret in its records is replaced by `[R]`.
func redacting(_ secret: String, in text: String, with reader: some RecordReader) -> String {
    var bytes = Array(text.utf8)
    let fields = read(bytes, with: reader).flatMap(\.record.fields)
    var edits: [(Range<Int>, [UInt8])] = []
    for field in fields {
        let mark = Array((field.notation == .hexadecimal ? "5B525D" : "[R]").utf8)
        for range in field.text.bytes.ranges(of: Array(secret.utf8)) {
            for (index, source) in field.text.map.sources(of: range).enumerated() {
                edits.append((source, index == 0 ? mark : []))
            }
        }
    }
    for (range, replacement) in edits.reversed() { bytes.replaceSubrange(range, with: replacement) }
    return String(decoding: bytes, as: UTF8.self)
}
