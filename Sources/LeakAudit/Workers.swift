#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Threads that do the same work, until there is none.
public struct Workers: Sendable {
    private let threads: [pthread_t]

    /// What a thread is given.
    private final class Start: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }

    /// Starts threads; signals are left to the caller's. There may be fewer than asked for, where
    /// the system gives no more.
    public static func start(_ count: Int, _ work: @escaping @Sendable () -> Void) -> Workers {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var threads: [pthread_t] = []
        for _ in 0..<count {
            let start = Unmanaged.passRetained(Start(work))
            #if canImport(Glibc)
                var thread = pthread_t()
            #else
                var thread: pthread_t?
            #endif
            let status = pthread_create(
                &thread, nil,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().work()
                    return nil
                }, start.toOpaque())
            guard status == 0 else {
                start.release()
                break
            }
            #if canImport(Glibc)
                threads.append(thread)
            #else
                if let thread { threads.append(thread) }
            #endif
        }
        return Workers(threads: threads)
    }

    public var count: Int { threads.count }

    /// Waits for all.
    public func join() {
        for thread in threads { pthread_join(thread, nil) }
    }
}
