import CPrefilter

/// A set of literals that is searched for in one pass.
///
/// For each literal three of its bytes that are rare in logs (``Placement``) are hashed into a
/// bitmap that fits in the first cache. The search hashes every three bytes of the text, and
/// compares whole literals only where the bitmap says "maybe". Cost does not depend on the number
/// of literals as long as the bitmap is sparse.
public final class LiteralSet: @unchecked Sendable {
    // All memory is written in `init` and read only from then on; raw, so that the search neither
    // counts references nor checks bounds.
    private let bitmap: UnsafeMutablePointer<UInt32>
    private let slots: UnsafeMutablePointer<UInt32>
    private let entries: UnsafeMutablePointer<blot_literal>
    private let letters: UnsafeMutablePointer<UInt8>
    private let folds: UnsafeMutablePointer<UInt8>
    private let table: UnsafeMutablePointer<blot_literal_table>
    private let kernel: Kernel
    /// The most literals whose windows have hashes in one slot.
    private let mostAtOnePlace: Int

    private static let slotShift = BLOT_BITMAP_BITS - BLOT_SLOT_BITS

    /// Prepares the search.
    ///
    /// - Parameters:
    ///   - literals: In the order in which candidates number them.
    ///   - kernel: One that this processor can run.
    public init(_ literals: [Literal], kernel: Kernel = .chosen) {
        precondition(kernel.isSupported, "this processor cannot run \(kernel.rawValue)")
        self.kernel = kernel
        let words = 1 << (BLOT_BITMAP_BITS - 5)
        let slotCount = 1 << BLOT_SLOT_BITS
        bitmap = .allocate(capacity: words)
        bitmap.initialize(repeating: 0, count: words)
        slots = .allocate(capacity: slotCount + 1)
        slots.initialize(repeating: 0, count: slotCount + 1)
        entries = .allocate(capacity: max(1, literals.count))
        let tail = literals.reduce(1) { $0 + max(0, $1.bytes.count - 8) }
        letters = .allocate(capacity: tail)
        folds = .allocate(capacity: tail)
        table = .allocate(capacity: 1)
        table.initialize(to: blot_literal_table())

        let placement = Placement(literals, needsBuckets: kernel.needsBuckets)
        var hashes = [Int](repeating: 0, count: literals.count)
        for (index, literal) in literals.enumerated() {
            let start = placement.windows[index]
            let hash = Self.hash(
                literal.bytes[start], literal.bytes[start + 1], literal.bytes[start + 2])
            hashes[index] = hash
            bitmap[hash >> 5] |= 1 << UInt32(hash & 31)
            slots[hash >> Self.slotShift + 1] += 1
            let bucket = UInt8(1) << UInt8(placement.buckets[index])
            for place in 0..<Literal.shortest {
                let byte = literal.bytes[start + place]
                Self.mark(byte, at: place, bucket, in: table)
                Self.mark(byte ^ literal.fold(of: byte), at: place, bucket, in: table)
            }
        }
        var most: UInt32 = 1
        for slot in 0..<slotCount {
            most = max(most, slots[slot + 1])
            slots[slot + 1] += slots[slot]
        }
        mostAtOnePlace = Int(most)
        var next = Array(UnsafeBufferPointer(start: slots, count: slotCount))
        var rest = 0
        for (index, literal) in literals.enumerated() {
            let slot = hashes[index] >> Self.slotShift
            (entries + Int(next[slot])).initialize(
                to: entry(literal, index: index, window: placement.windows[index], rest: &rest))
            next[slot] += 1
        }
        table.pointee.bitmap = UnsafePointer(bitmap)
        table.pointee.slots = UnsafePointer(slots)
        table.pointee.entries = UnsafePointer(entries)
        table.pointee.letters = UnsafePointer(letters)
        table.pointee.folds = UnsafePointer(folds)
    }

    /// Literals whose ASCII letters stand for both of their cases.
    public convenience init(_ literals: [[UInt8]], kernel: Kernel = .chosen) {
        self.init(literals.map { Literal($0, ignoresCase: true) }, kernel: kernel)
    }

