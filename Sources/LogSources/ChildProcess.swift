#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A program that is run for what it writes to stdout; it reads nothing, and what it says on stderr
/// is not shown.
final class ChildProcess {
    private let process: pid_t
    private let output: Descriptor

    /// Starts a program that is looked for in `PATH`; calls `posix_spawnp(3)`.
    ///
    /// - Parameter arguments: Without the program's name.
    init(_ program: String, _ arguments: [String]) throws(SourceError) {
        func failed(_ code: Int32) -> SourceError {
            SourceError(name: program, operation: "run", code: code)
        }
        var ends: [Int32] = [-1, -1]
        // Unlike pipe(2), it closes on exec from the beginning: another thread may start a program.
        #if canImport(Glibc)
            let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        #else
            let type = SOCK_STREAM | SOCK_CLOEXEC
        #endif
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw failed(errno) }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A thread's mask and ignored signals would be inherited.
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        // It needs nothing of ours.
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var child: pid_t = 0
        let status = posix_spawnp(&child, program, &actions, &attributes, &words, &environment)
        guard status == 0 else {
            close(ends[0])
            throw failed(status)
        }
        process = child
        output = Descriptor(number: ends[0], name: program)
    }

    /// Reads what it has written.
    ///
    /// - Returns: The number of bytes; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        try output.read(into: buffer)
    }

    /// Stops listening, and waits for its end; calls `waitpid(2)`. Once only.
    ///
    /// - Returns: Its exit status; 128 + n when signal n ended it.
    func end() -> Int32 {
        output.shut()
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
