import LeakReport
import Testing

@Suite struct BaselineTests {
    private func entry(_ fingerprint: String, rule: String = "a.b", note: String? = nil)
        -> Baseline.Entry
    {
        Baseline.Entry(added: "2026-11-25", fingerprint: fingerprint, note: note, rule: rule)
    }

    @Test func `entries are sorted, and the first of two with a fingerprint stays`() {
        let baseline = Baseline(
            keyID: "k1:0",
            entries: [
                entry("b1:2", rule: "b.c"), entry("b1:3"), entry("b1:1"), entry("b1:3", note: "x"),
            ])
        #expect(baseline.entries == [entry("b1:1"), entry("b1:3"), entry("b1:2", rule: "b.c")])
        #expect(baseline.contains("b1:3") && !baseline.contains("b1:4"))
    }

    @Test func `it is read as it was written`() throws {
        let baseline = Baseline(
            keyID: "k1:0", entries: [entry("b1:1", note: "say \"no\"\n\u{1B}[1m"), entry("b1:2")])
        let text = baseline.text(tool: "blot 0.0.0")
        #expect(try Baseline(Array(text.utf8)) == baseline)
        #expect(text.split(separator: "\n").count == 4)
        #expect(!text.contains("\u{1B}"))
        let empty = Baseline(keyID: "k1:0", entries: [])
        #expect(try Baseline(Array(empty.text(tool: "blot").utf8)) == empty)
    }

    @Test func `it grows and shrinks`() {
        let baseline = Baseline(
            keyID: "k1:0", entries: [entry("b1:1", note: "old"), entry("b1:2")])
        let more = baseline.adding([entry("b1:1"), entry("b1:3")])
        #expect(more.entries == [entry("b1:1", note: "old"), entry("b1:2"), entry("b1:3")])
        #expect(more.pruned(to: ["b1:3", "b1:9"]).entries == [entry("b1:3")])
    }

    @Test func `a report tells its key when it has no findings, too`() throws {
        let empty = #"{"schema":1,"findings":[],"keyID":"k1:7","known":2,"complete":true}"#
        let stream = try ReportedFindings(Array(empty.utf8))
        #expect(stream.keyIDs == ["k1:7"] && stream.known == 2 && stream.isComplete == true)
        let lines = """
            {"blindSpot":{"path":"a"}}
            {"summary":{"keyID":"k1:7","known":1,"complete":false}}
            """
        let audit = try ReportedFindings(Array(lines.utf8))
        #expect(audit.keyIDs == ["k1:7"] && audit.known == 1 && audit.isComplete == false)
        let keyless = #"{"rule":"a.b","secret":{"fingerprint":"b1:1"}}"#
        #expect(try ReportedFindings(Array(keyless.utf8)).keyIDs == [nil])
    }
}
