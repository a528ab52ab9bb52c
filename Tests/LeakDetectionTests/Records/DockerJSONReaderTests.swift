import TestSupport
import Testing

@testable import LeakDetection

@Suite struct DockerJSONReaderTests {
    private func sample(_ text: String) -> RecordSample {
        RecordSample(DockerJSONReader(), text)
    }

    @Test func `a line in parts is one text, whatever stderr says between them`() {
        let sample = sample(
            #"""
            {"log":"password=Str4d","stream":"stdout","time":"2026-11-23T22:29:07.48011176Z"}
            {"log":"error\n","stream":"stderr","time":"2026-11-23T22:29:07.48011176Z"}
            {"log":"dleFAKE \u003c\n","stream":"stdout","time":"2026-11-23T22:29:07.48011176Z"}

            """#)
        #expect(
            sample.texts() == [
                "docker:stdout": "password=Str4d|dleFAKE <\n|", "docker:stderr": "error\n|",
            ])
        #expect(sample.records().map(\.fields.count) == [1, 1, 1])
    }

    @Test func `attributes are read, without the text again`() throws {
        let sample = sample(
            #"{"log":"a\n","stream":"stdout","attrs":{"TOK":"label"},"time":"2026-11-23T22:29:07Z"}"#
                + "\r\n")
        #expect(
            sample.texts()["\u{0}rest"]
                == #"{"log":"","stream":"stdout","attrs":{"TOK":"label"},"#
                + #""time":"2026-11-23T22:29:07Z"}"# + "\r¶")
        let record = try #require(sample.records().first)
        #expect(record.fields.map(\.stream) == [.rest, StreamKey("docker:stdout")])
        #expect(record.fields.first?.text.map.kept == [8..<11])
        #expect(record.end == sample.bytes.count)
    }

    @Test(arguments: [
        #"{"log":"a","stream":"password=x","time":"2026-11-23T22:29:07Z"}"#,
        #"{"log":"a","stream":"stdout","time":"password=x"}"#,
        #"{"log":"a","stream":"stdout","time":7}"#, #"{"log":"a","stream":"stdout","x":7}"#,
    ])
    func `what else may hold a secret is read`(line: String) {
        #expect(sample(line).records().first?.fields.count == 2)
    }

    @Test(arguments: [
        #"{"log":"a","stream":"stdout""#, #"{"log":"a\","stream":"stdout"}"#, #"{"log":"a"}"#,
        #"{"stream":"stdout"}"#, #"{"log":1,"stream":"stdout"}"#, #"{"log":"a","stream":null}"#,
        #"{"log":"a","log":"b","stream":"stdout"}"#, #" {"log":"a","stream":"stdout"}"#,
        #"{"log":"a","stream":"stdout"} x"#,
    ])
    func `anything else is foreign`(line: String) {
        #expect(sample(line).records() == [])
    }

    @Test func `a line without an end is foreign, and without a brace at once`() {
        var reader: any RecordReader = DockerJSONReader()
        let long = Array("{\"log\":\"".utf8) + [UInt8](repeating: 0x61, count: 4 << 20)
        #expect(long.withUnsafeBytes { reader.read($0, at: 0, isFinal: false) } == .foreign)
        #expect("x".withBytes { reader.read($0, at: 0, isFinal: false) } == .foreign)
        #expect("".withBytes { reader.read($0, at: 0, isFinal: false) } == .incomplete)
    }

    @Test func `the record says where it is from`() {
        let sample = sample(
            #"{"log":"a\n","stream":"stderr","time":"2026-11-23T22:29:07Z"}"# + "\n")
        #expect(
            sample.origin() == RecordOrigin(stream: "stderr", timestamp: "2026-11-23T22:29:07Z"))
    }
}
