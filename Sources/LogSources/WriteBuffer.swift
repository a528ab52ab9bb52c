/// Bytes to write: small pieces are gathered, long ones go straight from where they are.
public final class WriteBuffer {
    private let target: Descriptor
    private let interrupt: Int32
    private let storage: UnsafeMutableRawBufferPointer
    private var count = 0
    /// The first error; what comes after it is dropped.
    public private(set) var error: SourceError?

    private static let capacity = 64 << 10
    /// Pieces at least this long are not copied.
    private static let direct = 16 << 10

    /// - Parameter interrupt: See ``Descriptor/write(_:interrupt:)``.
    public init(to target: Descriptor, interrupt: Int32 = -1) {
        self.target = target
        self.interrupt = interrupt
        storage = .allocate(byteCount: Self.capacity, alignment: 64)
    }

    deinit {
        storage.deallocate()
    }

    /// Takes bytes, which need not stay valid.
    public func append(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count >= Self.direct {
            flush()
            write(bytes)
            return
        }
        if count + bytes.count > Self.capacity { flush() }
        UnsafeMutableRawBufferPointer(rebasing: storage[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    /// Writes what was gathered.
    public func flush() {
        guard count > 0 else { return }
        write(UnsafeRawBufferPointer(rebasing: storage[..<count]))
        count = 0
    }

    private func write(_ bytes: UnsafeRawBufferPointer) {
        guard error == nil else { return }
        do throws(SourceError) {
            try target.write(bytes, interrupt: interrupt)
        } catch {
            self.error = error
        }
    }
}
