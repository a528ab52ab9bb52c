/// Which bytes of each literal are looked for, and in which bucket.
///
/// A kernel that tests many bytes at once knows only which of eight buckets a byte is in at each of
/// the three places of a window; a bucket lets through every mixture of the windows in it. So
/// windows go together that differ in one place, and those are chosen that are rare in logs and
/// make little more pass. That is a greedy search: what is commonest is placed first.
struct Placement {
    /// For each literal where its window begins, and its bucket.
    private(set) var windows: [Int] = []
    private(set) var buckets: [Int] = []

    static let bucketCount = 8

    /// Windows of a literal that are tried: those that are rarest by themselves.
    private static let triedWindows = 4

    /// What a window costs that the bitmap lets through, in places that a bucket lets through.
    private static let costOfHit: Float = 8

    private typealias Lane = SIMD8<Float>
    private static let lanes = 128 / Lane.scalarCount

    /// The bytes that may stand at the places of a window, without their highest bits; the same
    /// byte twice where there is no other spelling.
    private struct Window {
        let start: Int
        let places: ((Int, Int), (Int, Int), (Int, Int))
        var cost: Float = 0

        init(_ literal: Literal, at start: Int) {
            self.start = start
            func bytes(_ place: Int) -> (Int, Int) {
                let byte = literal.bytes[start + place]
                return (Int(byte & 0x7F), Int((byte ^ literal.fold(of: byte)) & 0x7F))
            }
            places = (bytes(0), bytes(1), bytes(2))
        }
    }

    /// - Parameter needsBuckets: Whether a kernel looks at the buckets; without, each literal's
    ///   rarest window will do.
    init(_ literals: [Literal], needsBuckets: Bool) {
        let search = Search()
        let tried = literals.map { literal in
            var windows = (0...(literal.bytes.count - 3)).map { start in
                var window = Window(literal, at: start)
                window.cost = search.cost(of: window)
                return window
            }
            windows.sort { ($0.cost, $0.start) < ($1.cost, $1.start) }
            return windows.prefix(Self.triedWindows)
        }
        windows = Array(repeating: 0, count: literals.count)
        buckets = windows
        guard needsBuckets else {
            windows = tried.map { $0.first?.start ?? 0 }
            return
        }
        let order = literals.indices.sorted {
            (tried[$0].first?.cost ?? 0, $1) > (tried[$1].first?.cost ?? 0, $0)
        }
        for index in order {
            (windows[index], buckets[index]) = search.place(tried[index])
        }
    }

    /// What is in the buckets so far. A bucket's cost is how often logs hold what it lets through,
    /// in a chain of pairs: P(ab) P(bc) / P(b).
    private final class Search {
        /// For each byte how often each other follows it, and how often it follows each other.
        private let following = Search.zeros(128 * Placement.lanes)
        private let followed = Search.zeros(128 * Placement.lanes)
        /// One by the frequency of each byte.
        private let inverse = Search.zeros(Placement.lanes)

        private var buckets = (0..<Placement.bucketCount).map { _ in Bucket() }

        private struct Bucket {
            /// What stands before and after each byte.
            let before = Search.zeros(Placement.lanes)
            let after = Search.zeros(Placement.lanes)
            /// 1 for each byte that is in the middle.
            let middle = Search.zeros(Placement.lanes)
            /// The bytes that are in the first place, and in the last.
            var firsts = SIMD2<UInt64>()
            var lasts = SIMD2<UInt64>()
            var cost: Float = 0
        }

        /// Raw, so that the search neither counts references nor checks bounds.
        private static func zeros(_ count: Int) -> UnsafeMutablePointer<Lane> {
            let lanes = UnsafeMutablePointer<Lane>.allocate(capacity: count)
            lanes.initialize(repeating: Lane(repeating: 0), count: count)
            return lanes
        }

        deinit {
            for lanes in [following, followed, inverse] { lanes.deallocate() }
            for bucket in buckets {
                for lanes in [bucket.before, bucket.after, bucket.middle] { lanes.deallocate() }
            }
        }

        private static func has(_ byte: Int, in set: SIMD2<UInt64>) -> Bool {
            set[byte >> 6] >> UInt64(byte & 63) & 1 != 0
        }

        private let frequency = ByteFrequency()

