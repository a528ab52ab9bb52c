import LogSources
import TestSupport
import Testing

@testable import SafeCopy

@Suite struct SourceFileTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.run("mkdir in; seq 50000 > in/a")
    }

    /// The file as a walk finds it.
    private func open() throws -> SourceFile {
        var found: WalkedFile?
        Walk.run([BytePath(bench.path + "/in")]) { item in
            if case .log(let files) = item { found = files.first }
            return true
        }
        return try SourceFile(try #require(found))
    }

    private func read(_ source: ByteSource) throws -> Int {
        var buffer = [UInt8](repeating: 0, count: 10_000)
        var total = 0
        while true {
            let count = try buffer.withUnsafeMutableBytes { try source.read($0) }
            if count == 0 { return total }
            total += count
        }
    }

    @Test func `a file that stays as it is`() throws {
        let file = try open()
        #expect(try read(file.bytes()) == 288_894)
        #expect(try read(file.bytes()) == 288_894)
        #expect(file.change() == nil)
        #expect(file.isUntouched)
    }

    @Test func `a file that grows is read as far as it was`() throws {
        let file = try open()
        let bytes = try file.bytes()
        try bench.run("echo more >> in/a")
        #expect(try read(bytes) == 288_894)
        let change = try #require(file.change())
        #expect(change.isUsable)
        #expect(change.reason == "grew while it was read: its first 288894 bytes were copied")
        #expect(!file.isUntouched)
    }

    @Test func `a file that shrinks is not whole`() throws {
        let file = try open()
        let bytes = try file.bytes()
        try bench.run("truncate -s 1000 in/a")
        #expect(try read(bytes) == 1000)
        let change = try #require(file.change())
        #expect(!change.isUsable)
        #expect(change.reason == "shrank while it was read")
    }

    @Test func `a file that is written over is not untouched`() throws {
        let file = try open()
        try bench.run("sleep 0.02; printf X | dd of=in/a conv=notrunc status=none")
        #expect(file.change() == nil)
        #expect(!file.isUntouched)
    }
}
