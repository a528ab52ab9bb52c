import LeakDetection

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Looks where text becomes something else: compressed data behind a script, a program.
///
/// All that is not text has zeros sooner or later: only what stands around one is looked at. So
/// text costs a search for zeros. Zeros alone, as in a log that was truncated while it was written,
/// fields that end in one, and UTF-16 are still text.
struct BinaryOnset {
    /// Where the bytes are no longer text, as far as they were looked at.
    private(set) var place: Int?

    private var position = 0
    private let headCount: Int
    /// Bytes from a zero on that are not judged yet, and where they begin.
    private var sample: [UInt8] = []
    private var sampleStart = 0

    /// The last bytes before what was looked at last.
    private var before: [UInt8] = []

    private static let sampleBytes = 512
    /// Bytes before a zero that are looked at, too: a signature stands there.
    private static let contextBytes = 16
    /// Zeros in a row that are a hole.
    private static let hole = 16
    /// Fewer bytes tell nothing, with those before them. Nothing compressed is shorter.
    private static let fewest = 20

    /// - Parameter head: The first bytes, which were judged as a whole; nil if they are no text, or
    ///   of a format that is known.
    init?(after head: UnsafeRawBufferPointer) {
        guard ContentKind(head) == .text, !isKnownBinaryFormat(head) else { return nil }
        headCount = head.count
    }

    /// Takes the next bytes of the stream; none at its end.
    mutating func look(at bytes: UnsafeRawBufferPointer) {
        guard place == nil else { return }
        var rest = bytes[...]
        if position < headCount { rest = rest.dropFirst(headCount - position) }
        let start = position
        position += bytes.count
        if bytes.isEmpty { judge() }
        defer {
            before = Array(
                (before + bytes.suffix(Self.contextBytes)).suffix(Self.contextBytes))
        }
        while !rest.isEmpty, place == nil {
            if sample.isEmpty {
                guard let zero = Self.zero(in: rest) else { return }
                let behind = Self.end(ofZerosFrom: zero, in: bytes)
                // Nothing of a hole is looked at.
                guard behind - zero < Self.hole, behind < bytes.count else {
                    rest = rest[behind...]
                    continue
                }
                sample = Array(
                    (before + bytes[..<zero].suffix(Self.contextBytes)).suffix(Self.contextBytes))
                sampleStart = start + zero
                rest = rest[zero...]
            }
            let piece = rest.prefix(Self.sampleBytes - sample.count)
            sample += piece
            rest = rest.dropFirst(piece.count)
            if sample.count == Self.sampleBytes { judge() }
        }
    }

    private static func zero(in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let start = UnsafeRawBufferPointer(rebasing: bytes).baseAddress,
            let found = memchr(start, 0, bytes.count)
        else { return nil }
        return bytes.startIndex + (UnsafeRawPointer(found) - start)
    }

    private static func end(ofZerosFrom zero: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var at = zero
        while at + 8 <= bytes.count, bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) == 0 {
            at += 8
        }
        while at < bytes.count, bytes[at] == 0 { at += 1 }
        return at
    }

    private mutating func judge() {
        if sample.count >= Self.fewest, Self.isSigned(sample) || !Self.isText(sample) {
            place = sampleStart
        }
        sample.removeAll(keepingCapacity: true)
    }

    /// Whether the signature of something compressed stands before the first zero.
    private static func isSigned(_ sample: [UInt8]) -> Bool {
        sample.withUnsafeBytes { bytes in
            (0..<contextBytes).contains { Compression.isUnmistakable(bytes.dropFirst($0)) }
        }
    }

    /// Whether bytes with zeros among them may be text.
    ///
    /// Of compressed data a tenth are control characters, and half are above ASCII, mostly where
    /// UTF-8 has none; of programs many are zeros.
    private static func isText(_ sample: [UInt8]) -> Bool {
        var (zeros, evenZeros, controls, total, run) = (0, 0, 0, sample.count, 0)
        for (index, byte) in sample.enumerated() {
            if byte == 0 {
                run += 1
                continue
            }
            count(run, before: index)
            run = 0
            let isOfText = byte >= 0x20 && byte != 0x7F || (7...13).contains(byte) || byte == 0x1B
            if !isOfText { controls += 1 }
        }
        count(run, before: sample.count)
        func count(_ run: Int, before index: Int) {
            if run >= hole {
                total -= run
            } else {
                zeros += run
                evenZeros += (run + (index % 2 == 0 ? 0 : 1)) / 2
            }
        }
        let isWide = zeros * 10 >= total * 3 && abs(2 * evenZeros - zeros) * 10 >= zeros * 8
        let strange = foreign(sample)
        return
            !(controls * 20 > total || controls * 50 > total && strange * 5 > total
            || !isWide && (zeros + controls) * 4 > total)
    }

    /// Bytes above ASCII that are no UTF-8.
    private static func foreign(_ sample: [UInt8]) -> Int {
        let text = String(decoding: sample, as: UTF8.self)
        return text.unicodeScalars.lazy.count { $0 == "\u{FFFD}" }
    }
}
