import TestSupport
import Testing

@testable import LeakDetection

@Suite struct JournalJSONReaderTests {
    private func sample(_ text: String) -> RecordSample {
        RecordSample(JournalJSONReader(), text)
    }

    @Test func `the parts of a container's line are one text`() {
        let sample = sample(
            #"""
            {"__CURSOR":"1","MESSAGE":"password=Str4d","CONTAINER_PARTIAL_MESSAGE":"true","CONTAINER_ID_FULL":"ab","PRIORITY":"6"}
            {"__CURSOR":"2","MESSAGE":"error","CONTAINER_ID_FULL":"ab","PRIORITY":"3"}
            {"__CURSOR":"3","MESSAGE":"dleFAKE","CONTAINER_PARTIAL_MESSAGE":"true","CONTAINER_PARTIAL_LAST":"true","CONTAINER_ID_FULL":"ab","PRIORITY":"6"}

            """#)
        #expect(sample.texts()["journal:ab/6"] == "password=Str4d|dleFAKE¶")
        #expect(sample.texts()["journal:ab/3"] == "error¶")
    }

    @Test func `a unit's long line goes on under the same stream`() {
        let sample = sample(
            #"""
            {"__CURSOR":"1","MESSAGE":"one","_LINE_BREAK":"line-max","_STREAM_ID":"s"}
            {"__CURSOR":"2","MESSAGE":"two","_LINE_BREAK":"eof","_STREAM_ID":"s"}
            {"__CURSOR":"3","MESSAGE":"x","_SYSTEMD_UNIT":"u.service","_PID":"7"}

            """#)
        #expect(sample.texts()["journal:s"] == "one|two¶")
        #expect(sample.texts()["journal:u.service/7"] == "x¶")
    }

    @Test func `bytes are read, and each number is a unit with its comma`() throws {
        let sample = sample(
            #"{"__CURSOR":"1","MESSAGE":[112, 97,7],"KEY":[ 120,121 ],"_PID":"1"}"# + "\n")
        let record = try #require(sample.records().first)
        let texts = record.fields.map { String(decoding: $0.text.bytes, as: UTF8.self) }
        #expect(
            texts == [
                #"{"__CURSOR":"1","MESSAGE":[],"KEY":[  ],"_PID":"1"}"#, "pa\u{7}", "KEY=xy",
            ])
        #expect(record.fields.map(\.notation) == [.verbatim, .jsonBytes, .jsonBytes])
        let source = record.fields[1].text.map
        let units = (0..<3).map { sample.bytes[source.source(of: $0..<$0 + 1)] }
        #expect(units.map { String(decoding: $0, as: UTF8.self) } == ["112, ", "97,", "7"])
        // The name is there for context, and stays.
        let value = record.fields[2].text.map.sources(of: 0..<6).map { sample.bytes[$0] }
        #expect(value.map { String(decoding: $0, as: UTF8.self) } == ["120,121"])
    }

    @Test(arguments: [
        "[]", "[256]", "[1,]", "[,1]", "[1 2]", #"["a","b"]"#, "[[112,97]]", "[1000]", "[-1]",
    ])
    func `other arrays are left as they are`(value: String) {
        let sample = sample("{\"__CURSOR\":\"1\",\"MESSAGE\":\(value)}\n")
        #expect(sample.texts() == ["\u{0}rest": "{\"__CURSOR\":\"1\",\"MESSAGE\":\(value)}¶"])
    }

    @Test func `a value that is null is reported`() {
        let records = sample(#"{"__CURSOR":"1","MESSAGE":null}"# + "\n" + #"{"__CURSOR":"1"}"#)
            .records()
        #expect(records.map { $0.note?.contains("--all") ?? false } == [true, false])
    }

    @Test func `the record says where it is from`() {
        let sample = sample(
            #"{"__REALTIME_TIMESTAMP":"1795472947480111","MESSAGE":"x","CONTAINER_NAME":"web","#
                + #""CONTAINER_ID":"ab","PRIORITY":"3","_SYSTEMD_UNIT":"a\\x2db.service"}"#)
        #expect(
            sample.origin()
                == RecordOrigin(
                    container: "web", stream: "stderr", unit: #"a\x2db.service"#,
                    timestamp: "2026-11-23T22:29:07.480111Z"))
    }

    @Test(arguments: [
        #"{"MESSAGE":"x"}"#, #"{"__CURSOR":1,"MESSAGE":"x"}"#, #"{"__CURSOR":"1","MESSAGE":"x"#,
        "x",
    ])
    func `anything else is foreign`(line: String) {
        #expect(sample(line).records() == [])
    }
}
