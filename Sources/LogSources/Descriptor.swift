#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A failed system call: which, on what, and why.
public struct SourceError: Error, Sendable, CustomStringConvertible {
    /// The file, or `standard input`.
    public let name: String
    /// What failed: `read`, `write`, `open`.
    public let operation: String
    /// `errno`.
    public let code: Int32

    public init(name: String, operation: String, code: Int32) {
        self.name = name
        self.operation = operation
        self.code = code
    }

    /// `app.log: cannot read: Permission denied`.
    public var description: String { "\(name): \(sentence)" }

    /// `cannot open: Permission denied`.
    public var sentence: String { "cannot \(operation): \(reason)" }

    /// `Permission denied`.
    public var reason: String { String(cString: strerror(code)) }
}

/// An open file descriptor and what to call it.
public struct Descriptor: Sendable {
    public let number: Int32
    public let name: String

    public init(number: Int32, name: String) {
        self.number = number
        self.name = name
    }

    public static let standardInput = Descriptor(number: 0, name: "standard input")
    public static let standardOutput = Descriptor(number: 1, name: "standard output")
    public static let standardError = Descriptor(number: 2, name: "standard error")

    /// Opens a file for reading; calls `open(2)`.
    public static func reading(_ path: String) throws(SourceError) -> Descriptor {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else {
            throw SourceError(name: path, operation: "open", code: errno)
        }
        return Descriptor(number: number, name: path)
    }

    /// Creates a file that only its owner can read, or empties one that is there; calls `open(2)`.
    public static func writing(_ path: String) throws(SourceError) -> Descriptor {
        let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else {
            throw SourceError(name: path, operation: "write", code: errno)
        }
        return Descriptor(number: number, name: path)
    }

    /// Takes the places of standard descriptors that were closed at start, so that no file opened
    /// later becomes the standard input or output; reading or writing them fails. Calls `fcntl(2)`
    /// and `open(2)`.
    public static func fillStandardPlaces() {
        for number: Int32 in 0...2 where fcntl(number, F_GETFD) < 0 {
            _ = open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    /// Closes the descriptor; calls `close(2)`.
    public func shut() { close(number) }

    /// Whether it is a terminal; calls `isatty(3)`.
    public var isTerminal: Bool { isatty(number) == 1 }

    /// The columns of a terminal; nil for anything else. Calls `ioctl(2)` with `TIOCGWINSZ`.
    public var terminalWidth: Int? {
        var size = winsize()
        guard ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// The size of a regular file; nil for anything else. Calls `fstat(2)`.
    public var fileSize: Int? {
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Asks for a pipe of `bytes`, if it is a pipe; calls `fcntl(2)` with `F_SETPIPE_SZ`. Refusal
    /// does no harm.
    public func enlargePipe(to bytes: Int32) {
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return }
        _ = fcntl(number, 1031 /* F_SETPIPE_SZ, linux/fcntl.h */, bytes)
    }

    /// Reads what is there; calls `read(2)`, again after EINTR and EAGAIN.
    ///
    /// - Returns: The number of bytes; 0 at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            #else
                let count = Musl.read(number, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            let code = errno
            switch code {
            case EINTR: continue
            case EAGAIN: waitUntilReady(for: Int16(POLLIN))
            default: throw SourceError(name: name, operation: "read", code: code)
            }
        }
    }

    /// Milliseconds for which a reader that takes nothing is waited for once a signal has come.
    private static let patience: Int32 = 500

    /// What a pipe with room takes without blocking: Linux's PIPE_BUF.
    private static let atom = 4096

    /// Writes everything; calls `write(2)`, again after EINTR, EAGAIN and short writes.
    ///
    /// - Parameter interrupt: A descriptor that becomes readable when a signal has come, or -1.
    ///   From then on the reader has to go on reading: one that stalls ends the writing with EINTR.
    public func write(
        _ bytes: UnsafeRawBufferPointer, interrupt: Int32 = -1
    ) throws(SourceError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let isInterrupted =
                interrupt >= 0 && Self.isReady(interrupt, for: POLLIN, milliseconds: 0)
            if isInterrupted,
                !Self.isReady(number, for: POLLOUT, milliseconds: Self.patience)
            {
                throw SourceError(name: name, operation: "write", code: EINTR)
            }
            let piece = UnsafeRawBufferPointer(
                rebasing: isInterrupted ? rest.prefix(Self.atom) : rest)
            #if canImport(Glibc)
                let count = Glibc.write(number, piece.baseAddress, piece.count)
            #else
                let count = Musl.write(number, piece.baseAddress, piece.count)
            #endif
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            let code = errno
            switch code {
            case EINTR: continue
            case EAGAIN: waitUntilReady(for: Int16(POLLOUT))
            default: throw SourceError(name: name, operation: "write", code: code)
            }
        }
    }

    private static func isReady(_ number: Int32, for events: Int32, milliseconds: Int32) -> Bool {
        var request = pollfd(fd: number, events: Int16(events), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    private func waitUntilReady(for events: Int16) {
        var request = pollfd(fd: number, events: events, revents: 0)
        _ = poll(&request, 1, -1)
    }
}

/// What ended a wait.
public enum Readiness: Sendable {
    case readable, interrupted, idle
}

extension Descriptor {
    /// Waits for input, a signal, or a pause; calls `poll(2)`.
    ///
    /// - Parameters:
    ///   - interrupt: A descriptor that becomes readable when a signal has come.
    ///   - milliseconds: How long a pause is; nil waits for ever.
    public func wait(interrupt: Int32, milliseconds: Int32?) -> Readiness {
        // A tuple is no memory of the heap.
        var requests = (
            pollfd(fd: interrupt, events: Int16(POLLIN), revents: 0),
            pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        )
        while true {
            let count = withUnsafeMutablePointer(to: &requests) {
                $0.withMemoryRebound(to: pollfd.self, capacity: 2) {
                    poll($0, 2, milliseconds ?? -1)
                }
            }
            // The handler of a signal runs after poll has given up: only a second look sees what it
            // left.
            if count < 0 && errno == EINTR { continue }
            if requests.0.revents != 0 { return .interrupted }
            if count == 0 { return .idle }
            // An error or a hang-up shows when reading.
            return .readable
        }
    }
}
