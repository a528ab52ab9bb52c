/// Reads a whole small file, such as a rule file or a key.
///
/// - Parameter limit: More bytes than this are an error (`EFBIG`).
public func contents(ofFile path: String, limit: Int = 16 << 20) throws(SourceError) -> [UInt8] {
    let file = try Descriptor.reading(path)
    defer { file.shut() }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let outcome: Result<Int, SourceError> = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(SourceError) in try file.read(into: bytes) }
        }
        let count = try outcome.get()
        if count == 0 { return result }
        result += buffer[..<count]
        if result.count > limit {
            throw SourceError(name: path, operation: "read", code: 27 /* EFBIG */)
        }
    }
}
