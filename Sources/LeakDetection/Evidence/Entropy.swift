#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Shannon entropy of the bytes, in bits per byte (Shannon 1948, order zero): 0 for one letter
/// repeated, at most log2 of the number of different bytes.
///
/// - Complexity: O(n).
public func shannonEntropy(of bytes: UnsafeRawBufferPointer) -> Double {
    guard !bytes.isEmpty else { return 0 }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { counts in
        counts.initialize(repeating: 0)
        for byte in bytes { counts[Int(byte)] += 1 }
        let total = Double(bytes.count)
        // Most bytes occur as often as the one before.
        var last: (count: UInt32, term: Double) = (0, 0)
        return counts.reduce(0.0) { sum, count in
            guard count > 0 else { return sum }
            if count != last.count {
                let share = Double(count) / total
                last = (count, share * log2(share))
            }
            return sum - last.term
        }
    }
}
