import LeakDetection
import LeakReport
import LeakRules
import Testing

@Suite struct SummaryTests {
    private func summary(_ events: [ScanEvent]) -> Summary {
        events.reduce(into: Summary()) { $0.add($1) }
    }

    @Test func `nothing found is nothing to say`() {
        let empty = summary([])
        #expect(empty.text(isColored: false) == nil)
        #expect(empty.findings == 0 && empty.blindSpots == 0 && empty.worst == nil)
    }

    @Test func `findings are counted by severity and by rule, the gravest first`() {
        let events =
            Array(repeating: Samples.finding("toy.b", severity: .high), count: 10)
            + Array(repeating: Samples.finding("toy.a", severity: .high), count: 2)
            + [
                Samples.finding("toy.z", severity: .info),
                Samples.finding("toy.c", severity: .critical),
                Samples.finding("toy.d", severity: .info),
            ]
        let counted = summary(events)
        #expect(counted.findings == 15 && counted.worst == .critical)
        #expect(
            counted.text(isColored: false) == """
                blot: 15 secrets (1 critical, 12 high, 2 info)
                   1  critical toy.c
                  10  high     toy.b
                   2  high     toy.a
                   1  info     toy.d
                   1  info     toy.z

                """)
    }

    @Test func `the order of the events does not matter`() {
        let events =
            Severity.allCases.map { Samples.finding("toy.\($0)", severity: $0) } + [
                Samples.blindSpot
            ]
        let expected = summary(events).text(isColored: false)
        #expect(summary(events.reversed()).text(isColored: false) == expected)
        #expect(summary(events.shuffled()).worst == .critical)
    }

    @Test(arguments: [(1, "stretch"), (2, "stretches")])
    func `blind spots are counted`(count: Int, noun: String) {
        let blind = summary(Array(repeating: Samples.blindSpot, count: count))
        #expect(blind.blindSpots == count && blind.findings == 0 && blind.worst == nil)
        #expect(
            blind.text(isColored: false)?.hasPrefix("blot: \(count) \(noun) could not be scanned")
                == true)
    }

    @Test func `colour is there when it is asked for`() {
        let text = summary([Samples.finding()]).text(isColored: true) ?? ""
        #expect(text.contains("\u{1B}[1;31m1 critical\u{1B}[0m"))
        #expect(summary([Samples.finding()]).text(isColored: false)?.contains("\u{1B}") == false)
    }
}
