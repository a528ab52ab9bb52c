import TestSupport
import Testing

@testable import LeakDetection

/// What holds for every reader.
@Suite struct RecordLawTests {
    static let samples: [RecordSample] = [
        RecordSample(
            DockerJSONReader(),
            #"""
            {"log":"pass·word=\"a\\b\" \u00e9 \ud83d\ude00 \q \ud800\n","stream":"stdout","time":"2026-11-23T22:29:07.48011176Z"}
            {"log":"part","stream":"stderr","attrs":{"tag":"x","l":"{]"},"time":"2026-11-23T22:29:07Z"}
            {"stream":"other","log":""}
            {"log":"damaged"
            {"log":"last\n","stream":"stdout","time":"2026-11-23T22:29:07Z"}
            """#),
        RecordSample(
            CRIReader(),
            """
            2026-11-23T22:47:19.425434686+00:00 stdout P some
            2026-11-23T22:47:19.4Z stderr F:x error\r
            2026-11-23T22:47:19.425434686Z stdout F thing
            2026-11-23T22:47:19Z stdout F \

            not one of these
            2026-11-23T22:47:19Z stdout P end
            """),
        RecordSample(
            JournalJSONReader(),
            #"""
            {"__CURSOR":"s=1","__REALTIME_TIMESTAMP":"1795472947480111","MESSAGE":"a \"b\"","_PID":"12"}
            {"__CURSOR":"s=1","MESSAGE":[112, 97,115 , 10],"RAW":[ 255,0 , 7 ],"R":["a","b"],"N":null}
            {"MESSAGE":"none"}
            {"__CURSOR" : "s=2" , "MESSAGE" : [ 1, 300 ]}
            """#),
        RecordSample(
            JournalExportReader(),
            "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795472947480111\nMESSAGE=pass·word=x\n_PID=1\n\n"
                + "__REALTIME_TIMESTAMP=1\n" + exportField("RAW", "a\nb\u{0}")
                + "A=1\nB=2\n" + exportField("MESSAGE", "two\nlines") + "C=\n\n"
                + "foreign\n__CURSOR=s=3\nMESSAGE=no end"),
        RecordSample(
            DockerLocalReader(),
            localEntry("stdout", "hello") + localEntry("stderr", "", isLast: false)
                + localEntry("stdout", String(repeating: "x", count: 300), isPartial: true)
                + localEntry("stdout", "y", isLast: true, attribute: ("LABEL", "value"))),
        RecordSample(
            MultiplexedReader(),
            frame(1, "2026-11-23T22:29:07.480111760Z abc") + frame(2, "error\n")
                + frame(1, "2026-11-23T22:29:07.480111760Z def\n") + frame(0, "") + frame(3, "x")
                + frame(1, "2026-11-23T22:29:08.480111760Z ghi\n")),
        RecordSample(
            SyslogReader(),
            """
            <34>1 2026-11-23T22:14:15.003Z host app 12 ID [a b="c\\]"][d e="f"] \u{FEFF}text
            <34>Nov  3 22:14:15 host app[12]: text\r
            <34>Nov 23 22:14:15 app: text
            <999>no

            """),
        RecordSample(
            OctetCountedSyslogReader(),
            counted("<34>1 - host app - - - one\ntwo") + "\n"
                + counted("<34>Nov 23 22:14:15 host app[1]: x\n") + counted("<1>odd")),
        RecordSample(
            UTF16Reader(isBigEndian: false),
            utf16("\u{FEFF}pass·word=é😀\r\nnext\n\nlast", isBigEndian: false)),
        RecordSample(
            UTF16Reader(isBigEndian: true),
            utf16("a\n", isBigEndian: true) + [0xD8, 0, 0, 0x41, 0xDC, 0, 0, 0x0A, 7]),
        RecordSample(
            GELFReader(),
            #"{"version":"1.1","host":"h","short_message":"a\nb","timestamp":1385053862.3072}"#
                + "\u{0}" + #"{"version":"1.1","short_message":"x"}"# + "\n{}\n"),
        RecordSample(
            RepeatedTimestampReader(),
            """
            2026-11-23T22:47:19Z one 2026-11-23T22:47:20Z two\r
            2026-11-23T22:47:19+00:00 one2026-11-23T22:47:19+00:00 2026-11-23T22:47:19+00:00 x
            2026-11-23T22:47:19Z foreign 2026-11-24T22:47:20Z two
            2026-11-23T22:47:19Z foreign 2026-11-23T22:47:20.1Z two

            """),
    ]

    @Test(arguments: samples)
    func `a byte of a text stands for bytes of its record that read as it`(sample: RecordSample) {
        #expect(sample.records().count > 1)
        for piece in sample.pieces() {
            for field in piece.record?.fields ?? [] {
                check(field, of: piece.range, in: sample.bytes)
            }
        }
    }

    private func check(_ field: RecordField, of record: Range<Int>, in bytes: [UInt8]) {
        let map = field.text.map
        #expect(map.decodedCount == field.text.bytes.count)
        for (index, byte) in field.text.bytes.enumerated() {
            let source = map.source(of: index..<index + 1)
            #expect(!source.isEmpty && record.contains(source.lowerBound))
            #expect(source.upperBound <= record.upperBound)
            guard !map.kept.contains(where: { $0.contains(source.lowerBound) }) else { continue }
            let decoded = decode(Array(bytes[source]), field.notation)
            #expect(decoded.contains(byte), "\(source) is not \(byte)")
        }
    }

    /// What bytes mean inside a record.
    private func decode(_ bytes: [UInt8], _ notation: Notation) -> [UInt8] {
        switch notation {
        case .jsonString:
            var text = DecodedText()
            bytes.withUnsafeBytes { text.putJSONString(0..<$0.count, of: $0) }
            return text.bytes
        case .jsonBytes:
            return String(decoding: bytes, as: UTF8.self).split { !$0.isNumber }
                .compactMap { UInt8($0) }
        case .utf16(let isBigEndian):
            let units = stride(from: 0, to: bytes.count - 1, by: 2).map { at -> UInt16 in
                let first = UInt16(bytes[at])
                let second = UInt16(bytes[at + 1])
                return isBigEndian ? first << 8 | second : second << 8 | first
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        case .verbatim, .zshMetafied, .hexadecimal: return bytes
        }
    }

    @Test(arguments: samples)
    func `a record is the same however much of what follows is there`(sample: RecordSample) {
        for piece in sample.pieces() {
            guard let record = piece.record, piece.range.upperBound < sample.bytes.count else {
                continue
            }
            for end in piece.range.lowerBound...sample.bytes.count {
                var reader = piece.reader
                let reading = sample.bytes[..<end].withUnsafeBytes {
                    reader.read($0, at: piece.range.lowerBound, isFinal: false)
                }
                let expected = end < record.end ? Reading.incomplete : .record(record)
                #expect(reading == expected, "\(end) bytes, record \(piece.range)")
            }
        }
    }

    @Test(arguments: samples)
    func `what is foreign does not become a record`(sample: RecordSample) {
        for piece in sample.pieces() where piece.record == nil {
            for end in piece.range.lowerBound...sample.bytes.count {
                var reader = piece.reader
                let reading = sample.bytes[..<end].withUnsafeBytes {
                    reader.read($0, at: piece.range.lowerBound, isFinal: false)
                }
                if case .record = reading { Issue.record("\(end) bytes, line \(piece.range)") }
            }
        }
    }

    @Test(arguments: samples)
    func `nothing is incomplete at the end`(sample: RecordSample) {
        for piece in sample.pieces() {
            for end in piece.range.lowerBound...piece.range.upperBound {
                var reader = piece.reader
                let reading = sample.bytes[..<end].withUnsafeBytes {
                    reader.read($0, at: piece.range.lowerBound, isFinal: true)
                }
                #expect(reading != .incomplete)
            }
        }
    }

    @Test(arguments: samples)
    func `no damage makes a reader leave its record`(sample: RecordSample) {
        var generator = SeededGenerator(seed: 7)
        // Bytes that mean something in one of the formats.
        let odd =
            Array("\"\\{}[]:,. \n\r0123456789<>=_\u{0}\u{1}TZu".utf8) + [0x7F, 0x80, 0xD8, 0xFF]
        for _ in 0..<2_000 {
            var bytes = sample.bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let byte = odd.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(byte, at: place)
                case 2: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                default: bytes[place] = byte
                }
            }
            check(RecordSample(sample.reader, bytes))
        }
    }

    @Test(arguments: samples)
    func `any bytes are read`(sample: RecordSample) {
        var generator = SeededGenerator(seed: 8)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            check(RecordSample(sample.reader, bytes))
            // Half of the sample, then noise.
            let cut = Int.random(in: 0..<sample.bytes.count, using: &generator)
            check(RecordSample(sample.reader, sample.bytes[..<cut] + bytes))
        }
    }

    /// Everything that a record names lies in it.
    private func check(_ sample: RecordSample) {
        for piece in sample.pieces() {
            guard let record = piece.record else { continue }
            for field in record.fields {
                let map = field.text.map
                let source = map.source(of: 0..<map.decodedCount)
                let ranges = map.kept + (source.isEmpty ? [] : [source])
                #expect(ranges.allSatisfy { piece.range.lowerBound <= $0.lowerBound })
                #expect(ranges.allSatisfy { $0.upperBound <= piece.range.upperBound })
            }
            for length in record.lengths {
                #expect(length.place.clamped(to: piece.range) == length.place)
                #expect(length.counted.clamped(to: piece.range) == length.counted)
                let value = sample.bytes[length.place].withUnsafeBytes(length.encoding.decode)
                #expect(value == length.counted.count)
            }
            _ = sample.bytes.withUnsafeBytes { piece.reader.origin($0, of: piece.range) }
        }
    }
}
