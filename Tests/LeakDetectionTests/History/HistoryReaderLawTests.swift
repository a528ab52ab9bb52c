import TestSupport
import Testing

@testable import LeakDetection

/// What holds for every reader, whatever it reads.
@Suite struct HistoryReaderLawTests {
    private static var readers: [any RecordReader] {
        [
            BashHistoryReader(), ZshHistoryReader(), FishHistoryReader(),
            PowerShellHistoryReader(), LibeditHistoryReader(), AuditReader(),
        ]
    }

    private static let pieces: [[UInt8]] =
        [
            "#1700000000\n", ": 1700000000:0;", "\\\n", "\\\\\n", "`\n", "``\r\n", "- cmd: ",
            "\n  when: 1700000000\n", "  paths:\n", "    - /etc\n", "\\n", "\\\\", "_HiStOrY_V2_\n",
            "\\040", "\\M-i", "\\^", "type=EXECVE msg=audit(1700000000.123:45): argc=3 a0=\"sh\"",
            " a1=2D70", " a1[0]=\"x", "\" a1[1]=62", " a1_len=3", "\n", "\"",
            "type=1327 audit(1.1:",
            "type=PROCTITLE msg=audit(1700000000.123:45): proctitle=610062", " -u bob:hunter22 ",
            "|",
            "type=TTY msg=audit(1700000000.123:45): data=6C", "\u{0}",
        ].map { Array($0.utf8) } + [[0x83], [0x83, 0x80], [0xFF]]

    @Test(arguments: 0..<6)
    func `every text is read in bounds, and the same whatever is in the buffer`(index: Int) {
        for seed in 0..<60 {
            var generator = TextGenerator(seed: UInt64(seed), pieces: Self.pieces)
            var text = generator.text(pieces: generator.number(1...12))
            if seed % 3 == 0 { text = Array("_HiStOrY_V2_\n".utf8) + text }
            check(text, Self.readers[index])
        }
    }

    private func check(_ text: [UInt8], _ reader: some RecordReader) {
        var reader = reader
        text.withUnsafeBytes { bytes in
            var at = 0
            while at < bytes.count {
                let before = reader
                let whole = reader.read(bytes, at: at, isFinal: true)
                #expect(whole != .incomplete)
                var end = bytes.firstOffset(of: 0x0A, from: at).map { $0 + 1 } ?? bytes.count
                if case .record(let record) = whole {
                    end = record.end
                    checkFields(record, start: at, count: bytes.count)
                    _ = reader.origin(bytes, of: at..<end)
                }
                guard end > at else {
                    Issue.record("an empty record")
                    return
                }
                // A final buffer may end a record sooner than a longer one.
                for cut in at...min(bytes.count, end + 40) {
                    var other = before
                    let part = other.read(bytes.slice(0..<cut), at: at, isFinal: false)
                    if part != .incomplete, part != whole {
                        Issue.record("\(type(of: reader)): \(cut) of \(end): \(text)")
                        return
                    }
                    var last = before
                    #expect(last.read(bytes.slice(0..<cut), at: at, isFinal: true) != .incomplete)
                }
                at = end
            }
        }
    }

    private func checkFields(_ record: Record, start: Int, count: Int) {
        #expect(record.end <= count)
        var at = start
        for field in record.fields {
            let text = field.text
            #expect(text.map.decodedCount == text.bytes.count)
            let source = text.map.source(of: 0..<text.bytes.count)
            #expect(at <= source.lowerBound && source.upperBound <= record.end)
            at = max(at, source.upperBound)
            for kept in text.map.kept {
                #expect(start <= kept.lowerBound && kept.upperBound <= record.end)
            }
            for byte in text.bytes.indices {
                for piece in text.map.sources(of: byte..<(byte + 1)) {
                    #expect(
                        source.lowerBound <= piece.lowerBound
                            && piece.upperBound <= source.upperBound)
                }
            }
        }
    }

    @Test(arguments: 0..<6)
    func `what is too long is foreign, however much is there`(index: Int) {
        let heads: [String] = [
            "x", ": 1700000000:0;x\\\n", "- cmd: x\n  when: 1\n ", "x`\n", "_HiStOrY_V2_\n",
            "type=EXECVE msg=audit(1700000000.123:45): argc=1 a0=\"",
        ]
        var text = Array(heads[index].utf8)
        text += repeatElement(UInt8(ascii: "x"), count: HistoryLine.limit)
        text.withUnsafeBytes { bytes in
            var reader: any RecordReader = Self.readers[index]
            var start = 0
            if index == 4, case .record(let mark) = reader.read(bytes, at: 0, isFinal: false) {
                start = mark.end
            }
            #expect(reader.read(bytes, at: start, isFinal: true) == .foreign)
            #expect(reader.read(bytes, at: start, isFinal: false) == .foreign)
            let less = bytes.slice(0..<(start + HistoryLine.limit - 1))
            #expect(reader.read(less, at: start, isFinal: false) == .incomplete)
        }
    }
}
