import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Threads that prove stretches of a buffer clean, beside the one that decides.
///
/// Stretches are claimed in order, each by one thread. The deciding thread calls everything here;
/// it asks for the proof of each stretch that it has not claimed, and before it has them all it
/// neither changes the buffer nor begins another.
final class ProverCrew {
    /// Stretches of one buffer.
    static let mostStretches = 256

    private let shared: Shared
    private var threads: [pthread_t] = []
    private let scanner: StreamScanner
    private var knownVersion = -1

    /// - Parameters:
    ///   - scanner: The scanner of the stream.
    ///   - count: How many threads there are, the caller's included.
    init(for scanner: StreamScanner, threads count: Int) {
        self.scanner = scanner
        shared = Shared(scanner, provers: count)
        // Signals are for the caller: one that ends a write must not come here.
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        for prover in 1..<count {
            let start = Unmanaged.passRetained(Start(shared: shared, prover: prover))
            let thread = ProverCrew.start(start.toOpaque())
            // Without a thread, the others have more to do.
            if let thread { threads.append(thread) } else { start.release() }
        }
    }

    deinit {
        shared.end()
        for thread in threads { pthread_join(thread, nil) }
    }

    private static func start(_ argument: UnsafeMutableRawPointer) -> pthread_t? {
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let status = pthread_create(&thread, nil, { run($0) }, argument)
        return status == 0 ? thread : nil
    }

    /// Begins with the stretches of a buffer.
    ///
    /// - Parameters:
    ///   - text: The buffer.
    ///   - start: Where the first stretch begins in it, and the scanner is at rest.
    ///   - ends: Where each stretch ends in it.
    func begin(_ text: Text, from start: Int, stretchesTo ends: ArraySlice<Int>) {
        shareKnown()
        shared.begin(text, from: start, stretchesTo: ends)
    }

    /// Lets the threads know what the scanner has learnt.
    func shareKnown() {
        guard scanner.memory.known.version != knownVersion else { return }
        knownVersion = scanner.memory.known.version
        let copy = KnownSecrets(scanner.memory.known)
        shared.known.withLock { $0 = Shared.Snapshot(secrets: copy) }
    }

    /// Where a stretch begins in the buffer.
    func start(of index: Int) -> Int { shared.starts[index] }

    /// Claims a stretch for the caller if nobody has begun with it.
    func claim(_ index: Int) -> Bool { shared.claim(only: index) }

    /// Whether the proof of a stretch that somebody has claimed is there.
    func isDone(_ index: Int) -> Bool { shared.isDone(index) }

    /// What became of a stretch that somebody has claimed; proves others while it waits.
    func proof(of index: Int) -> StreamScanner.Proof? {
        while !shared.isDone(index) {
            if let other = shared.claim() {
                shared.prove(other, prover: 0)
            } else {
                sched_yield()
            }
        }
        defer { shared.proofs[index] = nil }
        return shared.proofs[index]
    }
}

/// What a thread is given.
private final class Start {
    let shared: Shared
    let prover: Int

    init(shared: Shared, prover: Int) {
        self.shared = shared
        self.prover = prover
    }
}

private func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
    start.shared.work(as: start.prover)
    return nil
}

/// What the threads share.
///
/// What a stretch needs is written before it can be claimed, and its proof before it is done: the
/// atomic counters order that.
private final class Shared: @unchecked Sendable {
    /// Known secrets that do not change.
    struct Snapshot: @unchecked Sendable {
        let secrets: KnownSecrets
    }

    let known = Mutex(Snapshot(secrets: KnownSecrets()))
    /// Of the buffer, when it was begun.
    private var text = Text(bytes: UnsafeRawBufferPointer(start: nil, count: 0), offset: 0)
    private(set) var starts: [Int] = []
    private var ends: [Int] = []
    let proofs = UnsafeMutablePointer<StreamScanner.Proof?>.allocate(
        capacity: ProverCrew.mostStretches)
    /// For each stretch the last ticket that was done.
    private let done = UnsafeMutablePointer<Atomic<Int>>.allocate(
        capacity: ProverCrew.mostStretches)
    private let owner: StreamScanner
    /// One for each thread.
    private let provers: [StreamScanner]

    // Tickets count on from buffer to buffer: a thread that comes late claims nothing old.
    /// The next one that can be claimed.
    private let next = Atomic(0)
    /// Just after the last one that can be claimed.
    private let limit = Atomic(0)
    /// The ticket of the buffer's first stretch.
    private var first = 0

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// How many threads sleep.
    private let sleepers = Atomic(0)
    private let hasEnded = Atomic(false)

    /// How often a thread looks for more before it sleeps.
    private static let looks = 1000

    init(_ owner: StreamScanner, provers count: Int) {
        self.owner = owner
        provers = (0..<count).map { _ in owner.makeProver() }
        proofs.initialize(repeating: nil, count: ProverCrew.mostStretches)
        for index in 0..<ProverCrew.mostStretches { (done + index).initialize(to: Atomic(-1)) }
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        proofs.deinitialize(count: ProverCrew.mostStretches)
        proofs.deallocate()
        done.deinitialize(count: ProverCrew.mostStretches)
        done.deallocate()
        pthread_cond_destroy(condition)
        condition.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    // MARK: The deciding thread

    func begin(_ text: Text, from start: Int, stretchesTo ends: ArraySlice<Int>) {
        self.text = text
        self.ends = Array(ends)
        starts = [start] + ends.dropLast()
        first = limit.load(ordering: .relaxed)
        limit.store(first + ends.count, ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake() }
    }

    func claim(only index: Int) -> Bool {
        let ticket = first + index
        return next.load(ordering: .relaxed) == ticket
            && next.compareExchange(
                expected: ticket, desired: ticket + 1, ordering: .acquiringAndReleasing
            ).exchanged
    }

    func isDone(_ index: Int) -> Bool {
        done[index].load(ordering: .acquiring) == first + index
    }

    func end() {
        hasEnded.store(true, ordering: .sequentiallyConsistent)
        wake()
    }

    private func wake() {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }

    // MARK: All threads

    /// Claims the next stretch.
    func claim() -> Int? {
        var ticket = next.load(ordering: .relaxed)
        while ticket < limit.load(ordering: .acquiring) {
            let (isMine, now) = next.compareExchange(
                expected: ticket, desired: ticket + 1, ordering: .acquiringAndReleasing)
            if isMine { return ticket - first }
            ticket = now
        }
        return nil
    }

    /// Proves a stretch that was claimed.
    func prove(_ index: Int, prover: Int) {
        let start = starts[index]
        let lines = Text(bytes: text.bytes.slice(start..<ends[index]), offset: text.offset + start)
        let known = known.withLock { $0 }
        proofs[index] = provers[prover].prove(lines, for: owner, known: known.secrets)
        done[index].store(first + index, ordering: .releasing)
    }

    func work(as prover: Int) {
        var idle = 0
        while !hasEnded.load(ordering: .relaxed) {
            if let index = claim() {
                prove(index, prover: prover)
                idle = 0
            } else if idle < Self.looks {
                idle += 1
                sched_yield()
            } else {
                sleep()
                idle = 0
            }
        }
    }

    /// Waits until there is something to claim, or all is over.
    private func sleep() {
        pthread_mutex_lock(mutex)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while next.load(ordering: .sequentiallyConsistent)
            >= limit.load(ordering: .sequentiallyConsistent),
            !hasEnded.load(ordering: .sequentiallyConsistent)
        {
            pthread_cond_wait(condition, mutex)
        }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(mutex)
    }
}