        init() {
            let width = Lane.scalarCount
            for first in 0..<128 {
                var total: Float = 1
                for second in 0..<128 {
                    // Nothing is so rare that it costs nothing.
                    let frequency = self.frequency.ofPairs[128 * first + second] + 0.001
                    total += frequency
                    following[first * Placement.lanes + second / width][second % width] = frequency
                    followed[second * Placement.lanes + first / width][first % width] = frequency
                }
                inverse[first / width][first % width] = 1 / total
            }
        }

        private func pair(_ first: Int, _ second: Int) -> Float {
            following[first * Placement.lanes + second / Lane.scalarCount][
                second % Lane.scalarCount]
        }

        /// How often a window stands in logs.
        func cost(of window: Window) -> Float {
            let (first, middle, last) = window.places
            func around(_ byte: Int) -> Float {
                var before = pair(first.0, byte)
                if first.0 != first.1 { before += pair(first.1, byte) }
                var after = pair(byte, last.0)
                if last.0 != last.1 { after += pair(byte, last.1) }
                return before * after
                    * inverse[byte / Lane.scalarCount][byte % Lane.scalarCount]
            }
            var sum = around(middle.0)
            if middle.0 != middle.1 { sum += around(middle.1) }
            // The bitmap does not tell the cases of letters apart.
            func folded(_ bytes: (Int, Int)) -> Int {
                (0x41...0x5A).contains(bytes.0) ? bytes.0 | 0x20 : bytes.0
            }
            return frequency.ofTriple(folded(first), folded(middle), folded(last))
                ?? min(sum, ByteFrequency.rare)
        }

        /// Puts one of the windows into the bucket where it costs least.
        func place(_ windows: ArraySlice<Window>) -> (window: Int, bucket: Int) {
            var best: (window: Window, bucket: Int, cost: Float, total: Float)?
            // The rarest first: what one costs by itself may be more than another costs in all.
            for window in windows
            where Placement.costOfHit * window.cost < best?.total ?? .infinity {
                for bucket in buckets.indices {
                    let total = self.total(of: buckets[bucket], with: window)
                    let cost = total - buckets[bucket].cost + Placement.costOfHit * window.cost
                    if cost < best?.total ?? .infinity {
                        best = (window, bucket, total, cost)
                    }
                }
            }
            guard let best else { return (0, 0) }
            add(best.window, to: best.bucket, cost: best.cost)
            return (best.window.start, best.bucket)
        }

        /// What a bucket costs with one window more.
        private func total(of bucket: Bucket, with window: Window) -> Float {
            let (first, middle, last) = window.places
            let width = Lane.scalarCount
            let one = Self.has(first.0, in: bucket.firsts) ? nil : first.0 * Placement.lanes
            let two =
                first.1 == first.0 || Self.has(first.1, in: bucket.firsts)
                ? nil : first.1 * Placement.lanes
            let three = Self.has(last.0, in: bucket.lasts) ? nil : last.0 * Placement.lanes
            let four =
                last.1 == last.0 || Self.has(last.1, in: bucket.lasts)
                ? nil : last.1 * Placement.lanes
            var sum = Lane(repeating: 0)
            for lane in 0..<Placement.lanes {
                var before = bucket.before[lane]
                if let one { before += following[one + lane] }
                if let two { before += following[two + lane] }
                var after = bucket.after[lane]
                if let three { after += followed[three + lane] }
                if let four { after += followed[four + lane] }
                var here = bucket.middle[lane]
                if middle.0 / width == lane { here[middle.0 % width] = 1 }
                if middle.1 / width == lane { here[middle.1 % width] = 1 }
                sum += before * after * inverse[lane] * here
            }
            return sum.sum()
        }

        private func add(_ window: Window, to bucket: Int, cost: Float) {
            let (first, middle, last) = window.places
            let width = Lane.scalarCount
            for byte in [first.0, first.1] where !Self.has(byte, in: buckets[bucket].firsts) {
                buckets[bucket].firsts[byte >> 6] |= 1 << UInt64(byte & 63)
                for lane in 0..<Placement.lanes {
                    buckets[bucket].before[lane] += following[byte * Placement.lanes + lane]
                }
            }
            for byte in [last.0, last.1] where !Self.has(byte, in: buckets[bucket].lasts) {
                buckets[bucket].lasts[byte >> 6] |= 1 << UInt64(byte & 63)
                for lane in 0..<Placement.lanes {
                    buckets[bucket].after[lane] += followed[byte * Placement.lanes + lane]
                }
            }
            for byte in [middle.0, middle.1] {
                buckets[bucket].middle[byte / width][byte % width] = 1
            }
            buckets[bucket].cost = cost
        }
    }
}
