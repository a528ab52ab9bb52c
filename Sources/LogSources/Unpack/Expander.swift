import Archive
import Inflate

/// Decompresses a stream, in whatever way.
enum Expander {
    case inflate(InflateStream)
    case library(Decompressor)

    init(_ filter: CompressionFilter, from input: PeekedInput) throws {
        // The library loses what stands before damage, and looks at no checksum of gzip.
        self =
            filter == .gzip
            ? .inflate(InflateStream { try input.read(into: $0) })
            : .library(try Decompressor(filter, from: input.archiveInput))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        switch self {
        case .inflate(let stream): try stream.read(into: buffer)
        case .library(let stream): try stream.read(into: buffer)
        }
    }

    /// How often the data was compressed.
    var layers: Int {
        switch self {
        case .inflate: 1
        case .library(let stream): stream.layers
        }
    }

    /// What was read behind the end of the data; nil if that cannot be told.
    func unusedInput() -> [UInt8]? {
        switch self {
        case .inflate(let stream): stream.unusedInput()
        case .library(let stream): stream.unusedInput()
        }
    }
}
