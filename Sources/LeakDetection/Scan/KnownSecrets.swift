internal import CBytes
import LeakRules

/// Strong secrets already seen in a stream, so that they are found again where no rule would match.
///
/// Bounded: the oldest gives way. A secret is strong when it has at least ``shortest`` bytes and
/// the finding at least ``lowestScore``: short or doubtful values would blot out ordinary words.
struct KnownSecrets {
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

    /// A secret and the rule that found it.
    struct Entry {
        let secret: [UInt8]
        /// The most specific rule that found it.
        var rule: Int
        var specificity: Specificity
        /// How often it was counted.
        var count = 0
    }

    private(set) var entries: [Entry] = []
    private var oldest = 0
    /// One bit for each hash of a secret's first four bytes.
    private var bitmap = [UInt64](repeating: 0, count: bitmapWords)
    private var byHash: [Int: [Int]] = [:]

    /// The first two bytes of every secret that was ever remembered, each pair once.
    private var beginnings: [UInt8] = []

    /// So many pairs are searched for one by one.
    private static let fewBeginnings = 8

    private static let bitmapBits = 13
    private static let bitmapWords = 1 << (bitmapBits - 6)

    var isEmpty: Bool { entries.isEmpty }

    /// Bytes at the end of a text that may be the beginning of a known secret.
    func heldBack(atEndOf text: UnsafeRawBufferPointer) -> Int {
        entries.reduce(0) { held, entry in
            let longest = min(entry.secret.count - 1, text.count)
            guard longest > held else { return held }
            return (held + 1...longest).last {
                text.suffix($0).elementsEqual(entry.secret.prefix($0))
            } ?? held
        }
    }

    /// Remembers a secret; of several rules that find it, the most specific names it.
    mutating func insert(
        _ secret: UnsafeRawBufferPointer, rule: Int, specificity: Specificity
    ) {
        // A number may be anything, and stands where JSON needs one.
        guard (Self.shortest...Self.longest).contains(secret.count),
            !secret.allSatisfy(\.isDigit)
        else { return }
        let hash = Self.hash(secret, at: 0)
        if let known = index(of: secret, hash: hash) {
            if entries[known].specificity < specificity {
                entries[known].rule = rule
                entries[known].specificity = specificity
            }
            return
        }
        let entry = Entry(secret: Array(secret), rule: rule, specificity: specificity)
        if entries.count < Self.capacity {
            entries.append(entry)
            byHash[hash, default: []].append(entries.count - 1)
        } else {
            let old = entries[oldest].secret.withUnsafeBytes { Self.hash($0, at: 0) }
            byHash[old]?.removeAll { $0 == oldest }
            if byHash[old]?.isEmpty == true {
                byHash[old] = nil
                bitmap[old / 64] &= ~(1 << UInt64(old % 64))
            }
            entries[oldest] = entry
            byHash[hash, default: []].append(oldest)
            oldest = (oldest + 1) % Self.capacity
        }
        bitmap[hash / 64] |= 1 << UInt64(hash % 64)
        if beginnings.count <= 2 * Self.fewBeginnings,
            !stride(from: 0, to: beginnings.count, by: 2).contains(where: {
                beginnings[$0] == secret[0] && beginnings[$0 + 1] == secret[1]
            })
        {
            beginnings += secret.prefix(2)
        }
    }

    /// Counts an occurrence of a secret.
    ///
    /// - Returns: How many there were, this one included; 0 for one that is not remembered.
    mutating func count(_ secret: UnsafeRawBufferPointer) -> Int {
        guard (Self.shortest...Self.longest).contains(secret.count),
            let known = index(of: secret, hash: Self.hash(secret, at: 0))
        else { return 0 }
        entries[known].count += 1
        return entries[known].count
    }

    private func index(of secret: UnsafeRawBufferPointer, hash: Int) -> Int? {
        byHash[hash]?.first { entries[$0].secret.elementsEqual(secret) }
    }

    /// The first place in `range` where a known secret begins; it may end after the range.
    func first(
        in text: UnsafeRawBufferPointer, range: Range<Int>
    ) -> (span: Range<Int>, rule: Int)? {
        guard !entries.isEmpty, let base = text.baseAddress else { return nil }
        let end = min(range.upperBound, text.count - Self.shortest + 1)
        guard range.lowerBound < end else { return nil }
        if beginnings.count <= 2 * Self.fewBeginnings {
            // Far faster than hashes, as long as there are few.
            var at = range.lowerBound
            while true {
                at = blot_find_pair(base, at, end, beginnings, beginnings.count / 2)
                guard at < end else { return nil }
                let hash = Self.hash(text, at: at)
                if let found = entry(at: at, hash: hash, in: text) { return found }
                at += 1
            }
        }
        return bitmap.withUnsafeBufferPointer { bitmap in
            for at in range.lowerBound..<end {
                let hash = Self.hash(
                    UInt32(littleEndian: (base + at).loadUnaligned(as: UInt32.self)))
                guard bitmap[hash >> 6] >> UInt64(hash & 63) & 1 != 0 else { continue }
                if let found = entry(at: at, hash: hash, in: text) { return found }
            }
            return nil
        }
    }

    private func entry(
        at offset: Int, hash: Int, in text: UnsafeRawBufferPointer
    ) -> (span: Range<Int>, rule: Int)? {
        var best: (span: Range<Int>, rule: Int)?
        for index in byHash[hash] ?? [] {
            let entry = entries[index]
            let end = offset + entry.secret.count
            if end <= text.count, entry.secret.elementsEqual(text[offset..<end]),
                end > best?.span.upperBound ?? 0
            {
                best = (offset..<end, entry.rule)
            }
        }
        return best
    }

    private static func hash(_ text: UnsafeRawBufferPointer, at offset: Int) -> Int {
        hash(text.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
    }

    @inline(__always)
    private static func hash(_ bytes: UInt32) -> Int {
        Int((bytes &* 0x9E37_79B1) >> UInt32(32 - bitmapBits))
    }
}
