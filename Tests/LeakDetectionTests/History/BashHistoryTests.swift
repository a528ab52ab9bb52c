import TestSupport
import Testing

@testable import LeakDetection

@Suite struct BashHistoryTests {
    private static let text = """
        early
        #1700000000
        mysql -phunter22
        #1700000060
        for i in 1 2
        do echo $i; done
        #hashes 1700000000
        #17000000000
        """

    @Test func `each line of a command is a record under the last stamp`() {
        let records = read(Self.text, with: BashHistoryReader())
        let first = "2023-11-14T22:13:20Z"
        let second = "2023-11-14T22:14:20Z"
        #expect(
            records.map(\.texts) == [
                ["early\n"], [], ["mysql -phunter22\n"], [], ["for i in 1 2\n"],
                ["do echo $i; done\n"], ["#hashes 1700000000\n"], ["#17000000000"],
            ])
        #expect(
            records.filter { !$0.record.fields.isEmpty }.map(\.origin.timestamp)
                == [nil, first, second, second, second, second])
        #expect(records.flatMap(\.record.fields).map(\.stream).allSatisfy { $0 == .history })
        #expect(
            records.flatMap(\.record.fields).map(\.endsLine)
                == [false, false, false, false, false, true])
    }

    @Test func `a stamp that has left the buffer is remembered`() {
        var reader = BashHistoryReader()
        let text = Array(Self.text.utf8)
        text.withUnsafeBytes { bytes in
            var ranges: [Range<Int>] = []
            var at = 0
            while case .record(let record) = reader.read(bytes, at: at, isFinal: true) {
                ranges.append(at..<record.end)
                at = record.end
                if ranges.count == 5 { break }
            }
            for (index, seconds) in [(2, "20"), (4, "20")] {
                let rest = bytes.slice(ranges[index].lowerBound..<bytes.count)
                let place = 0..<ranges[index].count
                let origin = reader.origin(rest, of: place)
                #expect(origin.timestamp?.hasSuffix("\(seconds)Z") == true)
                #expect(origin.timestamp?.contains(index == 2 ? ":13:" : ":14:") == true)
            }
        }
    }

    @Test(arguments: [
        ("#1700000000\nls\n", true), ("#1700000000\n", false), ("#1700000000", false),
        ("# 1700000000\nls\n", false), ("ls\n#1700000000\n", false), ("#3700000000\nls\n", false),
    ])
    func `two lines tell the format`(head: String, isHistory: Bool) {
        #expect(head.withBytes(BashHistoryReader.recognises) == isHistory)
    }
}
