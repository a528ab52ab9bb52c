import Dispatch
import LogSources
import Synchronization

/// A log to audit: a file, or the parts of a rotated one, the oldest first.
struct AuditUnit: Sendable {
    /// Its place in the walk.
    let ordinal: Int
    let files: [WalkedFile]

    var bytes: Int { files.reduce(0) { $0 + $1.status.size } }
}

/// Hands logs from the walk to the threads that scan them; large ones first, so that none is left
/// for the end.
///
/// Holds so many logs at most; the walk waits for room.
final class AuditQueue: Sendable {
    private struct State {
        var large = Fifo()
        var small = Fifo()
        var isClosed = false
        /// Threads that have nothing to do and will have nothing more.
        var idle = 0
        /// Of ``idle`` those that help with a large log.
        var lent = 0
    }

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: capacity)
    private let items = DispatchSemaphore(value: 0)

    private static let capacity = 16_384
    private static let largeBytes = 16 << 20

    /// Adds a log; waits for room.
    func put(_ unit: AuditUnit) {
        room.wait()
        state.withLock {
            if unit.bytes >= Self.largeBytes { $0.large.add(unit) } else { $0.small.add(unit) }
        }
        items.signal()
    }

    /// No more logs come.
    func close() {
        state.withLock { $0.isClosed = true }
        items.signal()
    }

    /// The next log; nil when there are no more.
    func take() -> AuditUnit? {
        items.wait()
        let unit = state.withLock { state -> AuditUnit? in
            let unit = state.large.next() ?? state.small.next()
            if unit == nil { state.idle += 1 }
            return unit
        }
        // The next thread shall see the end, too.
        if unit == nil { items.signal() } else { room.signal() }
        return unit
    }

    /// Threads that have nothing more to do may help with a log that is being scanned.
    ///
    /// - Returns: How many do from now on, until they are returned.
    func borrow() -> Int {
        state.withLock {
            let count = $0.idle - $0.lent
            $0.lent += count
            return count
        }
    }

    func giveBack(_ count: Int) { state.withLock { $0.lent -= count } }

    /// First in, first out.
    private struct Fifo {
        private var units: [AuditUnit] = []
        private var first = 0

        mutating func add(_ unit: AuditUnit) { units.append(unit) }

        mutating func next() -> AuditUnit? {
            guard first < units.count else { return nil }
            defer {
                first += 1
                if first > units.count / 2 {
                    units.removeFirst(first)
                    first = 0
                }
            }
            return units[first]
        }
    }
}
