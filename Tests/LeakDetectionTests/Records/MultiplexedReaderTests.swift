import TestSupport
import Testing

@testable import LeakDetection

@Suite struct MultiplexedReaderTests {
    private let stamp = "2026-11-23T22:29:07.480111760Z "

    @Test func `frames are parts of their streams`() throws {
        let sample = RecordSample(
            MultiplexedReader(),
            frame(1, "password=Str4d") + frame(2, "error\n") + frame(1, "dleFAKE tail\n"))
        #expect(
            sample.texts() == [
                "docker:stdout": "password=Str4d|dleFAKE tail\n|", "docker:stderr": "error\n|",
            ])
        let length = try #require(sample.records().first?.lengths.first)
        #expect(length == RecordLength(place: 4..<8, encoding: .bigEndian32, counted: 8..<22))
    }

    @Test func `a timestamp in a line is left out`() throws {
        let sample = RecordSample(
            MultiplexedReader(),
            frame(1, stamp + "password=Str4d") + frame(2, stamp + "error\n")
                + frame(1, stamp + "dleFAKE\n") + frame(1, stamp + "next\n"))
        #expect(
            sample.texts()["docker:stdout"] == "\(stamp)password=Str4d|dleFAKE\n|\(stamp)next\n|")
        #expect(
            sample.origin()
                == RecordOrigin(stream: "stdout", timestamp: "2026-11-23T22:29:07.480111760Z"))
    }

    @Test func `a line that does not begin with a timestamp has none in it`() {
        let sample = RecordSample(MultiplexedReader(), frame(1, "a") + frame(1, stamp + "b\n"))
        #expect(sample.texts()["docker:stdout"] == "a|\(stamp)b\n|")
    }

    @Test(
        arguments: [
            [4, 0, 0, 0, 0, 0, 0, 1, 0x61], [1, 0, 1, 0, 0, 0, 0, 1, 0x61],
            [1, 0, 0, 0, 0, 0x10, 0, 1, 0x61], Array("text\n".utf8),
        ] as [[UInt8]])
    func `anything else is foreign`(bytes: [UInt8]) {
        var reader = MultiplexedReader()
        #expect(bytes.withUnsafeBytes { reader.read($0, at: 0, isFinal: false) } == .foreign)
    }
}
