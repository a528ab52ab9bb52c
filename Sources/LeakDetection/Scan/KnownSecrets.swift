internal import CBytes
import LeakRules

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Strong secrets already seen in a stream, so that they are found again where no rule would match.
///
/// Bounded: the oldest gives way. A secret is strong when it has at least ``shortest`` bytes and
/// the finding at least ``lowestScore``: short or doubtful values would blot out ordinary words.
///
/// A search looks at every eighth place of the text only: one of the eight windows of five bytes
/// with which a secret of twelve begins ends up there. A bitmap of those windows says "maybe"; then
/// the eight places around are looked up in a table of the secrets' first eight bytes.
final class KnownSecrets {
    /// Bytes of the shortest secret that is remembered.
    static let shortest = 12

    /// The lowest score of a finding whose secret is remembered.
    static let lowestScore = 50

    /// From so many occurrences on, a value is more likely an identifier: secrets leak now and
    /// then, identifiers are printed with every request.
    static let identifierFrom = 1000

    /// Secrets that are remembered at once.
    static let capacity = 512

    /// The longest secret that is remembered, in bytes: windows of a long line overlap by at least
    /// as much.
    static let longest = Rule.defaultReach

    /// A secret and the rule that found it; its bytes are in `secrets`.
    private struct Entry {
        /// The first eight bytes, and the last.
        let head: UInt64
        let tail: UInt64
        let length: Int
        /// The most specific rule that found it.
        var rule: Int
        var specificity: Specificity
        /// How often it was counted.
        var count = 0
        /// The next entry of its slot, or −1.
        var next: Int16
    }

    // Raw memory is read without counting references or checking bounds.
    private let entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    /// The bytes of each entry's secret; each has a place of the same size.
    private let secrets = UnsafeMutableRawPointer.allocate(
        byteCount: capacity * place, alignment: 64)
    /// For each hash of a head the first entry, or −1.
    private let slots = UnsafeMutablePointer<Int16>.allocate(capacity: 1 << slotBits)
    /// One bit for each hash of a window.
    private let bitmap = UnsafeMutablePointer<UInt64>.allocate(capacity: bitmapWords)

    /// How many secrets are remembered: the first of `entries`.
    private(set) var size = 0
    /// How many were remembered since the beginning: another one, another version.
    private(set) var version = 0
    private var oldest = 0
    /// Entries that gave way since the bitmap was made: it still has their windows.
    private var outdated = 0

    /// Not a power of two: beginnings of secrets shall not share lines of the cache.
    private static let place = longest + 64
    /// So many that most are empty: most places that are looked up begin no secret.
    private static let slotBits = 12
    private static let bitmapWords = 1 << (BLOT_WINDOW_BITS - 6)

    /// Windows of a secret that are in the bitmap.
    private static let windows = 8

    init() {
        slots.initialize(repeating: -1, count: 1 << Self.slotBits)
        bitmap.initialize(repeating: 0, count: Self.bitmapWords)
    }

    /// A copy that can be read while the other one learns.
    init(_ other: KnownSecrets) {
        (size, version) = (other.size, other.version)
        entries.initialize(from: other.entries, count: size)
        for index in 0..<size { memcpy(secret(index), other.secret(index), entries[index].length) }
        slots.initialize(from: other.slots, count: 1 << Self.slotBits)
        bitmap.initialize(from: other.bitmap, count: Self.bitmapWords)
    }

    deinit {
        // They were secrets.
        memset(secrets, 0, size * Self.place)
        entries.deallocate()
        secrets.deallocate()
        slots.deallocate()
        bitmap.deallocate()
    }

    var isEmpty: Bool { size == 0 }

    /// Bytes at the end of a text that may be the beginning of a known secret.
    func heldBack(atEndOf text: UnsafeRawBufferPointer) -> Int {
        guard let base = text.baseAddress else { return 0 }
        return (0..<size).reduce(0) { held, index in
            let longest = min(entries[index].length - 1, text.count)
            guard longest > held else { return held }
            return (held + 1...longest).last {
                memcmp(base + text.count - $0, secret(index), $0) == 0
            } ?? held
        }
    }

