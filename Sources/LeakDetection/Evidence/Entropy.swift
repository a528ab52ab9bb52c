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
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    let total = Double(bytes.count)
    return counts.reduce(0.0) { sum, count in
        guard count > 0 else { return sum }
        let share = Double(count) / total
        return sum - share * log2(share)
    }
}
