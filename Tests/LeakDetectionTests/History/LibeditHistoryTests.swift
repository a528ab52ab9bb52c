import TestSupport
import Testing

@testable import LeakDetection

@Suite struct LibeditHistoryTests {
    /// What libedit 3.1 writes.
    @Test func `entries are decoded`() {
        let text = #"""
            _HiStOrY_V2_
            ALTER\040USER\040bob\040PASSWORD\040'hunter\04022';
            x\011y\134z\040\^G\^?~
            two\012lines\040\M-?\M^C\M-i
            \q\777\
            """#
        let records = read(text, with: LibeditHistoryReader())
        #expect(records.count == 5)
        let bytes = records.flatMap(\.record.fields).map(\.text.bytes)
        #expect(
            bytes == [
                Array("ALTER USER bob PASSWORD 'hunter 22';".utf8),
                Array("x\ty\\z \u{7}\u{7F}~".utf8),
                Array("two\nlines ".utf8) + [0xBF, 0x83, 0xE9],
                Array(#"\q\777\"#.utf8),
            ])
    }

    @Test func `nothing is read before the mark`() {
        #expect(read("a\\040b\n", with: LibeditHistoryReader()).isEmpty)
        #expect("_HiStOrY_V2_\n".withBytes(LibeditHistoryReader.recognises))
        #expect(!"_HiStOrY_V1_\n".withBytes(LibeditHistoryReader.recognises))
        #expect(!"_HiStOrY".withBytes(LibeditHistoryReader.recognises))
    }

    @Test func `only what stands for the secret is replaced`() {
        #expect(
            redacting(
                "hunter 22", in: "_HiStOrY_V2_\nAUTH\\040hunter\\04022\\040x\n",
                with: LibeditHistoryReader()) == "_HiStOrY_V2_\nAUTH\\040[R]\\040x\n")
    }
}
