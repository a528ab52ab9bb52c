import LogSources
import TestSupport
import Testing

@testable import SafeCopy

@Suite struct SpoolTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
    }

    @Test(arguments: [0, 1, 1 << 20, (1 << 20) + 1, 5 << 20])
    func `bytes come back as they were put in, and no file has a name`(count: Int) throws {
        let spool = Spool(in: try OutputDirectory.open(BytePath(bench.path)))
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try bytes.withUnsafeBytes { all in
            var rest = all[...]
            while !rest.isEmpty {
                let piece = rest.prefix(70_001)
                try spool.append(UnsafeRawBufferPointer(rebasing: piece))
                rest = rest.dropFirst(piece.count)
            }
        }
        #expect(spool.count == count)
        #expect(try bench.run("ls -A").isEmpty)
        for _ in 0..<2 {
            var back: [UInt8] = []
            try spool.forEachPiece { back += $0 }
            #expect(back == bytes)
        }
    }
}
