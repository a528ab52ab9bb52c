import Testing

@testable import LeakDetection

@Suite struct HexDumpTests {
    private let xxd = """
        $ xxd a
        00000000: 7061 7373 776f 7264 3d63 6f72 7265 6374  password=correct
        00000010: 2068 6f72 7365 2062 6174 7465 7279 2073   horse battery s
        00000020: 7461 706c 650a                           taple.
        $
        """
    private let hexdump = """
        00000000  70 61 73 73 77 6f 72 64  3d 63 6f 72 72 65 63 74  |password=correct|
        00000010  20 68 6f 72 73 65 20 62  61 74 74 65 72 79 20 73  | horse battery s|
        00000020  74 61 70 6c 65 0a                                 |taple.|
        00000026
        """
    private let od = """
        000000 70 61 73 73 77 6f 72 64 3d 63 6f 72 72 65 63 74  >password=correct<
        000010 20 68 6f 72 73 65 20 62 61 74 74 65 72 79 20 73  > horse battery s<
        000020 74 61 70 6c 65 0a                                >taple.<
        000026
        """
    private let tcpdump = """
        \t0x0000:  7061 7373 776f 7264 3d63 6f72 7265 6374  password=correct
        \t0x0010:  2068 6f72 7365 2062 6174 7465 7279 2073  .horse.battery.s
        \t0x0020:  7461 706c 650a                           taple.
        """
    private let od1 = """
        0000000 70 61 73 73 77 6f 72 64 3d 63 6f 72 72 65 63 74
        0000020 20 68 6f 72 73 65 20 62 61 74 74 65 72 79 20 73
        0000040 74 61 70 6c 65 0a
        0000046
        """

    private var dumps: [String] { [xxd, hexdump, od, tcpdump, od1] }

    private var prefixed: [String] {
        dumps.map { dump in
            dump.split(separator: "\n").map { "api-1  | 10:20:30 \($0)" }.joined(separator: "\n")
        }
    }

    @Test func `lines are joined`() {
        for dump in dumps + prefixed {
            let text = Peeling(dump, limit: 1).text
            #expect(text.contains("password=correct horse battery staple\n"), "\(dump)")
        }
    }

    @Test func `bytes and their characters become stars`() {
        for dump in dumps + prefixed {
            let peeling = Peeling(dump, limit: 1)
            let rewritten = peeling.replacing("correct horse", with: "[REDACTED]")
            #expect(rewritten.utf8.count == dump.utf8.count)
            #expect(!rewritten.contains("correct") && !rewritten.contains("horse"))
            #expect(
                Peeling(rewritten, limit: 1).text
                    == peeling.text.replacing("correct horse", with: "*************"))
        }
        #expect(
            Peeling(xxd, limit: 1).replacing("correct horse") == """
                $ xxd a
                00000000: 7061 7373 776f 7264 3d2a 2a2a 2a2a 2a2a  password=*******
                00000010: 2a2a 2a2a 2a2a 2062 6174 7465 7279 2073  ****** battery s
                00000020: 7461 706c 650a                           taple.
                $
                """)
    }

    @Test func `a dump without text, and lines that only look like one`() {
        #expect(
            Peeling("00000000: 0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  ................").levels
                .isEmpty)
        #expect(
            Peeling("00000000: 7061 7373 776f 7264 3d63 6f72 7265 6374  something else !").levels
                .isEmpty)
    }
}