    deinit {
        bitmap.deallocate()
        slots.deallocate()
        entries.deallocate()
        letters.deallocate()
        folds.deallocate()
        table.deallocate()
    }

    private static func mark(
        _ byte: UInt8, at place: Int, _ bucket: UInt8,
        in table: UnsafeMutablePointer<blot_literal_table>
    ) {
        withUnsafeMutableBytes(of: &table.pointee.buckets) {
            $0[128 * place + Int(byte & 0x7F)] |= bucket
        }
    }

    /// A literal as it is compared; its bytes from the ninth on go behind those of the others.
    private func entry(
        _ literal: Literal, index: Int, window: Int, rest: inout Int
    ) -> blot_literal {
        var entry = blot_literal()
        entry.length = UInt32(literal.bytes.count)
        entry.window = UInt32(window)
        entry.literal = UInt32(index)
        entry.rest = UInt32(rest)
        for (place, byte) in literal.bytes.enumerated() {
            let fold = literal.fold(of: byte)
            if place < 8 {
                let shift = UInt64(8 * place)
                entry.head |= UInt64(byte | fold) << shift
                entry.fold |= UInt64(fold) << shift
                entry.mask |= 0xFF << shift
            } else {
                letters[rest] = byte | fold
                folds[rest] = fold
                rest += 1
            }
        }
        entry.head = entry.head.littleEndian
        entry.fold = entry.fold.littleEndian
        entry.mask = entry.mask.littleEndian
        return entry
    }

    /// Finds every occurrence of every literal.
    ///
    /// - Parameters:
    ///   - text: The bytes to search; less than 4 GiB.
    ///   - candidates: Receives the occurrences behind what is there, ordered by the place of the
    ///     bytes that are looked for; those on different lines are in line order.
    /// - Complexity: O(n) for text that holds few literals.
    public func search(_ text: UnsafeRawBufferPointer, into candidates: CandidateList) {
        guard let base = text.baseAddress else { return }
        precondition(text.count <= UInt32.max, "4 GiB or more are searched in parts")
        guard let code = kernel.code else { return searchInSwift(text, into: candidates) }
        var at = 0
        while at < text.count {
            candidates.reserve(mostAtOnePlace)
            let (free, capacity) = candidates.free
            candidates.count += blot_find_literals(
                table, code, base.assumingMemoryBound(to: UInt8.self), &at, text.count,
                free.assumingMemoryBound(to: blot_candidate.self), capacity)
        }
    }

    /// The same without instructions that not every processor has.
    private func searchInSwift(
        _ text: UnsafeRawBufferPointer, into candidates: CandidateList
    ) {
        guard text.count >= Literal.shortest else { return }
        for at in 0...(text.count - Literal.shortest) {
            let hash = Self.hash(text[at], text[at + 1], text[at + 2])
            guard bitmap[hash >> 5] >> UInt32(hash & 31) & 1 != 0 else { continue }
            let slot = hash >> Self.slotShift
            for index in Int(slots[slot])..<Int(slots[slot + 1]) {
                let entry = entries[index]
                let start = at - Int(entry.window)
                guard start >= 0, start + Int(entry.length) <= text.count,
                    stands(entry, in: text, at: start)
                else { continue }
                candidates.append(offset: start, literal: entry.literal)
            }
        }
    }

    private func stands(
        _ entry: blot_literal, in text: UnsafeRawBufferPointer, at start: Int
    ) -> Bool {
        let head = UInt64(littleEndian: entry.head)
        let fold = UInt64(littleEndian: entry.fold)
        for place in 0..<Int(entry.length) {
            let shift = UInt64(8 * place)
            let rest = Int(entry.rest) + place - 8
            let letter = place < 8 ? UInt8(truncatingIfNeeded: head >> shift) : letters[rest]
            let bit = place < 8 ? UInt8(truncatingIfNeeded: fold >> shift) : folds[rest]
            guard text[start + place] | bit == letter else { return false }
        }
        return true
    }

    private static func hash(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
        Int(blot_hash(UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16 | 0x20_2020))
    }
}
