import TestSupport
import Testing

@testable import LeakDetection

@Suite struct DockerLocalReaderTests {
    @Test func `parts go on until the last, which is marked as a part, too`() {
        let sample = RecordSample(
            DockerLocalReader(),
            localEntry("stdout", "password=Str4d", isLast: false) + localEntry("stderr", "error")
                + localEntry("stdout", "dleFAKE", isLast: true)
                + localEntry("stdout", "old", isPartial: true) + localEntry("stdout", ""))
        #expect(
            sample.texts() == [
                "docker:stdout": "password=Str4d|dleFAKE¶old|¶", "docker:stderr": "error¶",
            ])
        #expect(
            sample.origin()
                == RecordOrigin(stream: "stdout", timestamp: "2026-11-23T22:29:07.480111760Z"))
    }

    @Test func `the lengths are those of the line and of the entry, twice`() throws {
        let line = String(repeating: "x", count: 300)
        let sample = RecordSample(DockerLocalReader(), localEntry("stdout", line))
        let record = try #require(sample.records().first)
        #expect(record.lengths.map(\.encoding) == [.varint, .bigEndian32, .bigEndian32])
        #expect(record.lengths.map(\.place.count) == [2, 4, 4])
        let body = 4..<record.end - 4
        #expect(record.lengths.dropFirst().map(\.counted) == [body, body])
        #expect(record.lengths.dropFirst().map(\.place) == [0..<4, body.upperBound..<record.end])
    }

    @Test func `an attribute reads as an assignment`() throws {
        let sample = RecordSample(
            DockerLocalReader(), localEntry("stdout", "x", attribute: ("TOKEN", "label")))
        #expect(sample.texts()["\u{0}rest"] == "TOKEN=label¶")
        let record = try #require(sample.records().first)
        let values = record.fields[1].text.map.sources(of: 0..<11).map { sample.bytes[$0] }
        #expect(values.map { String(decoding: $0, as: UTF8.self) } == ["label"])
        #expect(record.lengths.map(\.counted.count).prefix(3) == [1, 5, 14])
    }

    @Test func `lengths that differ, other sources and large entries are foreign`() {
        let good = localEntry("stdout", "x")
        var other = good
        other[good.count - 1] += 1
        var large = good
        large[1] = 0x41
        let bad = [other, large, localEntry("stdxxx", "x"), Array("text\n".utf8), [0, 0, 0, 0]]
        for bytes in bad {
            #expect(RecordSample(DockerLocalReader(), bytes).records() == [])
        }
    }
}