    /// Remembers a secret; of several rules that find it, the most specific names it.
    func insert(_ secret: UnsafeRawBufferPointer, rule: Int, specificity: Specificity) {
        // A number may be anything, and stands where JSON needs one.
        guard (Self.shortest...Self.longest).contains(secret.count), let base = secret.baseAddress,
            !secret.allSatisfy(\.isDigit)
        else { return }
        if let known = index(of: secret) {
            if entries[known].specificity < specificity {
                entries[known].rule = rule
                entries[known].specificity = specificity
            }
            return
        }
        version += 1
        var index = size
        if size < Self.capacity {
            size += 1
        } else {
            index = oldest
            oldest = (oldest + 1) % Self.capacity
            outdated += 1
            unlink(index)
        }
        let head = Self.word(base)
        let slot = Self.slot(of: head)
        entries[index] = Entry(
            head: head, tail: Self.word(base + secret.count - 8), length: secret.count, rule: rule,
            specificity: specificity, next: slots[slot])
        slots[slot] = Int16(index)
        memcpy(self.secret(index), base, secret.count)
        if outdated < Self.capacity {
            mark(index)
        } else {
            outdated = 0
            bitmap.update(repeating: 0, count: Self.bitmapWords)
            for index in 0..<Self.capacity { mark(index) }
        }
    }

    /// Takes an entry out of its slot.
    private func unlink(_ index: Int) {
        let slot = Self.slot(of: entries[index].head)
        if slots[slot] == index {
            slots[slot] = entries[index].next
            return
        }
        var before = Int(slots[slot])
        while entries[before].next != index { before = Int(entries[before].next) }
        entries[before].next = entries[index].next
    }

    /// Puts the windows of an entry into the bitmap.
    private func mark(_ index: Int) {
        for window in 0..<Self.windows {
            let bit = Self.bit(of: Self.word(secret(index) + window))
            bitmap[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    /// Counts an occurrence of a secret.
    ///
    /// - Returns: How many there were, this one included; 0 for one that is not remembered.
    func count(_ secret: UnsafeRawBufferPointer) -> Int {
        guard (Self.shortest...Self.longest).contains(secret.count), let known = index(of: secret)
        else { return 0 }
        entries[known].count += 1
        return entries[known].count
    }

    /// The entry of a secret that is long enough to be one.
    private func index(of secret: UnsafeRawBufferPointer) -> Int? {
        longestEntry(at: 0, in: secret, notShorterThan: secret.count)
    }

    /// The first place in `range` where a known secret begins; it may end after the range.
    func first(
        in text: UnsafeRawBufferPointer, range: Range<Int>
    ) -> (span: Range<Int>, rule: Int)? {
        guard size > 0, let base = text.baseAddress else { return nil }
        let end = min(range.upperBound, text.count - Self.shortest + 1)
        // A window that ends eight places is the first word behind them. At the end of the text
        // there is no such word.
        let ahead = Self.windows - 1
        let last = min(end + ahead, text.count - 7)
        var at = range.lowerBound
        while at < end {
            let window = blot_find_window(bitmap, base, at + ahead, last)
            let isTold = window < last
            if isTold {
                at = window - ahead
            } else if last > at + ahead {
                at += (last - at - ahead + Self.windows - 1) / Self.windows * Self.windows
            }
            guard at < end else { return nil }
            let next = isTold ? min(end, at + Self.windows) : end
            for place in at..<next {
                guard let index = longestEntry(at: place, in: text) else { continue }
                return (place..<(place + entries[index].length), entries[index].rule)
            }
            at = next
        }
        return nil
    }

    /// The longest secret that stands at a place before which, or at which, the last twelve bytes
    /// of the text begin.
    private func longestEntry(
        at place: Int, in text: UnsafeRawBufferPointer, notShorterThan shortest: Int = 0
    ) -> Int? {
        guard let start = text.baseAddress.map({ $0 + place }) else { return nil }
        let head = Self.word(start)
        var best: Int?
        var longest = shortest - 1
        var at = Int(slots[Self.slot(of: head)])
        while at >= 0 {
            let length = entries[at].length
            if entries[at].head == head, length > longest, place + length <= text.count,
                entries[at].tail == Self.word(start + length - 8),
                memcmp(start, secret(at), length) == 0
            {
                best = at
                longest = length
            }
            at = Int(entries[at].next)
        }
        return best
    }

    @inline(__always)
    private func secret(_ index: Int) -> UnsafeMutableRawPointer {
        secrets + index * Self.place
    }

    @inline(__always)
    private static func word(_ start: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    private static func slot(of head: UInt64) -> Int {
        Int((head &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - slotBits))
    }

    /// The bit of the window that a word begins with.
    @inline(__always)
    private static func bit(of word: UInt64) -> Int {
        // The upper bytes leave at the top.
        Int(((word << 24) &* UInt64(BLOT_WINDOW_FACTOR)) >> UInt64(64 - BLOT_WINDOW_BITS))
    }
}
