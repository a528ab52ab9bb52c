import Foundation
import Glibc
import Synchronization
import Testing

/// A process under test: the real binary (`$BLOT_BINARY`, or the one built beside the tests), or a
/// shell around it.
final class Command {
    /// Where a descriptor of the process leads.
    enum Stream {
        case pipe
        case file(String)
        case descriptor(Int32)
        case closed
    }

    /// How it ended.
    struct Outcome {
        /// The exit status; 128 + n when signal n ended it, as a shell tells it.
        let status: Int32
        let output: [UInt8]
        let errors: String
        /// What it and its children used of the CPU.
        let cpuSeconds: Double

        /// The output as text.
        var text: String { String(decoding: output, as: UTF8.self) }
        /// What was said on stderr, line by line.
        var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
    }

    /// The binary under test.
    static let binary: String = {
        // A test must not die of a command that stops reading.
        Glibc.signal(SIGPIPE, SIG_IGN)
        if let named = ProcessInfo.processInfo.environment["BLOT_BINARY"] {
            return URL(fileURLWithPath: named).path
        }
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = tests.deletingLastPathComponent()
        if FileManager.default.isExecutableFile(atPath: beside.appending(path: "blot").path) {
            return beside.appending(path: "blot").path
        }
        // The runner is the toolchain's; the bundle it was given lies beside the binary.
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? ""
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appending(path: "blot").path
    }()

    private let process: pid_t
    /// Parent's ends of the pipes; -1 where there is none, or no more.
    private var input: Int32 = -1
    private var ends: [Int32] = [-1, -1]
    private var gathered: [[UInt8]] = [[], []]
    private var isReaped = false

    /// Starts the binary.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - environment: Added to a small fixed environment.
    convenience init(
        _ arguments: [String], environment: [String: String] = [:], input: Stream = .pipe,
        output: Stream = .pipe, errors: Stream = .pipe
    ) throws {
        try self.init(
            executable: Self.binary, arguments, environment: environment, input: input,
            output: output, errors: errors)
    }

    /// Starts a shell in whose script `$BLOT` is the binary.
    convenience init(shell script: String, input: Stream = .file("/dev/null")) throws {
        try self.init(
            executable: "/bin/sh", ["-c", script], environment: ["BLOT": Self.binary], input: input)
    }

