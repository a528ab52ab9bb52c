/// A place where one of the literals stands: a rule that needs the literal may match around here.
///
/// A prefilter may say "maybe" too often; it never misses a place.
public struct Candidate: Equatable, Sendable {
    /// Offset of the literal's first byte in the buffer that was searched.
    public let offset: Int

    /// The literal's index in the list that the set was made of.
    public let literal: Int

    public init(offset: Int, literal: Int) {
        self.offset = offset
        self.literal = literal
    }
}

/// A set of literals that is searched for in one pass, ASCII letters in any case.
///
/// For each literal its rarest three bytes (by how often bytes occur in logs) are hashed into a
/// bitmap that fits in the L1 cache. The search hashes every three bytes of the text, and compares
/// whole literals only where the bitmap says "maybe". Cost does not depend on the number of
/// literals as long as the bitmap is sparse.
public final class LiteralSet: @unchecked Sendable {
    /// The shortest literal there can be.
    public static let shortestLiteral = 3

    private static let window = 3
    private static let bitmapBits = 18
    private static let slotBits = 14

    // All memory is written in `init` and read only from then on; raw, so that the search neither
    // counts references nor checks bounds.

    /// One bit for each hash of three folded bytes.
    private let bitmap: UnsafeMutablePointer<UInt64>

    /// For each slot (the upper bits of the same hash) where its entries begin in `entries`; one
    /// more at the end.
    private let slots: UnsafeMutablePointer<UInt32>

    /// Entries of all slots, one after the other.
    private let entries: UnsafeMutablePointer<Entry>

    /// All literals in lower case, one after the other.
    private let letters: UnsafeMutablePointer<UInt8>

    private struct Entry {
        /// The literal's index.
        let literal: Int32
        /// Where it stands in `letters`.
        let start: Int32
        let length: Int32
        /// Where in the literal the hashed window begins.
        let window: Int32
        /// The first four bytes as they lie in memory, bit 5 set in each, and those of them that
        /// the literal has.
        let head: UInt32
        let mask: UInt32
    }

    /// Prepares the search.
    ///
    /// - Parameter literals: Each at least ``shortestLiteral`` bytes.
    public init(_ literals: [[UInt8]]) {
        let words = (1 << Self.bitmapBits) / 64
        bitmap = .allocate(capacity: words)
        bitmap.initialize(repeating: 0, count: words)
        var letters: [UInt8] = []
        var bySlot = [[Entry]](repeating: [], count: 1 << Self.slotBits)
        for (index, original) in literals.enumerated() {
            precondition(
                original.count >= Self.shortestLiteral,
                "a prefilter literal needs at least \(Self.shortestLiteral) bytes")
            let literal = original.map(Self.lowercased)
            let at = Self.rarestWindow(of: literal)
            let hash = Self.hash(literal[at], literal[at + 1], literal[at + 2])
            bitmap[hash / 64] |= 1 << UInt64(hash % 64)
            bySlot[hash >> (Self.bitmapBits - Self.slotBits)].append(
                Entry(
                    literal: Int32(index), start: Int32(letters.count),
                    length: Int32(literal.count), window: Int32(at),
                    head: Self.head(of: literal), mask: Self.headMask(of: literal)))
            letters += literal
        }
        self.letters = .allocate(capacity: max(1, letters.count))
        self.letters.initialize(from: letters, count: letters.count)
        slots = .allocate(capacity: bySlot.count + 1)
        entries = .allocate(capacity: max(1, literals.count))
        var count = 0
        for (index, slot) in bySlot.enumerated() {
            (slots + index).initialize(to: UInt32(count))
            (entries + count).initialize(from: slot, count: slot.count)
            count += slot.count
        }
        (slots + bySlot.count).initialize(to: UInt32(count))
    }

    deinit {
        bitmap.deallocate()
        slots.deallocate()
        entries.deallocate()
        letters.deallocate()
    }

