import Glibc
import LogSources

/// A pipe whose ends are descriptors; closed with the object.
final class TestPipe {
    let readEnd: Descriptor
    let writeEnd: Descriptor
    private var isWriteEndOpen = true
    private var isReadEndOpen = true

    init(isBlocking: Bool = true) {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no pipe")
        if !isBlocking { for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) } }
        readEnd = Descriptor(number: ends[0], name: "the pipe")
        writeEnd = Descriptor(number: ends[1], name: "the pipe")
    }

    deinit {
        closeWriteEnd()
        closeReadEnd()
    }

    func closeWriteEnd() {
        if isWriteEndOpen { writeEnd.shut() }
        isWriteEndOpen = false
    }

    /// The end for writing, which the caller must close.
    func giveAwayWriteEnd() -> Descriptor {
        isWriteEndOpen = false
        return writeEnd
    }

    func closeReadEnd() {
        if isReadEndOpen { readEnd.shut() }
        isReadEndOpen = false
    }

    /// Writes text; at most as much as a pipe holds, 64 KiB.
    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try writeEnd.write($0) }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Reads once.
    func read(_ count: Int = 1 << 16) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let length = try buffer.withUnsafeMutableBytes { try readEnd.read(into: $0) }
        return Array(buffer[..<length])
    }
}

/// Calls `body` with the path of a file that is removed afterwards.
func withTestFile<Result>(_ contents: [UInt8] = [], _ body: (String) throws -> Result) throws
    -> Result
{
    var template = Array("/tmp/blot-test-XXXXXX".utf8CString)
    let number = mkstemp(&template)
    precondition(number >= 0, "no temporary file")
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let file = Descriptor(number: number, name: path)
    try contents.withUnsafeBytes { try file.write($0) }
    file.shut()
    return try body(path)
}
