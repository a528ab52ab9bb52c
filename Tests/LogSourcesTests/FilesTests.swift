import Glibc
import LogSources
import Testing

@Suite struct FilesTests {
    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
    func `a file is read as a whole`(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        #expect(try withTestFile(bytes) { try contents(ofFile: $0) } == bytes)
    }

    @Test func `a file larger than the limit is an error`() throws {
        try withTestFile(Array(repeating: 7, count: 1000)) { path in
            #expect(try contents(ofFile: path, limit: 1000).count == 1000)
            let error = try #require(throws: SourceError.self) {
                try contents(ofFile: path, limit: 999)
            }
            #expect(error.code == EFBIG)
            #expect("\(error)" == "\(path): cannot read: File too large")
        }
    }

    @Test func `an endless file is an error, too`() throws {
        let error = try #require(throws: SourceError.self) {
            try contents(ofFile: "/dev/zero", limit: 1 << 20)
        }
        #expect(error.code == EFBIG)
    }

    @Test func `a file is replaced as a whole, and keeps its mode`() throws {
        try withTestFile(Array("old".utf8)) { path in
            #expect(chmod(path, 0o640) == 0)
            try replace(file: path, with: Array("new and longer".utf8))
            #expect(try contents(ofFile: path) == Array("new and longer".utf8))
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
        }
    }

    @Test func `what cannot be replaced stays`() throws {
        let error = try #require(throws: SourceError.self) {
            try replace(file: "/nowhere/file", with: [])
        }
        #expect("\(error)" == "/nowhere/file: cannot write: No such file or directory")
    }
}
