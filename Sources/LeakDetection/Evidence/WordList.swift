#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A set of words, lower-case UTF-8 of at most ``longest`` bytes, that is searched without making
/// strings or arrays. Lists are made once and kept: their memory is never freed.
struct WordList: @unchecked Sendable {
    /// Bytes of the longest word there can be.
    static let longest = 63

    // All memory is written in `init` and read only from then on; raw, so that a look-up neither
    // counts references nor checks bounds.

    private struct Word {
        /// Where it stands in `letters`.
        let start: Int32
        let length: Int32
    }

    private let words: UnsafeMutablePointer<Word>
    /// All words, one after the other.
    private let letters: UnsafeMutableRawPointer
    /// An open-addressing hash table: indices into `words` from 1 on, 0 for an empty slot.
    private let slots: UnsafeMutablePointer<UInt16>
    private let slotMask: Int
    private let count: Int

    /// Bit n: there is a word of n bytes.
    private let lengths: UInt64
    /// One bit for each byte that ends a word.
    private let lastBytes: UnsafeMutablePointer<UInt64>
    /// One bit for each hash of two bytes that begin a word, as they are and with bit 5 set.
    private let beginnings: UnsafeMutablePointer<UInt64>
    private static let beginningBits = 10

    /// - Parameter words: In lower case; none is empty.
    init(_ words: [String]) {
        let words = Set(words).sorted().map { Array($0.utf8) }
        count = words.count
        var size = 4
        while size < 4 * count { size *= 2 }
        slotMask = size - 1
        slots = .allocate(capacity: size)
        slots.initialize(repeating: 0, count: size)
        letters = .allocate(byteCount: max(1, words.lazy.map(\.count).reduce(0, +)), alignment: 1)
        self.words = .allocate(capacity: max(1, count))
        lastBytes = .allocate(capacity: 4)
        lastBytes.initialize(repeating: 0, count: 4)
        beginnings = .allocate(capacity: 1 << (Self.beginningBits - 6))
        beginnings.initialize(repeating: 0, count: 1 << (Self.beginningBits - 6))
        var lengths: UInt64 = 0
        var end = 0
        for (index, word) in words.enumerated() {
            precondition((1...Self.longest).contains(word.count), "no word has \(word.count) bytes")
            (self.words + index).initialize(
                to: Word(start: Int32(end), length: Int32(word.count)))
            letters.advanced(by: end).copyMemory(from: word, byteCount: word.count)
            end += word.count
            lengths |= 1 << UInt64(word.count)
            let last = Int(word[word.count - 1])
            lastBytes[last / 64] |= 1 << UInt64(last % 64)
            // Whatever follows a word of one byte.
            for second in word.count > 1 ? word[1]...word[1] : 0...255 {
                let pair = UInt16(word[0]) << 8 | UInt16(second)
                for bit in [Self.beginning(pair), Self.beginning(pair | 0x2020)] {
                    beginnings[bit / 64] |= 1 << UInt64(bit % 64)
                }
            }
            var slot = word.withUnsafeBytes { Self.hash($0) } & slotMask
            while slots[slot] != 0 { slot = (slot + 1) & slotMask }
            slots[slot] = UInt16(index + 1)
        }
        self.lengths = lengths
    }

    /// Whether a word, in lower case, is in the list.
    func contains(_ word: UnsafeRawBufferPointer) -> Bool {
        guard word.count <= Self.longest, lengths >> UInt64(word.count) & 1 != 0,
            let base = word.baseAddress
        else { return false }
        var slot = Self.hash(word) & slotMask
        while slots[slot] != 0 {
            let known = words[Int(slots[slot]) - 1]
            if Int(known.length) == word.count,
                memcmp(letters + Int(known.start), base, word.count) == 0
            {
                return true
            }
            slot = (slot + 1) & slotMask
        }
        return false
    }

    /// The same for a word in any collection.
    func contains(_ word: some Collection<UInt8>) -> Bool {
        Array(word).withUnsafeBytes { contains($0) }
    }

    /// Whether a word, with its ASCII letters in lower case, is in the list.
    func containsLowercased(_ word: UnsafeRawBufferPointer) -> Bool {
        guard word.count <= Self.longest, lengths >> UInt64(word.count) & 1 != 0 else {
            return false
        }
        if word.count > 1 {
            let pair = UInt16(bigEndian: word.loadUnaligned(as: UInt16.self))
            guard mayBegin(pair | 0x2020) else { return false }
        }
        var slot = Self.hash(word) & slotMask
        while slots[slot] != 0 {
            let known = words[Int(slots[slot]) - 1]
            if Int(known.length) == word.count {
                let letters = letters + Int(known.start)
                var at = 0
                while at < word.count,
                    word[at].lowercased == letters.load(fromByteOffset: at, as: UInt8.self)
                {
                    at += 1
                }
                if at == word.count { return true }
            }
            slot = (slot + 1) & slotMask
        }
        return false
    }

    /// Whether a word of the list ends the text.
    func endsAny(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let last = text.last, lastBytes[Int(last) / 64] >> UInt64(last % 64) & 1 != 0 else {
            return false
        }
        var rest = lengths
        while rest != 0 {
            let length = rest.trailingZeroBitCount
            guard length <= text.count else { return false }
            if contains(text.slice((text.count - length)..<text.count)) { return true }
            rest &= rest - 1
        }
        return false
    }

    /// Whether a word of the list stands anywhere in the text.
    func isInside(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let base = text.baseAddress, !text.isEmpty else { return false }
        for at in 0..<text.count - 1 {
            let pair = (base + at).loadUnaligned(as: UInt16.self)
            if mayBegin(UInt16(bigEndian: pair)), begins(at: at, in: text) { return true }
        }
        return begins(at: text.count - 1, in: text)
    }

    @inline(__always)
    private func mayBegin(_ pair: UInt16) -> Bool {
        let bit = Self.beginning(pair)
        return beginnings[bit >> 6] >> UInt64(bit & 63) & 1 != 0
    }

    /// Whether a word of the list begins at a place.
    private func begins(at place: Int, in text: UnsafeRawBufferPointer) -> Bool {
        guard let base = text.baseAddress else { return false }
        return (0..<count).contains { index in
            let length = Int(words[index].length)
            return place + length <= text.count
                && memcmp(letters + Int(words[index].start), base + place, length) == 0
        }
    }

    @inline(__always)
    private static func beginning(_ pair: UInt16) -> Int {
        Int((UInt32(pair) &* 0x9E37_79B1) >> UInt32(32 - beginningBits))
    }

    /// Mixes the length, the first bytes and the last; the same for letters of either case.
    @inline(__always)
    private static func hash(_ word: UnsafeRawBufferPointer) -> Int {
        var head: UInt64 = 0
        var tail: UInt64 = 0
        switch word.count {
        case 8...:
            head = word.loadUnaligned(as: UInt64.self)
            tail = word.loadUnaligned(fromByteOffset: word.count - 8, as: UInt64.self)
        case 4...:
            head = UInt64(word.loadUnaligned(as: UInt32.self))
            tail = UInt64(word.loadUnaligned(fromByteOffset: word.count - 4, as: UInt32.self))
        default:
            for byte in word { head = head << 8 | UInt64(byte) }
        }
        head |= 0x2020_2020_2020_2020
        tail |= 0x2020_2020_2020_2020
        let mixed = (head &* 0x9E37_79B9_7F4A_7C15) ^ (tail &* 0xC2B2_AE3D_27D4_EB4F)
        return Int(((mixed &+ UInt64(word.count)) &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
}