    private init(
        executable: String, _ arguments: [String], environment: [String: String], input: Stream,
        output: Stream = .pipe, errors: Stream = .pipe
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var theirs: [Int32] = []
        defer { for end in theirs { close(end) } }
        for (number, stream) in zip(Int32(0)..., [input, output, errors]) {
            switch stream {
            case .closed: posix_spawn_file_actions_addclose(&actions, number)
            case .descriptor(let from): posix_spawn_file_actions_adddup2(&actions, from, number)
            case .file(let path):
                posix_spawn_file_actions_addopen(
                    &actions, number, path, number == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC,
                    0o600)
            case .pipe:
                let pair = try Self.makePipe()
                let (their, own) = number == 0 ? (pair[0], pair[1]) : (pair[1], pair[0])
                _ = fcntl(own, F_SETFL, O_NONBLOCK)
                theirs.append(their)
                posix_spawn_file_actions_adddup2(&actions, their, number)
                if number == 0 { self.input = own } else { ends[Int(number) - 1] = own }
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // The threads that tests run on block signals; a process inherits that.
        var nothing = sigset_t()
        sigemptyset(&nothing)
        posix_spawnattr_setsigmask(&attributes, &nothing)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        var all = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]
        all.merge(environment) { $1 }
        var argv = ([executable] + arguments).map { strdup($0) } + [nil]
        var envp = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var child: pid_t = 0
        let status = Self.spawning.withLock { _ in
            posix_spawn(&child, executable, &actions, &attributes, &argv, &envp)
        }
        process = child
        try #require(status == 0, "\(executable): \(String(cString: strerror(status)))")
    }

    deinit {
        if !isReaped {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        for end in ends + [input] where end >= 0 { close(end) }
    }

    /// Held while descriptors are open that no other process may inherit.
    private static let spawning = Mutex(())

    /// A pipe that no process inherits.
    private static func makePipe() throws -> [Int32] {
        try spawning.withLock { _ in
            var pair: [Int32] = [0, 0]
            try #require(pipe(&pair) == 0)
            for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return pair
        }
    }

    // MARK: Talking to it

    /// The command does not read what it is sent.
    struct Stuck: Error {}

    /// Writes to its stdin, and reads what it writes meanwhile.
    ///
    /// - Throws: ``Stuck``.
    func send(_ bytes: some Sequence<UInt8>, seconds: Double = 60) throws {
        var rest = Array(bytes)[...]
        let deadline = now() + seconds
        while !rest.isEmpty {
            guard now() < deadline else { throw Stuck() }
            let sent = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            if sent >= 0 {
                rest = rest.dropFirst(sent)
                continue
            }
            guard errno == EAGAIN else { throw Stuck() }
            gather(milliseconds: 100, alsoWritable: input)
        }
    }

    /// Writes text to its stdin.
    func send(_ text: String) throws { try send(text.utf8) }

    /// Ends its input.
    func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// Sends it a signal.
    func signal(_ number: Int32) { kill(process, number) }

    /// Its output so far, as soon as it is what is wanted, or when the time is up.
    func output(within seconds: Double, until isWanted: (String) -> Bool = { _ in false }) -> String
    {
        let deadline = now() + seconds
        while true {
            let text = String(decoding: gathered[0], as: UTF8.self)
            let left = deadline - now()
            if isWanted(text) || left <= 0 || ends[0] < 0 { return text }
            gather(milliseconds: Int32(left * 1000) + 1)
        }
    }

    /// The most memory that was resident at once, in KiB: `VmHWM` of proc(5), while the process is
    /// alive.
    ///
    /// `ru_maxrss` would be that of the parent if it was larger: posix_spawn shares its memory
    /// until exec.
    func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
    }

    /// Ends its input and waits for its end.
    func finish(within seconds: Double = 60) throws -> Outcome {
        closeInput()
        return try waitForEnd(within: seconds)
    }

    /// Waits for its end; its input stays open.
    func waitForEnd(within seconds: Double) throws -> Outcome {
        let deadline = now() + seconds
        while ends.contains(where: { $0 >= 0 }) {
            try #require(now() < deadline, "the command does not end")
            gather(milliseconds: 100)
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, WNOHANG, &usage) == 0 {
            try #require(now() < deadline, "the command does not end")
            usleep(1000)
        }
        isReaped = true
        let signal = status & 0x7F
        return Outcome(
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, output: gathered[0],
            errors: String(decoding: gathered[1], as: UTF8.self),
            cpuSeconds: [usage.ru_utime, usage.ru_stime].reduce(0) {
                $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
            })
    }

    /// Runs the binary on an input.
    static func run(
        _ arguments: [String] = [], on input: some Sequence<UInt8>,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        let command = try Command(arguments, environment: environment)
        // One that does not read its input is no failure here.
        try? command.send(input)
        return try command.finish()
    }

    /// Runs the binary on a text.
    static func run(
        _ arguments: [String] = [], on text: String = "", environment: [String: String] = [:]
    ) throws -> Outcome {
        try run(arguments, on: text.utf8, environment: environment)
    }

    // MARK: Reading

    private func now() -> Double { ProcessInfo.processInfo.systemUptime }

    /// Waits for output, or room for input, and takes what is there.
    private func gather(milliseconds: Int32, alsoWritable: Int32 = -1) {
        var requests = ends.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        requests.append(pollfd(fd: alsoWritable, events: Int16(POLLOUT), revents: 0))
        guard poll(&requests, UInt(requests.count), milliseconds) > 0 else { return }
        for index in ends.indices where requests[index].revents != 0 {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(ends[index], &buffer, buffer.count)
            if count > 0 {
                gathered[index] += buffer[..<count]
            } else if count == 0 || errno != EAGAIN {
                close(ends[index])
                ends[index] = -1
            }
        }
    }
}