    /// Finds every occurrence of every literal.
    ///
    /// - Parameters:
    ///   - text: The bytes to search.
    ///   - candidates: Receives the occurrences, ordered by the place of the literals' rarest
    ///     bytes; those on different lines are in line order.
    /// - Complexity: O(n) for text that holds few literals.
    public func search(_ text: UnsafeRawBufferPointer, into candidates: inout [Candidate]) {
        guard text.count >= Self.window, let base = text.baseAddress else { return }
        let bitmap = bitmap
        let last = text.count - Self.window
        var at = 0
        // Six windows lie in one 64-bit load.
        while at + 8 <= text.count {
            let bytes =
                UInt64(littleEndian: (base + at).loadUnaligned(as: UInt64.self))
                | 0x2020_2020_2020_2020
            let h0 = Self.hash(bytes)
            let h1 = Self.hash(bytes >> 8)
            let h2 = Self.hash(bytes >> 16)
            let h3 = Self.hash(bytes >> 24)
            let h4 = Self.hash(bytes >> 32)
            let h5 = Self.hash(bytes >> 40)
            let b0 = bitmap[h0 >> 6] &>> UInt64(h0 & 63)
            let b1 = bitmap[h1 >> 6] &>> UInt64(h1 & 63)
            let b2 = bitmap[h2 >> 6] &>> UInt64(h2 & 63)
            let b3 = bitmap[h3 >> 6] &>> UInt64(h3 & 63)
            let b4 = bitmap[h4 >> 6] &>> UInt64(h4 & 63)
            let b5 = bitmap[h5 >> 6] &>> UInt64(h5 & 63)
            if (b0 | b1 | b2 | b3 | b4 | b5) & 1 != 0 {
                if b0 & 1 != 0 { verify(h0, at: at, in: text, into: &candidates) }
                if b1 & 1 != 0 { verify(h1, at: at + 1, in: text, into: &candidates) }
                if b2 & 1 != 0 { verify(h2, at: at + 2, in: text, into: &candidates) }
                if b3 & 1 != 0 { verify(h3, at: at + 3, in: text, into: &candidates) }
                if b4 & 1 != 0 { verify(h4, at: at + 4, in: text, into: &candidates) }
                if b5 & 1 != 0 { verify(h5, at: at + 5, in: text, into: &candidates) }
            }
            at += 6
        }
        while at <= last {
            let hash = Self.hash(text[at] | 0x20, text[at + 1] | 0x20, text[at + 2] | 0x20)
            if bitmap[hash / 64] >> UInt64(hash % 64) & 1 != 0 {
                verify(hash, at: at, in: text, into: &candidates)
            }
            at += 1
        }
    }

    /// Compares the literals of one slot with the text; `window` is where their hashed bytes stand
    /// in it.
    @inline(never)
    private func verify(
        _ hash: Int, at window: Int, in text: UnsafeRawBufferPointer,
        into candidates: inout [Candidate]
    ) {
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        let slot = hash >> (Self.bitmapBits - Self.slotBits)
        for index in Int(slots[slot])..<Int(slots[slot + 1]) {
            let entry = entries[index]
            let start = window - Int(entry.window)
            let length = Int(entry.length)
            guard start >= 0, start + length <= text.count else { continue }
            // The hash says little about which literal it may be: most end at the first four bytes.
            if start + 4 <= text.count {
                let head = UnsafeRawPointer(base + start).loadUnaligned(as: UInt32.self)
                guard (head | 0x2020_2020) & entry.mask == entry.head else { continue }
            }
            let literal = letters + Int(entry.start)
            var position = 0
            while position < length, Self.lowercased(base[start + position]) == literal[position] {
                position += 1
            }
            if position == length {
                candidates.append(Candidate(offset: start, literal: Int(entry.literal)))
            }
        }
    }

    private static func head(of literal: [UInt8]) -> UInt32 {
        word(literal.prefix(4).map { $0 | 0x20 })
    }

    private static func headMask(of literal: [UInt8]) -> UInt32 {
        word(literal.prefix(4).map { _ in 0xFF })
    }

    /// Up to four bytes as they lie in memory.
    private static func word(_ bytes: [UInt8]) -> UInt32 {
        UInt32(
            littleEndian: bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }

    private static func rarestWindow(of literal: [UInt8]) -> Int {
        (0...(literal.count - window)).min { a, b in
            frequency(of: literal[a..<(a + window)]) < frequency(of: literal[b..<(b + window)])
        } ?? 0
    }

    private static func frequency(of bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(1) { $0 * (Int(ByteFrequency.inLogs[Int($1)]) + 1) }
    }

    @inline(__always)
    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// The hash of the lowest three bytes, which have bit 5 set already.
    @inline(__always)
    private static func hash(_ bytes: UInt64) -> Int {
        let mixed = UInt32(truncatingIfNeeded: bytes & 0xFF_FFFF) &* 0x9E37_79B1
        return Int(mixed >> UInt32(32 - bitmapBits))
    }

    private static func hash(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
        hash(UInt64(a | 0x20) | UInt64(b | 0x20) << 8 | UInt64(c | 0x20) << 16)
    }
}
