import LogSources
import TestSupport
import Testing

@testable import SafeCopy

@Suite struct TemporaryFileTests {
    private let bench: Workbench
    private let directory: OutputDirectory

    init() throws {
        bench = try Workbench()
        directory = try OutputDirectory.open(BytePath(bench.path))
    }

    private func write(_ text: String, to file: TemporaryFile) throws {
        try text.withBytes { try file.write($0) }
    }

    @Test func `a file has its name when it is complete, and is private until then`() throws {
        let file = try TemporaryFile(in: directory)
        try write("hello", to: file)
        let modes = String(decoding: try bench.run("ls -A; stat -c %a .blot*"), as: UTF8.self)
        #expect(modes.hasPrefix(".blot-") && modes.hasSuffix("600\n"))
        try file.commit(
            as: Array("a".utf8),
            TemporaryFile.Attributes(mode: 0o640, modified: 1_500_000_000_000_000_000),
            mayReplace: false)
        #expect(
            try bench.run("ls -A; cat a; stat -c ' %a %Y' a")
                == Array("a\nhello 640 1500000000\n".utf8))
    }

    @Test func `a file that is never complete is gone`() throws {
        do {
            let file = try TemporaryFile(in: directory)
            try write("hello", to: file)
        }
        #expect(try bench.run("ls -A").isEmpty)
    }

    @Test func `what has the name is replaced, and no symlink is followed`() throws {
        try bench.run("echo outside > target; ln -s target a")
        let file = try TemporaryFile(in: directory)
        try write("new", to: file)
        let attributes = TemporaryFile.Attributes(mode: 0o600)
        #expect(throws: SourceError.self) {
            try file.commit(as: Array("a".utf8), attributes, mayReplace: false)
        }
        #expect(try bench.run("test -L a; cat a") == Array("outside\n".utf8))
        try file.commit(as: Array("a".utf8), attributes, mayReplace: true)
        #expect(try bench.run("cat target a; test ! -L a") == Array("outside\nnew".utf8))
    }

    @Test func `no directory is made through a symlink`() throws {
        try bench.run("mkdir outside; ln -s outside sub")
        #expect(throws: SourceError.self) { try directory.directory(Array("sub".utf8)) }
    }
}
