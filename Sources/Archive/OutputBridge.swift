import CArchive

/// Takes what the library writes.
final class OutputBridge {
    private let write: (UnsafeRawBufferPointer) throws -> Void
    private(set) var error: (any Error)?

    init(_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.write = write
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard error == nil else { return Int(ARCHIVE_FATAL) }
        do {
            try write(bytes)
            return bytes.count
        } catch {
            self.error = error
            return Int(ARCHIVE_FATAL)
        }
    }

    /// Makes the library write through this object, which must outlive the handle.
    func open(_ handle: OpaquePointer) -> Int32 {
        archive_write_open2(
            handle, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, context, bytes, count in
                guard let context else { return Int(ARCHIVE_FATAL) }
                let bridge = Unmanaged<OutputBridge>.fromOpaque(context).takeUnretainedValue()
                return bridge.write(UnsafeRawBufferPointer(start: bytes, count: count))
            }, nil, nil)
    }
}
