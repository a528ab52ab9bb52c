/// A place where one of the literals stands: a rule that needs the literal may match around here.
///
/// A prefilter may say "maybe" too often; it never misses a place.
public struct Candidate: Equatable, Sendable {
    /// Offset of the literal's first byte in the buffer that was searched.
    public let offset: Int

    /// The literal's index in the list that the set was made of.
    public let literal: Int

    @inlinable
    public init(offset: Int, literal: Int) {
        self.offset = offset
        self.literal = literal
    }
}

/// Candidates of a search, in memory that is used again.
public final class CandidateList {
    /// An offset and a literal, as `blot_candidate` has them.
    @usableFromInline typealias Element = (offset: UInt32, literal: UInt32)

    @usableFromInline private(set) var storage: UnsafeMutablePointer<Element>
    private(set) var capacity: Int

    /// How many there are.
    public internal(set) var count = 0

    /// - Parameter capacity: Candidates that there is room for at once.
    public init(capacity: Int = 4096) {
        self.capacity = capacity
        storage = .allocate(capacity: capacity)
    }

    deinit { storage.deallocate() }

    /// The candidate at a place in the list; the caller sees to the bounds.
    @inlinable
    public subscript(index: Int) -> Candidate {
        let candidate = storage[index]
        return Candidate(offset: Int(candidate.offset), literal: Int(candidate.literal))
    }

    /// The first place in the list from `index` on whose candidate does not stand before `offset`,
    /// if those do not that come later.
    @inlinable
    public func first(from index: Int, atOrBehind offset: Int) -> Int {
        var index = index
        while index < count, Int(storage[index].offset) < offset { index += 1 }
        return index
    }

    public func removeAll() { count = 0 }

    /// Forgets those before an offset, and counts the offsets of the others from there.
    public func drop(before offset: Int) {
        filter { $0.offset >= offset }
        move(from: 0, by: -offset)
    }

    /// Changes the offsets from a place in the list on.
    public func move(from first: Int, by distance: Int) {
        guard distance != 0 else { return }
        for index in first..<count {
            storage[index].offset = UInt32(Int(storage[index].offset) + distance)
        }
    }

    /// Keeps those from a place in the list on that meet a condition.
    public func filter(from first: Int = 0, _ isWanted: (Candidate) -> Bool) {
        var kept = first
        for index in first..<count where isWanted(self[index]) {
            storage[kept] = storage[index]
            kept += 1
        }
        count = kept
    }

    /// Where candidates go that C finds, and how many there is room for.
    var free: (start: UnsafeMutableRawPointer, count: Int) {
        (UnsafeMutableRawPointer(storage + count), capacity - count)
    }

    /// Makes room for some more.
    func reserve(_ more: Int) {
        guard capacity - count < more else { return }
        let larger = max(2 * capacity, count + more)
        let fresh = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        fresh.update(from: storage, count: count)
        storage.deallocate()
        (storage, capacity) = (fresh, larger)
    }

    func append(offset: Int, literal: UInt32) {
        reserve(1)
        storage[count] = (UInt32(offset), literal)
        count += 1
    }
}

extension CandidateList: Equatable {
    public static func == (a: CandidateList, b: CandidateList) -> Bool {
        a.count == b.count
            && (0..<a.count).allSatisfy { a.storage[$0] == b.storage[$0] }
    }
}
